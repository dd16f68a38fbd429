import { aDeployedAccount, TOPIC_ARN } from '../../support/deployment';
import { aKey, aUser, type FakeAccount } from '../../support/fake-aws';
import { answerInProcess, fakeAwsInProcess } from '../../support/fake-aws/in-process';
import { storedObject } from '../../support/stored';
import { type Kill, runKilled } from './meanwhile/killed';
import { OUTPUTS } from './meanwhile/lived';
import { recordsOfLocks, workingOf } from './meanwhile/observe';
import { runLock } from './run-lock';

// A lock may be killed whenever it waits: a closed laptop, a lost terminal. What it leaves must tell what it did.

jest.setTimeout(10 * 60_000);
jest.mock('p-throttle', () => () => (call: unknown) => call);
beforeAll(() => {
  answerInProcess();
  // Of a process that is dead, no timer goes off.
  jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => new AbortController().signal);
});

const LOCK = ['bob', '--reason', 'INC-42', '--yes'];
const KEYS = ['AKIABOB0000000000001', 'AKIABOB0000000000002'];

function anAccount(): FakeAccount {
  const createdAt = Date.parse('2025-03-01T00:00:00Z');
  const account = aDeployedAccount({
    users: [
      aUser({
        name: 'bob',
        createdAt,
        password: { createdAt },
        keys: KEYS.map((id) => aKey({ id, createdAt })),
      }),
      aUser({ name: 'ada', createdAt, password: { createdAt }, keys: [aKey({ createdAt })] }),
    ],
    account: { partition: 'aws-us-gov', region: 'us-gov-west-1' },
  });
  account.stacks['IamLapse'] = OUTPUTS;
  return account;
}

const record = (account: FakeAccount, name: string): unknown => {
  const [key] = recordsOfLocks(account).filter((each) => each.endsWith(name));
  return key === undefined ? undefined : JSON.parse(storedObject(account, key)?.body.toString() ?? '');
};

/** What of the user worked before, and does not any more. */
function takenAway(account: FakeAccount): string[] {
  const works = workingOf(account, account.users[0]);
  return [...KEYS, 'password'].filter((credential) => !works.includes(credential));
}

/** The calls of a lock that nobody disturbs. */
async function callsOfALock(): Promise<string[]> {
  const aws = fakeAwsInProcess(anAccount());
  expect(await runLock(LOCK, aws)).toMatchObject({ code: 0 });
  return aws.calls.map(({ action }) => action);
}

async function everyKill(): Promise<Kill[]> {
  const calls = await callsOfALock();
  return calls.flatMap((_, atCall) => [
    { atCall, when: 'before' as const },
    { atCall, when: 'after' as const },
  ]);
}

/** What the records of a lock say, beside what it did. */
interface Told {
  readonly kill: Kill;
  readonly taken: readonly string[];
  readonly plan: unknown;
  readonly result: unknown;
  readonly mails: number;
}

async function everyTold(): Promise<Told[]> {
  const told: Told[] = [];
  for (const kill of await everyKill()) {
    const account = anAccount();
    await runKilled(account, LOCK, kill);
    expect(workingOf(account, account.users[1])).toHaveLength(2);
    told.push({
      kill,
      taken: takenAway(account),
      plan: record(account, 'plan.json'),
      result: record(account, 'result.json'),
      mails: account.topics[TOPIC_ARN]?.published.length ?? 0,
    });
  }
  return told;
}

it('leaves a plan that names each write that was made, and a result only if it is true', async () => {
  const told = await everyTold();
  const states = told.map(
    ({ plan, taken, result, mails }) =>
      `${plan ? 'plan' : 'no plan'}, ${taken.length} taken, ${result ? 'result' : 'no result'}, ${mails} mails`,
  );
  // No other state: no write without a plan, no result before the last write, no mail before the result.
  expect([...new Set(states)]).toEqual([
    'no plan, 0 taken, no result, 0 mails',
    'plan, 0 taken, no result, 0 mails',
    'plan, 1 taken, no result, 0 mails',
    'plan, 2 taken, no result, 0 mails',
    'plan, 3 taken, no result, 0 mails',
    'plan, 3 taken, result, 0 mails',
    'plan, 3 taken, result, 1 mails',
  ]);
  const order = {
    reason: 'INC-42',
    user: {
      name: 'bob',
      arn: 'arn:aws-us-gov:iam::123456789012:user/bob',
      created: '2025-03-01T00:00:00Z',
      id: expect.stringMatching(/^AIDA/) as unknown,
    },
    targets: [{ keyId: KEYS[0] }, { keyId: KEYS[1] }, { kind: 'password' }],
  };
  for (const { plan } of told.filter((each) => each.plan)) expect(plan).toMatchObject(order);
  const disabled = { outcome: 'disabled' };
  for (const { result } of told.filter((each) => each.result)) {
    expect(result).toMatchObject({ ...order, outcomes: [disabled, disabled, disabled], stillActive: [] });
  }
});

it('the same command again completes it, with records of its own', async () => {
  for (const kill of await everyKill()) {
    const account = anAccount();
    await runKilled(account, LOCK, kill);
    const before = recordsOfLocks(account).length;
    const rest = 3 - takenAway(account).length;
    const again = await runLock(LOCK, fakeAwsInProcess(account));
    expect({ kill, code: again.code, stderr: again.stderr }).toEqual({ kill, code: 0, stderr: '' });
    expect(again.stdout).toContain(rest === 0 ? 'There is nothing to lock' : 'LOCKED: bob');
    expect(takenAway(account)).toHaveLength(3);
    expect(recordsOfLocks(account)).toHaveLength(before + (rest === 0 ? 0 : 2));
  }
});
