import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOUR } from '../../../lambda/domain/instant';
import { NOW } from '../../support/builders';
import { closeAll, serve } from '../../support/clients';
import { type FakeAccount, type Fault, recordUserCall } from '../../support/fake-aws';
import { allowedBy, permissionsUsed } from '../example-policy';
import { bobsAccount, callsOfBob, KEYS, threeKeys } from './account';
import { investigationOf, runInvestigate } from './run-investigate';

// The real SDK over HTTP. What a summary says is tested beside the summary.

afterEach(closeAll);

const DENIED = { code: 'AccessDenied', status: 403, message: 'User: x is not authorized to perform: y' };

async function run(account: FakeAccount, args: readonly string[] = ['bob'], faults: readonly Fault[] = []) {
  const aws = await serve(account);
  aws.faults.push(...faults);
  const finished = await runInvestigate(args, aws.env);
  return { ...finished, aws };
}
const runJson = async (
  account: FakeAccount,
  args: readonly string[] = ['bob'],
  faults?: readonly Fault[],
) => {
  const finished = await run(account, [...args, '--json'], faults);
  return { ...finished, investigation: investigationOf(finished) };
};

describe('the user now', () => {
  it('has all credentials, devices, groups and policies, from all pages', async () => {
    const service = { service: 'codecommit.amazonaws.com', createdAt: NOW - HOUR };
    const account = bobsAccount({
      keys: threeKeys(),
      groups: ['developers', 'admins'],
      inlinePolicies: ['s3', 'ec2'],
      certificates: [true, false],
      attachedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::aws:policy/IAMFullAccess'],
      serviceCredentials: [
        { ...service, status: 'Active' },
        { ...service, status: 'Inactive', expiresAt: NOW + HOUR },
      ],
      sshKeys: ['1', '2'].map((last) => ({ id: `APKAEXAMPLE00000000${last}`, status: 'Active' })),
    });
    account.pageSize = 1;
    const { code, stderr, investigation } = await runJson(account);
    expect({ code, stderr }).toStrictEqual({ code: 0, stderr: '' });
    expect(investigation.identity).toStrictEqual({
      kind: 'exists',
      arn: 'arn:aws:iam::123456789012:user/team/bob',
      path: '/team/',
      userId: account.users[0]?.userId,
      created: '2024-01-01T00:00:00Z',
      passwordLastUsed: '2026-11-20T05:00:00Z',
    });
    const read = (value: unknown) => ({ kind: 'read', value });
    const used = (region: string) => read({ at: '2026-11-20T06:00:00Z', region, service: 's3' });
    const created = '2024-01-01T00:00:00Z';
    expect(investigation.credentials).toStrictEqual({
      password: read({ created: '2026-11-18T07:00:00Z' }),
      accessKeys: read([
        { id: KEYS[0], status: 'Active', created, lastUsed: used('us-east-1') },
        { id: KEYS[1], status: 'Active', created, lastUsed: used('eu-west-1') },
        { id: KEYS[2], status: 'Inactive', created, lastUsed: read('none') },
      ]),
      mfaDevices: read([{ serial: 'arn:aws:iam::123456789012:mfa/bob', enabled: created }]),
      serviceCredentials: read([
        {
          id: expect.stringMatching(/^ACCA/) as unknown,
          service: 'codecommit.amazonaws.com',
          status: 'Active',
          created: '2026-11-20T06:00:00Z',
        },
        {
          id: expect.stringMatching(/^ACCA/) as unknown,
          service: 'codecommit.amazonaws.com',
          status: 'Inactive',
          created: '2026-11-20T06:00:00Z',
          expires: '2026-11-20T08:00:00Z',
        },
      ]),
      sshKeys: read([
        { id: 'APKAEXAMPLE000000001', status: 'Active' },
        { id: 'APKAEXAMPLE000000002', status: 'Active' },
      ]),
      certificates: read([
        { id: expect.stringMatching(/^CERT/) as unknown, status: 'Active', uploaded: created },
        { id: expect.stringMatching(/^CERT/) as unknown, status: 'Inactive', uploaded: created },
      ]),
      groups: read(['developers', 'admins']),
      attachedPolicies: read([
        { name: 'ReadOnlyAccess', arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
        { name: 'IAMFullAccess', arn: 'arn:aws:iam::aws:policy/IAMFullAccess' },
      ]),
      inlinePolicies: read(['s3', 'ec2']),
    });
  });

  it('no password is a fact, not a failure', async () => {
    const account = bobsAccount();
    delete account.users[0]?.password;
    const { investigation } = await runJson(account);
    expect(investigation.credentials?.password).toStrictEqual({ kind: 'read', value: 'none' });
  });

  it('IAM spells the name, and CloudTrail is asked for that spelling', async () => {
    const account = bobsAccount();
    callsOfBob(account, 1);
    const { investigation } = await runJson(account, ['BOB']);
    expect(investigation).toMatchObject({ user: 'bob', activity: { events: 1 } });
  });

  const READS = [
    ['GetUser', 'the user itself'],
    ['GetLoginProfile', 'console password'],
    ['ListAccessKeys', 'access keys'],
    ['GetAccessKeyLastUsed', `last use of ${KEYS[0]}`],
    ['ListMFADevices', 'MFA devices'],
    ['ListServiceSpecificCredentials', 'service-specific credentials'],
    ['ListSSHPublicKeys', 'SSH public keys'],
    ['ListSigningCertificates', 'signing certificates'],
    ['ListGroupsForUser', 'groups'],
    ['ListAttachedUserPolicies', 'attached policies'],
    ['ListUserPolicies', 'inline policies'],
  ] as const;
  it.each(READS)('%s denied: it says so, and the rest goes on', async (action, what) => {
    const account = bobsAccount();
    callsOfBob(account, 1);
    const { code, stdout, stderr } = await run(account, ['bob'], [{ service: 'iam', action, error: DENIED }]);
    expect(code).toBe(0);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`- ${what}: ${action} failed: AccessDenied`);
    expect(stdout).toContain('iam ListUsers: 1 call;');
    expect(stderr).toContain('examples/incident-responder.json');
  });

  it('an answer about somebody else is not taken', async () => {
    const body = `<GetAccessKeyLastUsedResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetAccessKeyLastUsedResult><UserName>eve</UserName><AccessKeyLastUsed><Region>N/A</Region><ServiceName>N/A</ServiceName></AccessKeyLastUsed></GetAccessKeyLastUsedResult></GetAccessKeyLastUsedResponse>`;
    const fault = { service: 'iam', action: 'GetAccessKeyLastUsed', body };
    const { stdout } = await run(bobsAccount(), ['bob'], [fault]);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('asked about "bob", answered about "eve"');
  });
});

