import type { OrganizationPolicy } from '../../../../lambda/domain/organization/policy/schema';
import { type Deed, type OrganizationJournal, type Truth, truthsWithin } from '../journal';
import { type Frozen, frozenOf, isExpected, namedIn, ownMode, truthsOfFreeze } from '../oracle';
import { answerIn } from '../records-read';
import type { OrganizationWorld } from '../world';
import type { OrganizationLaw } from './law';

function ofEachDeed(
  fault: (deed: Deed, frozen: Frozen, world: OrganizationWorld) => string | undefined,
): OrganizationLaw['brokenBy'] {
  return (world) =>
    world.journal.deeds.flatMap((deed) => {
      const { account, run, write } = deed;
      const frozen = frozenOf(world.journal, run.runId);
      const found = frozen ? fault(deed, frozen, world) : 'no settings were frozen';
      return found === undefined ? [] : [`${run.runId} ${account} ${write.words}: ${found}`];
    });
}

/** Nobody writes where the master switch says no: when the run begins, when it allots, when it acts. */
export const masterSwitch: OrganizationLaw = {
  name: 'Nothing is disabled against the master switch',
  brokenBy: ofEachDeed(({ invocation, run, write }, { mode }, { journal }) => {
    if (mode !== 'enforce') return `the run was frozen in mode ${mode}`;
    const allotment = journal.allotments.find(({ runId }) => runId === run.runId);
    if (!allotment) return 'nothing was allotted';
    const isOn = (truths: readonly Truth[]) => truths.some((truth) => truth.mode === 'enforce');
    if (!isOn(truthsWithin(journal, allotment.since, allotment.at))) return 'it was pulled before Allot';
    if (!isOn(truthsWithin(journal, invocation.startedAt, write.at))) return 'it was pulled before Act';
    return undefined;
  }),
};

/** An account that is excluded or in dry-run is never written to, nor one that has changed by the time of Allot. */
export const ownModes: OrganizationLaw = {
  name: 'Nothing is disabled in an account that is not to enforce',
  brokenBy: ofEachDeed(({ account, run }, { organization }, { journal }) => {
    const may = (truths: readonly Truth[]) => truths.some((truth) => enforces(account, organization, truth));
    if (!may(truthsOfFreeze(journal, run.runId))) return 'it was not to enforce when the run began';
    const allotment = journal.allotments.find(({ runId }) => runId === run.runId);
    return allotment && may(truthsWithin(journal, allotment.since, allotment.at))
      ? undefined
      : 'it was not to enforce any more at Allot';
  }),
};

function enforces(id: string, policy: OrganizationPolicy, { accounts }: Truth): boolean {
  const account = accounts.find((each) => each.id === id);
  return (
    account !== undefined &&
    account.isMember &&
    account.state === 'ACTIVE' &&
    ownMode(policy, account) === 'enforce'
  );
}

/** What holds the whole organization back: nobody hears, a mail is not out, too many are not covered, too much is planned. */
export const barriers: OrganizationLaw = {
  name: 'Nothing is disabled behind a barrier',
  brokenBy: ofEachDeed(({ run }, frozen, world) => {
    const { journal } = world;
    if (truthsOfFreeze(journal, run.runId).every(({ hearing }) => hearing === 0)) return 'nobody hears';
    const late = undelivered(world, run.runId);
    if (late !== undefined) return `the mail of run ${late} is not out`;
    return tooMuch(journal, run.runId, frozen);
  }),
};

/** An earlier run whose mail stood in the bucket, and had not gone out when this one allotted. */
function undelivered({ journal, bucket }: OrganizationWorld, runId: string): string | undefined {
  const allotment = journal.allotments.find((each) => each.runId === runId);
  if (!allotment) return undefined;
  return journal.laid.find((laid) => {
    if (laid.at >= allotment.since || laid.runId === runId || laid.runId.includes('-preview-')) return false;
    // A run that was refused, and was killed while it told that, has done nothing that anybody must know.
    if (!bucket.objects.has(`${laid.runId}/roster.json`)) return false;
    const text = bucket.objects.get(`${laid.runId}/digest.txt`)?.at(-1)?.text ?? '';
    return !journal.mails.some(({ at, body }) => at <= allotment.at && text.includes(body));
  })?.runId;
}

function tooMuch(journal: OrganizationJournal, runId: string, { organization }: Frozen): string | undefined {
  const allotment = journal.allotments.find((each) => each.runId === runId);
  if (!allotment) return 'nothing was allotted';
  const answers = new Map([...allotment.answers].map(([id, text]) => [id, answerIn(text)]));
  const { limits, coverage } = organization;
  const planned = [...answers.values()]
    .filter(({ status }) => status === 'planned')
    .reduce((sum, each) => sum + each.planned.length + each.plannedLeftOut, 0);
  if (limits.onExceed === 'stop' && planned > limits.maxDisabledPerDay) {
    return `${planned} are planned, and more than ${limits.maxDisabledPerDay} stop the run`;
  }
  const named = namedIn(journal, runId);
  const isOver = truthsOfFreeze(journal, runId).every(({ accounts }) => {
    const expected = accounts.filter((account) => isExpected(account, organization, named));
    const lost = expected.filter(({ id }) => {
      const answer = answers.get(id);
      return (
        !answer || (answer.status !== 'planned' && (answer.halts.length > 0 || answer.status === 'halted'))
      );
    });
    return lost.length * 100 > coverage.maxUncoveredPercent * expected.length;
  });
  return isOver ? `over ${coverage.maxUncoveredPercent}% were not covered` : undefined;
}

/** "A session that is not to act cannot write": and nothing even tries. */
export const sessionsThatCannotWrite: OrganizationLaw = {
  name: 'Nothing tries to write with a session that may not',
  brokenBy: ({ journal }) =>
    journal.invocations
      .filter(({ triedInVain }) => triedInVain)
      .map(({ number, step, account }) => `#${number} ${step} ${account}: IAM refused a write`),
};
