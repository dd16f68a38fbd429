import { DAY, HOUR } from '../../../lambda/domain/instant';
import { NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import { aDeployment, scheduledAt } from '../../support/deployment';
import { aKey, aUser, type FakeAccount } from '../../support/fake-aws';
import { answerInProcess, fakeAwsInProcess } from '../../support/fake-aws/in-process';
import { type Kill, runKilled } from './meanwhile/killed';
import { OUTPUTS } from './meanwhile/lived';
import { workingOf } from './meanwhile/observe';
import { runLock } from './run-lock';

// What the daily run says of a lock that was killed an hour before it.

jest.setTimeout(10 * 60_000);
jest.mock('p-throttle', () => () => (call: unknown) => call);
beforeAll(() => {
  answerInProcess();
  // Of a process that is dead, no timer goes off.
  jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => new AbortController().signal);
});
afterEach(closeAll);

const LOCK = ['bob', '--reason', 'INC-42', '--yes'];
const LOCKED_AT = () => NOW - HOUR;

async function aDay() {
  const createdAt = NOW - 10 * DAY;
  const deployment = await aDeployment({
    users: [
      aUser({
        name: 'bob',
        createdAt,
        password: { createdAt },
        passwordLastUsedAt: NOW - DAY,
        keys: ['1', '2'].map((last) =>
          aKey({ id: `AKIABOB000000000000${last}`, createdAt: createdAt + Number(last) * 1_000 }),
        ),
      }),
    ],
  });
  deployment.account.stacks['IamLapse'] = OUTPUTS;
  return deployment;
}

const HEADINGS = /\b(?:LOCK[A-Z ]*|NOT LOCKED, AND ENABLED)(?= \(\d+\))/g;

const works = (account: FakeAccount) => workingOf(account, account.users[0]).length;

/** From the record of the plan on: before it, a lock has changed nothing. */
async function killsFromThePlanOn(): Promise<Kill[]> {
  const { account } = await aDay();
  const aws = fakeAwsInProcess(account);
  await runLock(LOCK, aws, { now: LOCKED_AT });
  const calls = aws.calls.map(({ action }) => action);
  return calls
    .map((_, atCall) => atCall)
    .slice(calls.indexOf('PutObject'))
    .flatMap((atCall) => [
      { atCall, when: 'before' as const },
      { atCall, when: 'after' as const },
    ]);
}

it('a lock that was killed at any call is told by the next run, with all that it named, and what is still on', async () => {
  const seen = new Set<string>();
  for (const kill of await killsFromThePlanOn()) {
    const deployment = await aDay();
    const { account, clock } = deployment;
    await runKilled(account, LOCK, kill, LOCKED_AT);
    const on = works(account);
    const ended: string[] = [];
    for (const day of [0, 1]) {
      clock.advance(NOW + day * DAY - clock.now());
      ended.push((await deployment.run(scheduledAt(clock.now()))).ended);
    }
    expect({ kill, ended }).toEqual({ kill, ended: ['completed', 'completed'] });
    // Not the mail of the lock itself, which a kill after the result may leave.
    const digests = deployment.digests().filter(({ subject }) => !subject?.includes(' LOCKED: bob'));
    const days = digests.map(({ message }) => message.match(HEADINGS)?.join(' and ') ?? 'nothing');
    seen.add([`${on} on`, ...days].join(': '));
    const first = digests[0]?.message ?? '';
    const isNamed = ['(AKIA...0001)', '(AKIA...0002)', ' password'].every((what) => first.includes(what));
    expect({ kill, isNamed }).toEqual({ kill, isNamed: days[0] !== 'nothing' });
    await closeAll();
  }
  const killed = 'LOCKS THAT DID NOT END';
  const enabled = 'NOT LOCKED, AND ENABLED';
  expect([...seen]).toEqual([
    // Without a plan, nothing was done.
    '3 on: nothing: nothing',
    `3 on: ${enabled} and ${killed}: ${enabled}`,
    `2 on: ${enabled} and ${killed}: ${enabled}`,
    `1 on: ${enabled} and ${killed}: ${enabled}`,
    `0 on: ${killed} and LOCK CONFIRMED: nothing`,
    '0 on: LOCKED and LOCK CONFIRMED: nothing',
  ]);
});
