import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aUser, aKey, type FakeAccount, type FakeAws, startFakeAws } from '../../support/fake-aws';
import { aDeployedAccount, RECORD_BUCKET, TOPIC_ARN } from '../../support/deployment';
import { ACCOUNT } from '../../support/builders';
import { folderOfLock, type LockFile, parseLockRecord } from '../../../lambda/domain/locks/record';
import { storedKeys, storedObject } from '../../support/stored';
import { allowedBy, permissionsUsed } from '../example-policy';
import { runLock } from './run-lock';

const OUTPUTS = {
  RecordBucketName: RECORD_BUCKET,
  DigestTopicArn: TOPIC_ARN,
  ModeParameterName: '/iam-lapse/mode',
  PolicyParameterName: '/iam-lapse/policy',
};
const CREATED = Date.parse('2025-01-01T00:00:00Z');

let aws: FakeAws;
let account: FakeAccount;

/** A user with a password, two active keys, a third one and an inactive one, beside somebody else. */
async function deployed(options: Parameters<typeof aDeployedAccount>[0] = {}): Promise<void> {
  account = aDeployedAccount({
    users: [
      aUser({
        name: 'mallory',
        password: { createdAt: CREATED },
        keys: [
          aKey({ id: 'AKIAMALLORY000000001', createdAt: CREATED }),
          aKey({ id: 'AKIAMALLORY000000002', createdAt: CREATED }),
          aKey({ id: 'AKIAMALLORY000000003', createdAt: CREATED }),
          aKey({ id: 'AKIAMALLORY000000004', createdAt: CREATED, status: 'Inactive' }),
        ],
        sshKeys: [{ id: 'APKAMALLORY000000001', status: 'Active' }],
      }),
      aUser({ name: 'ada', password: { createdAt: CREATED }, keys: [aKey({ createdAt: CREATED })] }),
    ],
    ...options,
  });
  account.stacks['IamLapse'] = OUTPUTS;
  aws = await startFakeAws(account);
}

afterEach(async () => {
  await aws.close();
});

const mallory = () => account.users.find(({ name }) => name === 'mallory');
const locks = () => storedKeys(account).filter((key) => key.includes('/locks/'));
const record = (name: string): unknown =>
  JSON.parse(
    storedObject(account, locks().find((key) => key.endsWith(name)) ?? '')?.body.toString() ?? 'null',
  );

describe('without --yes', () => {
  it('prints the plan, and changes nothing', async () => {
    await deployed();
    const { code, stdout, stderr } = await runLock(['mallory', '--reason', 'INC-42'], aws);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('It would take away (4):');
    for (const number of [1, 2, 3]) expect(stdout).toContain(`access key AKIAMALLORY00000000${number}`);
    expect(stdout).toContain('Inactive already: AKIAMALLORY000000004');
    expect(stdout).toContain('password, login profile of 2025-01-01');
    expect(stdout).toContain('Nothing was changed.');
    expect(aws.writes()).toEqual([]);
    expect(locks()).toEqual([]);
    expect(account.topics[TOPIC_ARN]?.published).toEqual([]);
  });
});

