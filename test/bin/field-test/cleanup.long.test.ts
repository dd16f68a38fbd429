import { closeAll, serve } from '../../support/clients';
import { anAccount, aUser, type FakeAccount, type FakeAws } from '../../support/fake-aws';
import { fieldTestUsersOf, FieldTime, resultsOf, runFieldTest } from './run-field-test';

// What a field test leaves behind when IAM is slow or refuses. The SDK repeats calls in real time.

afterEach(closeAll);

const TRY = ['--account', '123456789012', '--yes'];
let time: FieldTime;
let account: FakeAccount;
let aws: FakeAws;

beforeEach(async () => {
  time = new FieldTime();
  account = anAccount({ now: time.now, users: [aUser({ name: 'alice' })] });
  aws = await serve(account);
});

const run = () => runFieldTest(TRY, { time, env: aws.env });
const names = () => account.users.map(({ name }) => name);

describe('a failure', () => {
  it('whose answer was lost: what it made is removed', async () => {
    // IAM creates the user, and the answers to all attempts are lost.
    aws.faults.push({ action: 'CreateUser', when: 'after', reset: true });
    const { code, stderr } = await run();
    expect(aws.calls.some(({ action, applied }) => action === 'CreateUser' && applied)).toBe(true);
    expect({ code, stderr, names: names() }).toStrictEqual({ code: 0, stderr: '', names: ['alice'] });
  });

  it.each(['DeleteConflict', 'EntityTemporarilyUnmodifiable', 'ConcurrentModification'])(
    '%s at the removal is met with patience',
    async (code) => {
      aws.faults.push({ action: 'DeleteUser', times: 9, error: { code, status: 409 } });
      expect(await run()).toMatchObject({ code: 0, stderr: '' });
      expect(names()).toStrictEqual(['alice']);
    },
  );

  it('a user that IAM does not show at first is removed as soon as it does', async () => {
    const hidden: FakeAccount['users'] = [];
    let looks = 0;
    aws.faults.push({
      action: 'GetUser',
      run: (it) => {
        looks += 1;
        if (looks <= 30) {
          hidden.push(...it.users.filter(({ path }) => path !== '/'));
          it.users = it.users.filter(({ path }) => path === '/');
        } else it.users.push(...hidden.splice(0));
      },
    });
    await run();
    expect(names()).toStrictEqual(['alice']);
  });

  it('a user that cannot be removed is listed with the commands that remove it', async () => {
    aws.faults.push({
      action: 'DeleteUser',
      error: { code: 'AccessDenied', status: 403, message: 'denied' },
    });
    const { code, stderr } = await run();
    expect(code).toBe(1);
    const left = fieldTestUsersOf(account);
    expect(left.length).toBeGreaterThan(3);
    for (const name of left) expect(stderr).toContain(`aws iam delete-user --user-name ${name}\n`);
    expect(stderr).toContain('# DeleteUser failed: AccessDenied: denied');
    // Nothing that opens a door is left.
    for (const { password, keys } of account.users)
      expect({ password, keys }).toStrictEqual({ password: undefined, keys: [] });
  });

  it('IAM that asks to wait for some minutes is given them, and one that refuses is not', async () => {
    const before = time.ms;
    aws.faults.push({
      action: 'DeleteUser',
      skip: 1,
      times: 50,
      error: { code: 'EntityTemporarilyUnmodifiable', status: 409 },
    });
    expect(await run()).toMatchObject({ code: 0, stderr: '' });
    expect(names()).toStrictEqual(['alice']);
    expect(time.ms - before).toBeGreaterThan(60_000);
  });

  it('nothing at all is a failure', async () => {
    aws.faults.push({ service: 'iam', action: '*', skip: 1, error: { code: 'AccessDenied', status: 403 } });
    const { code, stdout, stderr } = await run();
    expect({ code, stderr }).toStrictEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('Holds: 0. Does not hold: 0.');
  });
});

it('a read that lags for more than a minute is reported, and the field test still ends', async () => {
  aws.faults.push({ action: 'ListAccessKeys', run: (it) => late(it) });
  const { code, stdout } = await run();
  expect(code).toBe(3);
  expect(resultsOf(stdout)['A31']).toContain('DIFFERS');
  expect(fieldTestUsersOf(account)).toStrictEqual([]);
});

function late(it: FakeAccount) {
  for (const { keys } of it.users) {
    const [, second] = keys;
    if (second) second.status = 'Active';
  }
}
