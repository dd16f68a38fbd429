import { createHash } from 'node:crypto';
import { closeAll } from '../../support/clients';
import { MODE_PARAMETER, RECORD_BUCKET } from '../../support/deployment';
import { versionIdOf } from '../../support/fake-aws/bucket';
import { sectionOf } from '../../support/mail-section';
import { type Days, fiveMembers, FOLDER, MEMBERS, RUN, setParameter } from './five-members';

// Lambda's task is retried when its response is lost, although the account has answered.

afterEach(closeAll);

const [FIRST] = MEMBERS;
const DENIED = {
  service: 'sts',
  action: 'AssumeRole',
  error: { code: 'AccessDenied', status: 403 },
} as const;
const SECOND_RUN = '20261121T070000Z';
const THIRD_RUN = '20261122T070000Z';

/** What the machine gives the account function in Judge. */
function judged(days: Days, runId: string) {
  const folder = FOLDER.replaceAll('20261120', runId.slice(0, 8)).replace(
    '2026/11/20',
    `2026/11/${runId.slice(6, 8)}`,
  );
  const pin = (name: string) => {
    const object = days.central.buckets[RECORD_BUCKET]?.objects.get(`${folder}${name}`);
    if (!object) throw new Error(`there is no ${folder}${name}`);
    return {
      versionId: versionIdOf(object),
      sha256: createHash('sha256').update(object.body).digest('hex'),
    };
  };
  return { runId, settings: pin('settings.json'), roster: pin('roster.json') };
}

const answerKey = (runId: string) =>
  `organization/answers/2026/11/${runId.slice(6, 8)}/${runId}/${FIRST}.json`;
const answerIn = (days: Days, runId: string) => JSON.parse(days.object(answerKey(runId)) ?? 'null');

/** FIRST is asked once more in Judge, and its role lets nobody in. */
async function askedAgain(days: Days, runId: string): Promise<string> {
  days.aws.faults.push(DENIED);
  const end = await days.sweep(FIRST, 'judge', judged(days, runId)).then(JSON.stringify, String);
  days.aws.faults.length = 0;
  return end;
}

it('keeps what a killed run did, which the lost answer tells', async () => {
  const days = await fiveMembers();
  await days.announced();
  // Its writes go through, and then the function dies.
  days.aws.faults.push({
    service: 's3',
    action: 'PutObject',
    key: new RegExp(`^${FIRST}/(ledger|runs/.*/result)\\.json|answers/.*/${FIRST}\\.json$`),
    skip: 2,
    error: { code: 'InternalError', status: 500 },
  });
  await days.execute();
  days.aws.faults.length = 0;
  setParameter(days, MODE_PARAMETER, 'dry-run');
  days.nextDay();
  await days.execute({
    before: {
      allot: async () => {
        const before = days.object(answerKey(THIRD_RUN));
        expect(answerIn(days, THIRD_RUN).status).toBe('completed');
        expect(await askedAgain(days, THIRD_RUN)).toContain(`has answered run ${THIRD_RUN} before`);
        expect(days.object(answerKey(THIRD_RUN))).toBe(before);
      },
    },
  });
  expect(sectionOf(days.mails().at(-1)?.body, 'DISABLED BY A RUN THAT DID NOT END')).toContain(
    'b-1, password',
  );
});

it('an account that stopped at its plan still acts', async () => {
  const days = await fiveMembers();
  await days.announced();
  await days.execute({
    before: {
      allot: async () => {
        expect(answerIn(days, SECOND_RUN).status).toBe('planned');
        expect(await askedAgain(days, SECOND_RUN)).toContain('has answered run');
      },
    },
  });
  expect(days.disabled()).toHaveLength(10);
});

it('an answer that is not understood stays', async () => {
  const days = await fiveMembers();
  await days.execute({
    before: {
      allot: async () => {
        days.put(answerKey(RUN), '{"version":2}');
        expect(await askedAgain(days, RUN)).toContain('AnswerError');
        expect(days.object(answerKey(RUN))).toBe('{"version":2}');
      },
    },
  });
});

it('an account that could not be reached may answer that again, or that it was swept', async () => {
  const days = await fiveMembers();
  await days.execute({
    lost: (id) => id === FIRST,
    before: {
      allot: async () => {
        expect(await askedAgain(days, RUN)).toContain('unreachable');
        days.clock.advance(1000);
        const { at } = answerIn(days, RUN);
        expect(await askedAgain(days, RUN)).toContain('unreachable');
        expect(answerIn(days, RUN).at).not.toBe(at);
        await days.sweep(FIRST, 'judge', judged(days, RUN));
        expect(answerIn(days, RUN).status).toBe('completed');
      },
    },
  });
});

it('in Act, an account that has not begun says that it could not be reached', async () => {
  const days = await fiveMembers();
  await days.announced();
  await days.execute({ before: { act: () => void days.aws.faults.push(DENIED) } });
  expect(answerIn(days, SECOND_RUN)).toMatchObject({ status: 'unreachable' });
});