describe('with --yes', () => {
  it('takes away what works, of nobody else, with a plan, a result and a mail', async () => {
    await deployed();
    const { code, stdout, stderr } = await runLock(['mallory', '--reason', 'INC-42', '--yes'], aws);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('LOCKED: mallory');
    expect(stdout).toContain('aws iam update-access-key --user-name mallory');
    expect(
      aws.writes().map(({ action, params }) => [action, params['UserName'], params['AccessKeyId']]),
    ).toEqual([
      ['UpdateAccessKey', 'mallory', 'AKIAMALLORY000000001'],
      ['UpdateAccessKey', 'mallory', 'AKIAMALLORY000000002'],
      ['UpdateAccessKey', 'mallory', 'AKIAMALLORY000000003'],
      ['DeleteLoginProfile', 'mallory', undefined],
    ]);
    expect(mallory()?.password).toBeUndefined();
    expect(mallory()?.keys.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => 'Inactive'));
    expect(record('plan.json')).toMatchObject({
      version: 1,
      accountId: '123456789012',
      reason: 'INC-42',
      by: 'arn:aws:sts::123456789012:assumed-role/sweep/session',
      user: { name: 'mallory', arn: 'arn:aws:iam::123456789012:user/mallory' },
      targets: [{ keyId: 'AKIAMALLORY000000001' }, {}, {}, { kind: 'password' }],
    });
    expect(record('result.json')).toMatchObject({
      outcomes: Array.from({ length: 4 }, () => ({ outcome: 'disabled' })),
    });
    const [mail] = account.topics[TOPIC_ARN]?.published ?? [];
    expect(mail?.subject).toBe('iam-lapse 123456789012 LOCKED: mallory, 4 of 4 credentials');
    expect(mail?.message).toContain('Reason: INC-42');
    expect(mail?.message).toMatch(/access key AKIAMALLORY000000001, created [\d-]+: taken away\n/);
    expect(mail?.message).toContain('Open sessions go on for up to 36 hours');
    expect(mail?.message).toContain('set NEW_PASSWORD to a new one:\n    aws iam create-login-profile');
  });

  it('leaves two records that the daily run reads', async () => {
    await deployed();
    await runLock(['mallory', '--reason', 'INC-42', '--yes'], aws);
    const read = (file: LockFile) => {
      const key = locks().find((each) => each.endsWith(file)) ?? '';
      const id = key.split('/').at(-2) ?? '';
      expect(key).toBe(`${folderOfLock(ACCOUNT, id)}${file}`);
      const text = storedObject(account, key)?.body.toString() ?? '';
      return parseLockRecord({ id, account: ACCOUNT, file, text, now: Date.now() });
    };
    expect(read('result.json')).toMatchObject({
      user: { name: 'mallory' },
      credentials: [1, 2, 3]
        .map((number) => ({ keyId: `AKIAMALLORY00000000${number}`, created: CREATED, state: 'locked' }))
        .concat([expect.objectContaining({ kind: 'password', state: 'locked' })]),
    });
    const { endedAt, credentials } = read('plan.json');
    expect(endedAt).toBeUndefined();
    expect(credentials.map(({ state }) => state)).toEqual(Array.from({ length: 4 }, () => 'unproven'));
  });

  it('has the plan on record before the first write', async () => {
    await deployed();
    await runLock(['mallory', '--reason', 'INC-42', '--yes'], aws);
    const order = aws.calls.map(({ action }) => action);
    expect(order.indexOf('PutObject')).toBeGreaterThan(-1);
    expect(order.indexOf('PutObject')).toBeLessThan(order.indexOf('UpdateAccessKey'));
  });

  it('locks nothing if the plan cannot be recorded, and says how to do it all the same', async () => {
    await deployed();
    aws.faults.push({ service: 's3', action: 'PutObject', error: { code: 'AccessDenied', status: 403 } });
    const { code, stderr } = await runLock(['mallory', '--reason', 'INC-42', '--yes'], aws);
    expect(code).toBe(1);
    expect(stderr).toContain('nothing was locked: the plan could not be recorded');
    expect(stderr).toContain('--no-record');
    expect(aws.writes()).toEqual([]);
    const again = await runLock(['mallory', '--reason', 'INC-42', '--yes', '--no-record'], aws);
    expect(again.code).toBe(0);
    expect(aws.writes()).toHaveLength(4);
  });

  it('says 4, and what may still work, when IAM refuses a write', async () => {
    await deployed();
    aws.faults.push({
      service: 'iam',
      action: 'DeleteLoginProfile',
      error: { code: 'AccessDenied', status: 403 },
    });
    const { code, stdout } = await runLock(['mallory', '--reason', 'INC-42', '--yes'], aws);
    expect(code).toBe(4);
    expect(stdout).toContain('NOT LOCKED IN FULL: mallory');
    expect(record('result.json')).toMatchObject({
      outcomes: [{}, {}, {}, { kind: 'password', outcome: 'failed', mayBeDisabled: false }],
    });
    expect(account.topics[TOPIC_ARN]?.published[0]?.subject).toContain('NOT LOCKED IN FULL');
  });

  it('takes a user with any key for none of whom a rule exempts for having none', async () => {
    await deployed({
      policy: { exemptions: [{ name: 'people', reason: 'a test', match: { keys: 'none' } }] },
    });
    const { code } = await runLock(['mallory', '--reason', 'INC-42', '--yes'], aws);
    expect(code).toBe(0);
    const eve = aUser({ name: 'eve', password: { createdAt: CREATED }, keys: [] });
    account.users.push(eve);
    const refused = await runLock(['eve', '--reason', 'INC-42', '--yes'], aws);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--even-if-exempt') });
  });

  it('asks for one word more for a user whom the policy exempts', async () => {
    await deployed({
      policy: { exemptions: [{ name: 'mallory', reason: 'a test', match: { users: ['mal*'] } }] },
    });
    const refused = await runLock(['mallory', '--reason', 'INC-42', '--yes'], aws);
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stderr).toContain('--even-if-exempt');
    expect(aws.writes()).toEqual([]);
    await runLock(['mallory', '--reason', 'INC-42', '--yes', '--even-if-exempt'], aws);
    expect(aws.writes()).toHaveLength(4);
    expect(record('plan.json')).toMatchObject({ exemption: 'mallory' });
  });
});