describe('the event history', () => {
  const regionsOf = (calls: readonly { action: string; region: string }[]) =>
    new Set(calls.filter(({ action }) => action === 'LookupEvents').map(({ region }) => region));

  it('is asked where IAM, sign-ins and the keys are, and in the regions of the option', async () => {
    const { aws } = await run(bobsAccount(), ['bob', '--regions', 'sa-east-1']);
    expect(regionsOf(aws.calls)).toStrictEqual(
      new Set(['us-east-1', 'us-east-2', 'eu-north-1', 'ap-southeast-2', 'eu-west-1', 'sa-east-1']),
    );
  });

  it('by the name and by each key, for the given hours, 50 events a page', async () => {
    const { aws } = await run(bobsAccount({ keys: threeKeys() }), ['bob', '--hours', '3']);
    const asked = aws.calls
      .filter(({ action, region }) => action === 'LookupEvents' && region === 'us-east-1')
      .map(({ params: { LookupAttributes: attributes, StartTime: start, MaxResults: most } }) => [
        JSON.parse(attributes ?? '') as unknown,
        Number(start) * 1_000,
        most,
      ]);
    const attribute = (AttributeKey: string, AttributeValue: string) => [
      [{ AttributeKey, AttributeValue }],
      NOW - 3 * HOUR,
      '50',
    ];
    expect(asked).toHaveLength(4);
    expect(asked).toEqual(
      expect.arrayContaining([
        attribute('Username', 'bob'),
        ...KEYS.map((key) => attribute('AccessKeyId', key)),
      ]),
    );
  });

  it('shows each call once, from every region, in the time that is asked for', async () => {
    const account = bobsAccount();
    callsOfBob(account, 3);
    callsOfBob(account, 2, { awsRegion: 'eu-west-1', eventSource: 'ec2.amazonaws.com' });
    recordUserCall(account, 'bob', { at: NOW - 24 * HOUR - 1_000 });
    const { investigation } = await runJson(account);
    expect(investigation.activity).toMatchObject({
      events: 5,
      calls: [
        { service: 'iam', count: 3 },
        { service: 'ec2', count: 2 },
      ],
    });
    const events = investigation.regions.map(({ region, events: number, more }) => [region, number, more]);
    expect(events).toContainEqual(['us-east-1', 3, false]);
    expect(events).toContainEqual(['eu-west-1', 2, false]);
  });

  it('reads the given number of pages, and says where it left some', async () => {
    const account = bobsAccount({ keys: [] });
    callsOfBob(account, 120, { awsRegion: 'us-east-2' });
    const two = await runJson(account, ['bob', '--pages', '2']);
    expect(two.investigation.activity.events).toBe(100);
    const usEast2 = two.investigation.regions.find(({ region }) => region === 'us-east-2');
    expect(usEast2).toMatchObject({
      events: 100,
      more: true,
      completeSince: '2026-11-20T06:58:21Z',
    });
    const three = await runJson(account, ['bob', '--pages', '3']);
    expect(three.investigation.activity.events).toBe(120);
    expect(three.investigation.regions.some(({ more }) => more)).toBe(false);
    const { stdout } = await run(account, ['bob', '--pages', '1']);
    expect(stdout).toContain('- events in us-east-2 before 2026-11-20 06:59: CloudTrail has more');
  });

  it('a key that is used much does not hide another', async () => {
    const account = bobsAccount({ keys: threeKeys() });
    callsOfBob(account, 60);
    const caller = { type: 'IAMUser', accountId: account.id, userName: 'bob', accessKeyId: KEYS[1] };
    recordUserCall(account, 'bob', {
      at: NOW - HOUR,
      record: { eventName: 'CreateUser', readOnly: false, userIdentity: caller },
    });
    const { investigation } = await runJson(account, ['bob', '--pages', '1']);
    expect(investigation.activity.usedCredentials.map(({ id }) => id)).toStrictEqual([KEYS[0], KEYS[1]]);
  });

  it('a change is found behind pages of reads that were left', async () => {
    const account = bobsAccount();
    callsOfBob(account, 60);
    const record = {
      eventName: 'StopLogging',
      eventSource: 'cloudtrail.amazonaws.com',
      readOnly: false,
      requestParameters: { name: 'main' },
    };
    recordUserCall(account, 'bob', { at: NOW - HOUR, record });
    const { stdout } = await run(account, ['bob', '--pages', '1']);
    expect(stdout).toContain('- stop trail main: done; 2026-11-20 06:00; us-east-1');
  });

  it.each<[string, Partial<Fault>, string]>([
    ['denied', { error: DENIED }, 'LookupEvents failed: AccessDenied'],
    ['an HTML page', { html: true }, 'LookupEvents returned an unexpected response'],
  ])('%s everywhere: it says so, and the user is shown', async (_, fault, cause) => {
    const { code, stdout } = await run(bobsAccount(), ['bob'], [{ service: 'cloudtrail', ...fault }]);
    const text = stdout.replaceAll(/\s+/g, ' ');
    expect(code).toBe(0);
    expect(text).toContain(
      `CloudTrail in us-east-1, us-east-2, eu-north-1, ap-southeast-2, eu-west-1: ${cause}`,
    );
    expect(text).toContain('So it is not known what this user did');
    expect(text).toContain(`access key: ${KEYS[0]}, Active`);
  });
});

