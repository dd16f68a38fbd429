import type { OrganizationJournal } from '../journal';
import { frozenOf, isExpected, isListed, namedIn, truthsOfFreeze } from '../oracle';
import { answerIn, ledgerIn, type TrueAnswer } from '../records-read';
import { answersOf } from '../records';
import type { OrganizationWorld } from '../world';
import type { OrganizationLaw } from './law';

const CLASSES = ['completed', 'halted', 'unreachable', 'suspended', 'excluded'];

/** Every account that Organizations lists is exactly one of five, by what truly is. */
export const coverageAddsUp: OrganizationLaw = {
  name: 'Coverage counts every account once',
  brokenBy: (world) =>
    world.journal.rosters.flatMap(({ runId }) => {
      const csv = world.bucket.objects.get(`${runId}/accounts.csv`)?.at(-1)?.text;
      const organization = frozenOf(world.journal, runId)?.organization;
      if (csv === undefined || !organization) return [];
      const rows = csv.split('\r\n').slice(1, -1);
      const classes = new Map(rows.map((row) => row.split(',')).map(([id, , , as]) => [id, as ?? '']));
      const unknown = [...classes.values()].filter((as) => !CLASSES.includes(as));
      const named = namedIn(world.journal, runId);
      const isTrue = truthsOfFreeze(world.journal, runId).some(({ accounts }) => {
        const listed = accounts.filter((account) => isListed(account, named));
        return (
          listed.length === rows.length &&
          listed.every((account) => {
            const as = classes.get(account.id);
            if (account.state !== 'ACTIVE') return as === 'suspended';
            return (as !== 'excluded' && as !== 'suspended') === isExpected(account, organization, named);
          })
        );
      });
      return [
        ...(unknown.length > 0 ? [`${runId}: the classes ${unknown.join(', ')}`] : []),
        ...(isTrue && classes.size === rows.length
          ? []
          : [`${runId}: ${rows.join(' | ')} are not the accounts`]),
        ...notCompleted(world, runId, classes),
      ];
    }),
};

/** `completed` is said only of an account whose answer says so. */
function notCompleted(
  world: OrganizationWorld,
  runId: string,
  classes: ReadonlyMap<string | undefined, string>,
): string[] {
  const answers = answersOf(world, runId);
  return [...classes]
    .filter(([id = '', as]) => as === 'completed' && !isComplete(answers.get(id)))
    .map(([id]) => `${runId}: ${id} counts as completed, and is not`);
}

function isComplete(text: string | undefined): boolean {
  const answer: TrueAnswer | undefined = text === undefined ? undefined : answerIn(text);
  return answer !== undefined && ['completed', 'failed'].includes(answer.status) && answer.halts.length === 0;
}

/** An execution is green only if every expected account completed, no action failed, and the mail is out. */
export const greenMeansAll: OrganizationLaw = {
  name: 'Green only when all completed',
  brokenBy: (world) =>
    world.journal.invocations
      .filter(
        ({ step, ending }) => step === 'tell' && ending?.kind === 'answered' && ending.status === 'completed',
      )
      .flatMap(({ execution: { runId = '' } }) =>
        notGreen(world, runId).map((fault) => `${runId} is green, and ${fault}`),
      ),
};

function notGreen(world: OrganizationWorld, runId: string): string[] {
  const { journal, bucket } = world;
  const organization = frozenOf(journal, runId)?.organization;
  if (!organization) return ['nothing was frozen'];
  const answers = answersOf(world, runId);
  const named = namedIn(journal, runId);
  const missing = truthsOfFreeze(journal, runId).map(({ accounts }) =>
    accounts
      .filter((account) => isExpected(account, organization, named))
      .filter(({ id }) => !isComplete(answers.get(id)) || failed(answers.get(id)) > 0)
      .map(({ id }) => `${id} did not complete`),
  );
  const text = bucket.objects.get(`${runId}/digest.txt`)?.at(-1)?.text ?? '';
  return [
    ...(missing.some((each) => each.length === 0) ? [] : (missing[0] ?? ['there is no roster'])),
    ...(isOut(journal, text) ? [] : ['its mail is not out']),
  ];
}

function failed(text = '{}'): number {
  return answerIn(text).counts['failed'] ?? 0;
}

function isOut({ mails }: OrganizationJournal, text: string): boolean {
  return mails.some(({ body }) => text.includes(body));
}

/** Nothing waits for something that never comes. */
export const everyStepEnds: OrganizationLaw = {
  name: 'Every step ends',
  brokenBy: ({ journal }) =>
    journal.invocations
      .filter(({ ending }) => ending === undefined || ending.kind === 'hung')
      .map(({ number, step, calls }) => `#${number} ${step} hangs after ${calls.at(-1) ?? 'nothing'}`),
};

/** Whatever has happened: after quiet days a run begins, its mail goes out, and nothing of earlier ones is left. */
export const recovers: OrganizationLaw = {
  name: 'After quiet days nothing is left behind',
  brokenBy: ({ journal, bucket }) => {
    const last = journal.executions.at(-1);
    const steps = journal.invocations.filter(({ execution }) => execution === last);
    const hasAnswered = (step: string, status?: string) =>
      steps.some(
        (each) =>
          each.step === step &&
          each.ending?.kind === 'answered' &&
          (status === undefined || each.ending.status === status),
      );
    const { open, untold } = ledgerIn(bucket.ledger?.text);
    return [
      ...(hasAnswered('freeze', 'frozen') && hasAnswered('tell') ? [] : ['the last run did not take place']),
      ...(open === null ? [] : ['a run still has the organization']),
      ...untold.map(({ runId }) => `the mail of run ${runId} is not settled`),
    ];
  },
};