describe('never touches another user', () => {
  it.each([
    ['another case', 'MALLORY'],
    ['nobody', 'mallory2'],
    ['the root user', '<root_account>'],
    ['root as a name', 'root'],
    ['a path', 'team/mallory'],
    ['an ARN', 'arn:aws:iam::123456789012:user/mallory'],
    ['a glob', 'mal*'],
    ['blanks', '  '],
    ['a line break', 'mallory\n'],
    ['a look-alike', 'm\u0430llory'],
    ['65 characters', 'm'.repeat(65)],
  ])('%s', async (_, name) => {
    await deployed();
    const { code, stderr } = await runLock([name, '--reason', 'INC-42', '--yes', '--no-record'], aws);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(aws.writes()).toEqual([]);
  });

  it.each([
    ['while the evidence is read', 1, 2, /deleted, renamed or created again just now/],
    ['between plan and act', 3, 4, /the user is not the one of the plan any more/],
  ])('a user who was deleted and made again %s', async (_, looks, code, said) => {
    await deployed();
    const { calls } = aws;
    // So many looks see the first user; whoever has the name at the next one is somebody else.
    Object.defineProperty(mallory(), 'createdAt', {
      get: () =>
        calls.filter(({ action }) => action === 'GetUser').length > looks ? CREATED + 1_000 : CREATED,
    });
    const lock = await runLock(['mallory', '--reason', 'INC-42', '--yes', '--no-record'], aws);
    expect(lock.code).toBe(code);
    expect(`${lock.stdout}${lock.stderr}`.replaceAll(/\s+/g, ' ')).toMatch(said);
    expect(aws.writes()).toEqual([]);
  });

  it('a key that was made meanwhile is told, and the lock is not whole', async () => {
    await deployed();
    aws.faults.push({
      action: 'DeleteLoginProfile',
      latencyMs: 0,
      run: () => mallory()?.keys.push(aKey({ id: 'AKIAMALLORY000000005', createdAt: CREATED })),
    });
    const { code, stdout } = await runLock(['mallory', '--reason', 'INC-42', '--yes'], aws);
    expect(code).toBe(4);
    expect(stdout).toMatch(/WORKS ALL THE SAME:\s+access key AKIAMALLORY000000005/);
    expect(record('result.json')).toMatchObject({ stillActive: ['AKIAMALLORY000000005'] });
  });
});

