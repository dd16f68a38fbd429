import { once } from 'node:events';
import { createServer } from 'node:http';
import { closeAll, onClose, serve } from '../../support/clients';
import { serveScript } from '../../support/scripted-aws';
import { anAccount, aUser, type FakeAccount, type FakeAws } from '../../support/fake-aws';
import { PERMISSIONS, USERS_MADE } from '../../../bin/field-test/plan';
import { fieldTestUsersOf, FieldTime, resultsOf, runFieldTest, type RunOptions } from './run-field-test';

// The whole field test against the fake AWS, over real HTTP. In the fake, every belief holds unless a test changes that.

afterEach(closeAll);

const ACCOUNT = ['--account', '123456789012'];
const TRY = [...ACCOUNT, '--yes'];

let time: FieldTime;
let account: FakeAccount;
let aws: FakeAws;

beforeEach(async () => {
  time = new FieldTime();
  account = anAccount({ now: time.now, users: [aUser({ name: 'alice' })] });
  aws = await serve(account);
});

const run = (args: readonly string[], options: Partial<RunOptions> = {}) =>
  runFieldTest(args, { time, ...options, env: { ...aws.env, ...options.env } });
const writes = () => aws.writes().map(({ action }) => action);
const unwrapped = (text: string) => text.replaceAll(/\s+/g, ' ');