describe('one region that cannot be read', () => {
  const seen = async (fault: Fault, args: readonly string[] = ['bob']) => {
    const account = bobsAccount();
    callsOfBob(account, 2);
    const finished = await run(account, args, [{ service: 'cloudtrail', ...fault }]);
    return { ...finished, text: finished.stdout.replaceAll(/\s+/g, ' ') };
  };

  it('is named with the cause, and the others are read', async () => {
    const { code, text, stderr } = await seen({ region: 'eu-west-1', error: DENIED });
    expect(code).toBe(0);
    expect(text).toContain('- CloudTrail in eu-west-1: LookupEvents failed: AccessDenied');
    expect(text).toContain('eu-west-1 (last use of a key: not read)');
    expect(text).toContain('iam ListUsers: 2 calls;');
    expect(stderr).toContain('examples/incident-responder.json');
  });

  it('the home of IAM: what the user did is not known, and the exit code is 0', async () => {
    const { code, text } = await seen({ region: 'us-east-1', error: DENIED });
    expect(code).toBe(0);
    expect(text).toContain('So it is not known what this user did');
  });

  it('which the account has not enabled, is no lack of permissions', async () => {
    const error = {
      code: 'UnrecognizedClientException',
      status: 400,
      message: 'The security token included in the request is invalid.',
    };
    const { code, text, stderr } = await seen({ region: 'me-south-1', error }, [
      'bob',
      '--regions',
      'me-south-1',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(text).toContain('- CloudTrail in me-south-1: the account may not have enabled this region');
    expect(text).toContain('iam ListUsers: 2 calls;');
  });

  it('that throttles once is asked again, and nothing is missing', async () => {
    const error = { code: 'ThrottlingException', status: 400 };
    const { code, stdout } = await seen({ region: 'us-east-1', times: 1, error });
    expect(code).toBe(0);
    expect(stdout).not.toContain('WHAT COULD NOT BE READ');
    expect(stdout).toContain('iam ListUsers: 2 calls;');
  });
});

describe('who is no user', () => {
  it('a deleted user: the events are shown, and that the user is gone', async () => {
    const account = bobsAccount();
    callsOfBob(account, 2);
    account.users = [];
    const { code, stdout, aws } = await run(account);
    expect(code).toBe(0);
    expect(stdout).toContain('IAM has no user of this name now.');
    expect(stdout).toContain('iam ListUsers: 2 calls;');
    expect(new Set(aws.calls.filter(({ service }) => service === 'iam').map(({ action }) => action))).toEqual(
      new Set(['GetUser']),
    );
  });

  it('a name without events is bad input', async () => {
    const { code, stderr } = await run(bobsAccount(), ['nobody']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^There is no IAM user nobody in account 123456789012, and no event of one/);
  });

  it('root is refused, if no user has that name', async () => {
    const { code, stderr } = await run(bobsAccount(), ['root']);
    expect(code).toBe(2);
    expect(stderr).toContain('the root user is no IAM user');
  });

  it('a name without user, if CloudTrail cannot be read, is no bad input: nobody knows', async () => {
    const { code, stderr } = await run(bobsAccount(), ['nobody'], [{ service: 'cloudtrail', error: DENIED }]);
    expect(code).toBe(1);
    expect(stderr).toContain('There is no IAM user nobody, and what it did could not be read');
  });
});

it('exits with 1 if nothing at all could be read', async () => {
  const faults: Fault[] = [
    { service: 'iam', error: DENIED },
    { service: 'cloudtrail', error: DENIED },
  ];
  const { code, stderr } = await run(bobsAccount(), ['bob'], faults);
  expect(code).toBe(1);
  expect(stderr).toContain('Nothing could be read\n');
});

it('without credentials is one line and bad input', async () => {
  const { code, stdout, stderr } = await runInvestigate(['bob']);
  expect({ code, stdout }).toStrictEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^no AWS credentials: .*\n$/);
});

it('--help prints the usage and calls nothing', async () => {
  expect(await runInvestigate(['--help'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^usage: npm run investigate/) as unknown,
    stderr: '',
  });
});

it('reads alone: it writes nothing anywhere', async () => {
  const { aws } = await run(bobsAccount());
  expect(aws.writes()).toStrictEqual([]);
  expect(aws.calls.filter(({ action }) => !/^(?:Get|List|Lookup)/.test(action))).toStrictEqual([]);
});

it('makes exactly the calls that examples/incident-responder.json allows', async () => {
  const { aws } = await run(bobsAccount());
  expect(allowedBy('incident-responder.json')).toStrictEqual(permissionsUsed(aws));
});

describe('on a terminal', () => {
  it('shows the progress on stderr alone, and bold titles', async () => {
    const aws = await serve(bobsAccount());
    const { stdout, stderr } = await runInvestigate(['bob'], { ...aws.env, NO_COLOR: '' }, { isTTY: true });
    expect(stderr).toContain('\rReading CloudTrail in 5 regions: 10 pages');
    expect(stderr).toMatch(/\r +\r$/);
    expect(stdout).toContain('\u001B[1mTHE USER NOW\u001B[22m');
    expect(stdout).not.toContain('Reading CloudTrail');
  });
});

describe('--html', () => {
  const folder = mkdtempSync(join(tmpdir(), 'iam-lapse-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('writes the page and says so', async () => {
    const page = join(folder, 'bob.html');
    const account = bobsAccount();
    callsOfBob(account, 1, { userAgent: '<script>alert(1)</script>' });
    const { code, stdout, stderr } = await run(account, ['bob', '--html', page]);
    expect({ code, stderr }).toStrictEqual({ code: 0, stderr: `The page is in ${page}\n` });
    expect(stdout).toMatch(/^INVESTIGATION: IAM user bob/);
    const written = readFileSync(page, 'utf8');
    expect(written).toContain(KEYS[0]);
    expect(written).not.toContain('<script');
  });

  it('a folder that is missing is said before anything is read', async () => {
    const { code, stderr, aws } = await run(bobsAccount(), ['bob', '--html', join(folder, 'no', 'p.html')]);
    expect(code).toBe(2);
    expect(stderr).toContain('there is no folder');
    expect(aws.calls).toStrictEqual([]);
  });
});