describe('the evidence', () => {
  it('comes first, stands in the record, and what the lock does not end comes last, with commands', async () => {
    await deployed();
    const { stdout } = await runLock(['mallory', '--reason', 'INC-42', '--yes'], aws);
    expect(stdout.indexOf('CloudTrail')).toBeGreaterThan(-1);
    expect(stdout.indexOf('CloudTrail')).toBeLessThan(stdout.indexOf('LOCK mallory'));
    expect(record('plan.json')).toMatchObject({ evidence: { user: 'mallory' } });
    const aftercare = stdout.slice(stdout.indexOf('WHAT THE LOCK DOES NOT END'));
    expect(aftercare).toContain('aws:TokenIssueTime');
    expect(aftercare).toMatch(/update-ssh-public-key --user-name mallory[\s\\]+--ssh-public-key-id APKA/);
  });

  it('what denies the sessions denies those, too, that began before the keys were taken away', async () => {
    await deployed();
    let time = Date.now();
    const now = () => (time += 10_000);
    const { stdout } = await runLock(['mallory', '--reason', 'INC-42', '--yes'], aws, { now });
    const [, issued = ''] = /"aws:TokenIssueTime":'\n.*'"([^"]+)"/.exec(stdout) ?? [];
    const [, endedAt = ''] = /"endedAt":"([^"]+)"/.exec(JSON.stringify(record('result.json'))) ?? [];
    expect(Date.parse(issued)).toBeGreaterThanOrEqual(Date.parse(endedAt));
  });

  it('that CloudTrail denies is said, and the lock is done all the same', async () => {
    await deployed();
    aws.faults.push({ service: 'cloudtrail', error: { code: 'AccessDeniedException', status: 400 } });
    const { code, stdout } = await runLock(['mallory', '--reason', 'INC-42', '--yes'], aws);
    expect(code).toBe(0);
    expect(stdout).toMatch(/AccessDenied/);
    expect(aws.writes()).toHaveLength(4);
  });
});

it('where it is not known whether there is a deployment, an exemption is not known either', async () => {
  await deployed();
  aws.faults.push({ service: 'cloudformation', error: { code: 'AccessDenied', status: 403 } });
  const { code, stderr } = await runLock(['mallory', '--reason', 'x', '--yes', '--no-record'], aws);
  expect(code).toBe(2);
  expect(stderr).toContain('--even-if-exempt');
  expect(aws.writes()).toEqual([]);
});

describe('without a deployment', () => {
  it('keeps the records in a folder, and says that no mail is sent', async () => {
    await deployed();
    account.stacks = {};
    const before = process.cwd();
    const folder = mkdtempSync(join(tmpdir(), 'iam-lapse-lock-'));
    process.chdir(folder);
    try {
      const { code, stdout } = await runLock(['mallory', '--reason', 'INC-42', '--yes'], aws);
      expect(code).toBe(0);
      expect(stdout).toContain('no mail is sent');
      expect(existsSync(join(folder, 'iam-lapse-records', '123456789012', 'locks'))).toBe(true);
      const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      const result = files.find((file) => file.endsWith('result.json')) ?? '';
      expect(JSON.parse(readFileSync(join(folder, result), 'utf8'))).toMatchObject({ version: 1 });
    } finally {
      process.chdir(before);
      rmSync(folder, { recursive: true });
    }
  });
});

describe('refuses', () => {
  it.each([
    ['no user', []],
    ['no reason', ['mallory']],
    ['an empty reason', ['mallory', '--reason', ' ']],
    ['two users', ['mallory', 'ada', '--reason', 'x']],
    ['an unknown option', ['mallory', '--force']],
  ])('%s', async (_, args) => {
    await deployed();
    const { code, stderr } = await runLock(args, aws);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(aws.calls).toEqual([]);
  });

  it('a user who would lock itself', async () => {
    await deployed();
    aws.faults.push({
      service: 'sts',
      body: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
        <Arn>arn:aws:iam::123456789012:user/mallory</Arn><UserId>AIDA</UserId><Account>123456789012</Account>
        </GetCallerIdentityResult></GetCallerIdentityResponse>`,
    });
    const { code, stderr } = await runLock(['mallory', '--reason', 'x', '--yes'], aws);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('Use another identity') });
    expect(aws.writes()).toEqual([]);
  });
});

it('makes exactly the calls that examples/incident-locker.json allows', async () => {
  await deployed();
  expect(await runLock(['mallory', '--reason', 'INC-42', '--yes'], aws)).toMatchObject({ code: 0 });
  // S3 and SNS use the key on behalf of whoever calls them.
  const key = ['kms:Decrypt', 'kms:GenerateDataKey'];
  expect(allowedBy('incident-locker.json').toSorted()).toStrictEqual(
    [...permissionsUsed(aws), ...key].toSorted(),
  );
});

it('without --yes, the reads of that policy are enough', async () => {
  await deployed();
  await runLock(['mallory', '--reason', 'INC-42'], aws);
  expect(permissionsUsed(aws)).toStrictEqual(
    [
      ...allowedBy('incident-responder.json'),
      'cloudformation:DescribeStacks',
      'ssm:GetParameters',
    ].toSorted(),
  );
});