describe('where every belief holds', () => {
  it('says so, exits with 0 and leaves nothing behind', async () => {
    const { code, stdout, stderr } = await run(TRY);
    expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
    expect(
      Object.values(resultsOf(stdout))
        .flat()
        .filter((result) => result !== 'holds'),
    ).toStrictEqual(['not tried']);
    expect(stdout).toMatch(/^Holds: \d\d\. Does not hold: 0\. Not tried: 1\.$/m);
    expect(account.users.map(({ name }) => name)).toStrictEqual(['alice']);
  });

  it('makes as many users as it announces, each below its own path, and asks for what it says', async () => {
    await run(TRY);
    const made = aws.calls.filter(({ action, errorCode }) => action === 'CreateUser' && !errorCode);
    expect(new Set(made.map(({ params }) => params['UserName'])).size).toBe(USERS_MADE);
    expect(new Set(made.map(({ params }) => params['Path'])).size).toBe(1);
    expect(made[0]?.params['Path']).toMatch(/^\/iam-lapse-field-test\/[0-9a-f]{16}\/$/);
    const asked = new Set(aws.calls.map(({ service, action }) => `${service}:${action}`));
    expect([...asked].toSorted()).toStrictEqual(PERMISSIONS.toSorted());
    expect(aws.calls.length).toBeLessThan(150);
  });

  it('gives no user a permission, and shows no secret', async () => {
    const { stdout, stderr } = await run(TRY);
    expect(writes().filter((action) => /Policy|Group|Permissions/.test(action))).toStrictEqual([]);
    const passwords = aws.calls.map(({ params }) => params['Password']).filter((password) => password);
    expect(passwords.length).toBeGreaterThan(1);
    for (const secret of [...passwords, 'fake-secret']) expect(stdout + stderr).not.toContain(secret);
  });

  it('has a table of at most 100 columns', async () => {
    const { stdout } = await run(TRY);
    const widths = stdout.split('\n').map(({ length }) => length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(100);
  });
});

describe('before it begins', () => {
  it('says what it will do, and asks', async () => {
    const { code, stdout, questions } = await run(ACCOUNT, { answers: ['no'] });
    expect({ code, questions, writes: writes() }).toStrictEqual({
      code: 1,
      questions: ['Begin? [y/N] '],
      writes: [],
    });
    expect(unwrapped(stdout)).toContain(`makes ${USERS_MADE} IAM users below /iam-lapse-field-test/`);
    expect(stdout).toContain('It costs nothing.');
    expect(stdout.trimEnd()).toMatch(/Nothing was done\.$/);
  });

  it('begins when the answer is yes', async () => {
    expect(await run(ACCOUNT, { answers: ['Y'] })).toMatchObject({ code: 0, stderr: '' });
  });

  it.each(['', 'perhaps', 'yes please'])('an answer of %j is no', async (answer) => {
    expect(await run(ACCOUNT, { answers: [answer] })).toMatchObject({ code: 1 });
    expect(writes()).toStrictEqual([]);
  });

  it('refuses without a terminal and without --yes', async () => {
    const { code, stderr } = await run(ACCOUNT);
    expect({ code, writes: writes() }).toStrictEqual({ code: 2, writes: [] });
    expect(stderr).toBe('without a terminal it cannot ask: give --yes to begin\n');
  });

  it('refuses when the credentials belong to another account', async () => {
    const { code, stderr } = await run(['--account', '210987654321', '--yes']);
    expect({ code, calls: aws.calls.map(({ action }) => action) }).toStrictEqual({
      code: 2,
      calls: ['GetCallerIdentity'],
    });
    expect(stderr).toBe(
      'your AWS credentials belong to account 123456789012, not to 210987654321: nothing was done\n',
    );
  });

  it.each([
    [[], /^name the account that it may use/],
    [['--account', '1234'], /^--account "1234" is not an account id/],
    [['--acount', '123456789012'], /^Unknown option '--acount'.*--help lists/],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await run(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(aws.calls).toStrictEqual([]);
  });

  it('--help says how it is used, and asks AWS nothing', async () => {
    const { code, stdout } = await run(['--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^usage: npm run field-test -- --account/);
    expect(aws.calls).toStrictEqual([]);
  });

  it('without credentials is one line', async () => {
    const { code, stderr } = await runFieldTest(TRY, { time });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^no AWS credentials: .*\n$/);
  });
});

describe('where a belief does not hold', () => {
  /** A reset gives the login profile another creation date. */
  const movedByReset = (moved: FakeAccount) => {
    for (const { password } of moved.users) if (password?.changedAt) password.createdAt = password.changedAt;
  };

  it('exits with 3, and says what to report and where', async () => {
    aws.faults.push({ action: 'GetLoginProfile', run: movedByReset });
    const { code, stdout } = await run(TRY);
    expect(code).toBe(3);
    expect(resultsOf(stdout)['A21']).toStrictEqual(['DIFFERS']);
    expect(stdout).toMatch(/^ {2}A21: .* Found: CreateDate moved by [23] s\.$/m);
    expect(stdout).toContain('.github/ISSUE_TEMPLATE/bug.yml');
    expect(fieldTestUsersOf(account)).toStrictEqual([]);
  });

  it('what is to be pasted names no account, user or key', async () => {
    aws.faults.push({ action: 'GetLoginProfile', run: movedByReset });
    const { stdout } = await run(TRY);
    const pasted = stdout.slice(stdout.indexOf('field test of'));
    expect(pasted).not.toMatch(/\d{12}|AKIA|iam-lapse-field-test|arn:/);
  });

  it.each([
    [
      'A17',
      'a third key',
      { action: 'CreateAccessKey', when: 'before', run: (it: FakeAccount) => forgetKey(it) },
    ],
    [
      'A34',
      'a status that moves the date',
      { action: 'UpdateAccessKey', when: 'after', run: (it: FakeAccount) => renewKeys(it) },
    ],
    [
      'A6',
      'a report without root',
      { action: 'GetCredentialReport', run: (it: FakeAccount) => rootless(it) },
    ],
    ['A2', 'another sentinel', { action: 'GetCredentialReport', run: (it: FakeAccount) => otherWord(it) }],
    [
      'A1',
      'a report without a column',
      { action: 'GetCredentialReport', run: (it: FakeAccount) => renamed(it) },
    ],
  ] as const)('%s: %s', async (id, _, fault) => {
    aws.faults.push(fault);
    const { code, stdout } = await run(TRY);
    expect(code).toBe(3);
    expect(resultsOf(stdout)[id]).toContain('DIFFERS');
    expect(fieldTestUsersOf(account)).toStrictEqual([]);
  });

  function forgetKey(it: FakeAccount) {
    for (const user of it.users) if (user.keys.length === 2) user.keys.pop();
  }
  function renewKeys(it: FakeAccount) {
    for (const { keys } of it.users) for (const key of keys) key.createdAt += 60_000;
  }
  function changed(it: FakeAccount, change: (text: string) => string) {
    it.report.override = change(it.report.current?.content ?? '');
  }
  function rootless(it: FakeAccount) {
    changed(it, (text) => text.replace(/^<root_account>.*\n/m, ''));
  }
  function otherWord(it: FakeAccount) {
    changed(it, (text) => text.replaceAll('no_information', 'never'));
  }
  function renamed(it: FakeAccount) {
    changed(it, (text) => text.replace('password_last_changed', 'password_changed'));
  }
});

describe('what could not be tried', () => {
  it('a permission that is missing is no verdict on a belief, and the others are tried', async () => {
    const error = {
      code: 'AccessDenied',
      status: 403,
      message: 'User: arn:aws:iam::123456789012:user/x may not',
    };
    aws.faults.push({ action: 'UpdateLoginProfile', error });
    const { code, stdout } = await run(TRY);
    expect(code).toBe(0);
    expect(resultsOf(stdout)['A21']).toStrictEqual(['not tried']);
    expect(resultsOf(stdout)['A17']).toStrictEqual(['holds']);
    expect(unwrapped(stdout)).toContain('AccessDenied');
    expect(stdout.slice(stdout.indexOf('--------'))).not.toContain('123456789012');
    expect(fieldTestUsersOf(account)).toStrictEqual([]);
  });

  it('a cached report does not show the users of this run', async () => {
    await run(TRY);
    time.ms += 60 * 60_000;
    const { code, stdout } = await run(TRY);
    expect(code).toBe(0);
    expect(resultsOf(stdout)['A2']).toStrictEqual(['not tried', 'not tried']);
    expect(resultsOf(stdout)['A1']).toStrictEqual(['holds']);
    expect(unwrapped(stdout)).toContain('the report is 60 minutes');
  });

  it('a report that somebody had made in the middle of this run says nothing of its users', async () => {
    aws.faults.push({
      action: 'GetCredentialReport',
      run: (it) => {
        it.report.override =
          it.report.current?.content.replace(/^iam-lapse-field-test-\w+-last,.*\n?/m, '') ?? '';
      },
    });
    const { code, stdout } = await run(TRY);
    expect(code).toBe(0);
    for (const id of ['A2', 'A3', 'A4', 'A11', 'A13']) expect(resultsOf(stdout)[id]).toContain('not tried');
  });

  it('without iam:ListUsers it does not begin, and says so', async () => {
    aws.faults.push({ action: 'ListUsers', error: { code: 'AccessDenied', status: 403 } });
    const { code, stderr } = await run(TRY);
    expect({ code, writes: writes() }).toStrictEqual({ code: 1, writes: [] });
    expect(stderr).toContain('You need iam:ListUsers');
  });
});

describe('reads that lag', () => {
  it('three seconds are what the sweep waits for', async () => {
    let late = 2;
    aws.faults.push({
      action: 'ListAccessKeys',
      run: (it) => {
        if (aws.calls.some(({ action }) => action === 'UpdateAccessKey')) lagging(it, late-- > 0);
      },
    });
    const { code, stdout } = await run(TRY);
    expect(code).toBe(0);
    expect(unwrapped(stdout)).toMatch(/at read 3, after 3\.0 s/);
  });

  function lagging(it: FakeAccount, isLate: boolean) {
    for (const { keys } of it.users) {
      const [, second] = keys;
      if (second) second.status = isLate ? 'Active' : 'Inactive';
    }
  }
});

describe('--wait-for-events', () => {
  const event = (name: string) => ({
    CloudTrailEvent: JSON.stringify({
      eventName: 'UpdateLoginProfile',
      requestParameters: { userName: name },
    }),
  });

  async function cloudTrail(...answers: readonly [object, ...object[]]) {
    const [first, ...rest] = answers.map((answer) => JSON.stringify(answer));
    const { clientConfig } = await serveScript('application/x-amz-json-1.1', first ?? '', ...rest);
    return { AWS_ENDPOINT_URL_CLOUDTRAIL: clientConfig.endpoint };
  }

  it('without it, nothing waits', async () => {
    const { stdout } = await run(TRY);
    expect(unwrapped(stdout)).toContain('it needs --wait-for-events');
  });

  it('says after how long the event of this run was there', async () => {
    let looks = 0;
    const server = createServer((request, response) => {
      looks += 1;
      const shown = looks < 9 ? [] : account.users.map(({ name }) => event(name));
      request.resume();
      response
        .writeHead(200, { 'content-type': 'application/x-amz-json-1.1' })
        .end(JSON.stringify({ Events: shown }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onClose(() => server.closeAllConnections());
    onClose(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const env = { AWS_ENDPOINT_URL_CLOUDTRAIL: `http://127.0.0.1:${port}` };
    const { code, stdout } = await run([...TRY, '--wait-for-events'], { env });
    expect(code).toBe(0);
    expect(resultsOf(stdout)['A43']).toStrictEqual(['holds']);
    expect(unwrapped(stdout)).toMatch(/after at most 1[2-4]\d s/);
  });

  it('an event of somebody else is not ours, and twenty minutes are enough', async () => {
    const env = await cloudTrail({ Events: [event('alice')] });
    const before = time.ms;
    const { code, stdout } = await run([...TRY, '--wait-for-events'], { env });
    expect(code).toBe(3);
    expect(resultsOf(stdout)['A43']).toStrictEqual(['DIFFERS']);
    expect((time.ms - before) / 60_000).toBeLessThan(22);
  });

  it('an answer without a list is no answer', async () => {
    const env = await cloudTrail({});
    const { stdout } = await run([...TRY, '--wait-for-events'], { env });
    expect(resultsOf(stdout)['A43']).toStrictEqual(['not tried']);
  });
});
