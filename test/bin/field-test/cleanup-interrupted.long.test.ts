import { closeAll, serve } from '../../support/clients';
import { aKey, anAccount, aUser, type FakeAccount, type FakeAws } from '../../support/fake-aws';
import { FieldTime, runFieldTest, type RunOptions } from './run-field-test';

// What a field test leaves behind: nothing, or a list with the commands that remove it.

afterEach(closeAll);

const ACCOUNT = ['--account', '123456789012'];
const TRY = [...ACCOUNT, '--yes'];
const PATH = '/iam-lapse-field-test/0123456789abcdef/';
const NAME = 'iam-lapse-field-test-0123456789abcdef-keys';

let time: FieldTime;
let account: FakeAccount;
let aws: FakeAws;

beforeEach(async () => {
  time = new FieldTime();
  account = anAccount({ now: time.now, users: [aUser({ name: 'alice' })] });
  aws = await serve(account);
});

const run = (args: readonly string[], options: Partial<RunOptions> = {}) =>
  runFieldTest(args, { time, ...options, env: aws.env });
const names = () => account.users.map(({ name }) => name);

describe('an interruption', () => {
  it.each([
    'ListUsers',
    'CreateUser',
    'CreateLoginProfile',
    'UpdateLoginProfile',
    'CreateAccessKey',
    'UpdateAccessKey',
    'GetCredentialReport',
    'DeleteUser',
  ])('during %s leaves nothing behind', async (action) => {
    const interruption = new AbortController();
    aws.faults.push({ action, when: 'after', run: () => interruption.abort() });
    const { code, stderr } = await run(TRY, { interruption });
    expect({ code, names: names() }).toStrictEqual({ code: 1, names: ['alice'] });
    expect(stderr).toMatch(/interrupted/);
    expect(stderr).not.toContain('aws iam delete-user');
  });

  it('at the question does nothing', async () => {
    const interruption = new AbortController();
    interruption.abort();
    const { code } = await run(ACCOUNT, { interruption, answers: ['no'] });
    expect({ code, writes: aws.writes() }).toStrictEqual({ code: 1, writes: [] });
  });
});

describe('a failure', () => {
  it('an error of our own in the middle: the users are removed', async () => {
    aws.faults.push({ action: 'GetLoginProfile', html: true });
    await run(TRY);
    expect(names()).toStrictEqual(['alice']);
  });
});

describe('what an earlier run left', () => {
  beforeEach(() => {
    account.users.push(
      aUser({
        name: NAME,
        path: PATH,
        password: { createdAt: 0 },
        keys: [aKey(), aKey()],
        createdAt: time.ms - 600_000,
      }),
    );
  });

  it('is found and removed', async () => {
    const { code, stdout } = await run(TRY);
    expect({ code, names: names() }).toStrictEqual({ code: 0, names: ['alice'] });
    expect(stdout).toContain(
      '1 user of an earlier field test below /iam-lapse-field-test/; the newest is 10 min old.',
    );
    expect(stdout).toContain('1 user removed.');
  });

  it('is left when you say so, and listed with its commands', async () => {
    const { code, stderr, questions } = await run(ACCOUNT, { answers: ['yes', 'no'] });
    expect(questions).toStrictEqual(['Begin? [y/N] ', 'Remove them? [y/N] ']);
    expect({ code, names: names() }).toStrictEqual({ code: 1, names: ['alice', NAME] });
    expect(stderr).toContain(`aws iam list-access-keys --user-name ${NAME} --query`);
  });

  it('is found on every page', async () => {
    account.pageSize = 1;
    account.users.push(aUser({ name: NAME.replace('keys', 'reset'), path: PATH }));
    await run(TRY);
    expect(names()).toStrictEqual(['alice']);
  });
});

describe('a user that is not ours is never touched', () => {
  it.each([
    ['of our path with another name', { name: 'payroll', path: PATH }],
    ['of our name with another path', { name: NAME, path: '/team/' }],
    ['of a path that begins alike', { name: NAME, path: '/iam-lapse-field-testing/' }],
  ])('%s', async (_, user) => {
    account.users.push(aUser({ ...user, password: { createdAt: 0 }, keys: [aKey()] }));
    const before = structuredClone(account.users);
    await run(TRY);
    expect(account.users).toStrictEqual(before);
  });

  it('nor one that IAM shows below another path when it comes to removing it', async () => {
    aws.faults.push({
      action: 'UpdateAccessKey',
      when: 'after',
      run: (it) => {
        for (const user of it.users) if (user.keys.length > 0) user.path = '/moved/';
      },
    });
    const { code, stderr } = await run(TRY);
    expect(code).toBe(1);
    expect(account.users.filter(({ path }) => path === '/moved/')).toHaveLength(1);
    expect(stderr).toContain('is not a user of a field test: it is left alone');
  });
});
