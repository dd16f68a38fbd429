import { aDeployedAccount, TOPIC_ARN } from '../../support/deployment';
import { aKey, aUser, type FakeAccount, type Fault } from '../../support/fake-aws';
import { answerInProcess, fakeAwsInProcess } from '../../support/fake-aws/in-process';
import { storedObject } from '../../support/stored';
import { type Deed, doTo } from './meanwhile/deeds';
import { OUTPUTS } from './meanwhile/lived';
import { recordsOfLocks } from './meanwhile/observe';
import { runLock } from './run-lock';

// Who is locked while somebody is at work on the name. meanwhile.long.test.ts tries it at random; here is what is said.

jest.mock('p-throttle', () => () => (call: unknown) => call);
beforeAll(answerInProcess);

const CREATED = Date.parse('2025-03-01T00:00:00Z');

async function lockWith(
  deed: Fault & { readonly deed?: Deed },
  bob: Partial<Parameters<typeof aUser>[0]> = {},
) {
  const account: FakeAccount = aDeployedAccount({
    users: [
      aUser({
        name: 'bob',
        createdAt: CREATED,
        password: { createdAt: CREATED },
        keys: [aKey(), aKey()],
        ...bob,
      }),
    ],
  });
  account.stacks['IamLapse'] = OUTPUTS;
  const userId = account.users[0]?.userId ?? '';
  const aws = fakeAwsInProcess(account);
  const { deed: what, ...fault } = deed;
  aws.faults.push({ times: 1, ...(what ? { run: () => doTo(account, userId, what) } : {}), ...fault });
  const { code, stdout, stderr } = await runLock(['bob', '--reason', 'INC-42', '--yes'], aws);
  const result = recordsOfLocks(account).find((key) => key.endsWith('result.json'));
  return {
    code,
    stderr,
    stdout,
    said: stdout.replaceAll(/\s+/g, ' '),
    userId,
    account,
    result: JSON.parse((result && storedObject(account, result)?.body.toString()) ?? 'null') as unknown,
    mail: account.topics[TOPIC_ARN]?.published[0],
    writes: aws.calls.filter(({ action }) => /^(?:UpdateAccessKey|DeleteLoginProfile)$/.test(action)),
  };
}

/** The looks before the first write: two plans, and the evidence between them. */
const LOOKS_OF_PLANS = 3;
const beforeWrite = (nth: number) => ({ action: 'GetUser', skip: LOOKS_OF_PLANS + nth });

it('a user who is renamed before the first write is not told as locked, and can be found by its id', async () => {
  const { code, said, stdout, userId, result, writes, mail } = await lockWith({
    ...beforeWrite(0),
    deed: 'renamed',
  });
  expect(code).toBe(4);
  expect(writes).toEqual([]);
  expect(said).toContain('NOT LOCKED IN FULL: bob');
  expect(said).toContain('not touched; no user has this name any more');
  expect(stdout).toContain(
    `    aws iam list-users --output text \\\n      --query "Users[?UserId=='${userId}'].UserName"\n`,
  );
  expect(mail?.subject).toBe('iam-lapse 123456789012 NOT LOCKED IN FULL: bob, 0 of 3 credentials');
  expect(mail?.message).toContain(userId);
  expect(result).toMatchObject({
    user: { name: 'bob', id: userId },
    outcomes: [{ outcome: 'refused' }, { outcome: 'refused' }, { outcome: 'refused' }],
    stillActive: null,
    stillActiveUnknown: 'the user bob was deleted, renamed or created again just now',
  });
});

it('a user who is renamed after the first write: what was done is told, and that the rest is not', async () => {
  const { code, result, writes } = await lockWith({ ...beforeWrite(1), deed: 'renamedAndReplaced' });
  expect(code).toBe(4);
  expect(writes).toHaveLength(1);
  expect(result).toMatchObject({
    outcomes: [{ outcome: 'disabled' }, { outcome: 'refused' }, { outcome: 'refused' }],
    stillActive: null,
  });
});

it.each<[string, Deed]>([
  ['with another path', 'moved'],
  ['with another name', 'renamed'],
  ['in another case', 'remadeInOtherCase'],
])('a user who is there again %s is not touched', async (_, deed) => {
  const { code, writes } = await lockWith({ ...beforeWrite(0), deed });
  expect(code).toBe(4);
  expect(writes).toEqual([]);
});

it('no login profile of a name that nobody has any more is no fact about the user', async () => {
  const { code, stderr, writes } = await lockWith(
    { action: 'GetLoginProfile', deed: 'renamed' },
    { keys: [] },
  );
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'the user bob was deleted, renamed or created again just now: nothing was locked\n',
  });
  expect(writes).toEqual([]);
});

it('a key that is asked for by the name of another user is not found: the id of a key is never given twice', async () => {
  // Between the last look and its write, where nobody can see it.
  const { writes, account } = await lockWith({ action: 'UpdateAccessKey', deed: 'remade' });
  expect(writes[0]).toMatchObject({ status: 404, applied: false });
  expect(account.users[0]?.keys.map(({ status }) => status)).toEqual(['Active', 'Active']);
});

it.each(['plan.json', 'result.json'])('an answer of S3 that is lost is no failure: %s', async (key) => {
  const { code, stderr, writes, account } = await lockWith({
    service: 's3',
    key,
    when: 'after',
    reset: true,
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(writes).toHaveLength(3);
  expect(recordsOfLocks(account)).toHaveLength(2);
});
