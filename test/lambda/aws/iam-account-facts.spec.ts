import { TrailReader } from '../../../lambda/aws/cloudtrail-trails';
import { IamAccountFacts } from '../../../lambda/aws/iam-account-facts';
import { AuthorizationDetails } from '../../../lambda/aws/iam-authorization-details';
import { UserReader } from '../../../lambda/aws/iam-user-reader';
import type { AccountFact, AccountFacts } from '../../../lambda/domain/account-checks/facts';
import { MINUTE } from '../../../lambda/domain/instant';
import { aUser as aNamedUser, daysAgo } from '../../support/builders';
import { clientsOf, closeAll, serve } from '../../support/clients';
import { type AccountOptions, anAccount, aUser, type FakeAws, type Fault } from '../../support/fake-aws';
import { queryAnswer } from '../../support/scripted-aws';

afterEach(closeAll);

const ALL: readonly AccountFact[] = [
  'summary',
  'passwordRules',
  'serviceCredentials',
  'privileges',
  'trails',
  'sshKeys',
];

function sourceOf(aws: FakeAws, remaining: number): IamAccountFacts {
  const { iam, cloudTrail } = clientsOf(aws);
  const details = new AuthorizationDetails(iam);
  const trails = new TrailReader('us-east-1', () => cloudTrail);
  return new IamAccountFacts(iam, new UserReader(iam), details, trails, { remaining: () => remaining });
}

/** What the source makes of an account, and what it asked for. */
async function readOf(
  account: AccountOptions = {},
  options: {
    readonly needs?: readonly AccountFact[];
    readonly planned?: readonly string[];
    readonly faults?: readonly Fault[];
    readonly remaining?: number;
  } = {},
): Promise<{ readonly facts: AccountFacts; readonly calls: readonly string[] }> {
  const { needs = ALL, planned = [], faults = [], remaining = 15 * MINUTE } = options;
  const aws = await serve(anAccount(account));
  aws.faults.push(...faults);
  const source = sourceOf(aws, remaining);
  const facts = await source.read({
    needs: new Set(needs),
    planned: planned.map((name) => aNamedUser({ name }).name),
  });
  return { facts, calls: aws.calls.map(({ action }) => action) };
}

const USED = { at: daysAgo(1), region: 'us-east-1', service: 's3' };
const codecommit = { service: 'codecommit.amazonaws.com', status: 'Active', createdAt: daysAgo(9) };

describe('what the account tells', () => {
  it('of the root user', async () => {
    const root = { createdAt: daysAgo(900), mfa: false, keys: [] };
    expect((await readOf({ root })).facts.summary).toEqual({
      kind: 'read',
      value: { hasAccessKeys: false, hasMfa: false, hasPassword: false },
    });
    const keys = [{ id: 'AKIAROOTROOTROOTROOT', status: 'Active', createdAt: daysAgo(9), lastUsed: USED }];
    const full = { ...root, mfa: true, password: { createdAt: daysAgo(9) }, keys };
    expect((await readOf({ root: full })).facts.summary).toEqual({
      kind: 'read',
      value: { hasAccessKeys: true, hasMfa: true, hasPassword: true },
    });
  });

  it.each([
    ['nobody has set one', undefined, 'none'],
    ['all of it', { minimumLength: 14, reusePrevention: 24, maxAgeDays: 90 }, [14, 24, 90]],
    ['neither reuse nor expiry', { minimumLength: 8 }, [8, 0, undefined]],
  ] as const)('of the password policy: %s', async (_, passwordPolicy, told) => {
    const { facts } = await readOf(passwordPolicy ? { passwordPolicy } : {});
    const [minimumLength, reusePrevention, maxAgeDays] = told;
    const switches = ['allow-users-to-change-password'];
    const value = told === 'none' ? told : { minimumLength, reusePrevention, maxAgeDays, switches };
    expect(facts.passwordRules).toEqual({ kind: 'read', value });
  });

  it('of service-specific credentials, page by page', async () => {
    const users = ['alice', 'bob', 'carol'].map((name) =>
      aUser({ name, serviceCredentials: [codecommit, { ...codecommit, expiresAt: daysAgo(-9) }] }),
    );
    const { facts, calls } = await readOf({ users, pageSize: 4 }, { needs: ['serviceCredentials'] });
    expect(calls).toEqual(['ListServiceSpecificCredentials', 'ListServiceSpecificCredentials']);
    const { serviceCredentials: read } = facts;
    const all = read.kind === 'read' ? read.value : [];
    expect(all.map(({ user }) => user)).toEqual(['alice', 'alice', 'bob', 'bob', 'carol', 'carol']);
    expect(all.slice(0, 2)).toEqual([
      { user: 'alice', id: expect.stringMatching(/^ACCA\w+0$/), ...codecommit, expiresAt: undefined },
      { user: 'alice', id: expect.stringMatching(/^ACCA\w+1$/), ...codecommit, expiresAt: daysAgo(-9) },
    ]);
  });

  it('of the SSH keys of the planned users, and of nobody else', async () => {
    const sshKeys = [
      { id: 'APKAONE', status: 'Active' },
      { id: 'APKATWO', status: 'Inactive' },
    ];
    const users = [aUser({ name: 'alice', sshKeys }), aUser({ name: 'bob', sshKeys })];
    const planned = ['bob', 'long-gone'];
    const { facts, calls } = await readOf({ users, pageSize: 1 }, { needs: ['sshKeys'], planned });
    expect(calls).toEqual(['ListSSHPublicKeys', 'ListSSHPublicKeys', 'ListSSHPublicKeys']);
    expect(facts.sshKeys).toEqual([
      { user: 'bob', keys: { kind: 'read', value: sshKeys } },
      { user: 'long-gone', keys: { kind: 'read', value: [] } },
    ]);
  });
});

describe('what no check needs is not asked for', () => {
  it.each<[readonly AccountFact[], readonly string[]]>([
    [[], []],
    [['summary'], ['GetAccountSummary']],
    [['passwordRules'], ['GetAccountPasswordPolicy']],
    [['serviceCredentials'], ['ListServiceSpecificCredentials']],
    [['privileges'], ['GetAccountAuthorizationDetails']],
    [['trails'], ['DescribeTrails', 'GetTrailStatus', 'GetEventSelectors']],
    [['sshKeys'], ['ListSSHPublicKeys']],
  ])('%j', async (needs, expected) => {
    const { facts, calls } = await readOf({ users: [aUser()] }, { needs, planned: ['alice'] });
    expect(calls).toEqual(expected);
    const { sshKeys, ...account } = facts;
    const asked = Object.entries(account).flatMap(([fact, { kind }]) => (kind === 'notAsked' ? [] : [fact]));
    expect([...asked, ...sshKeys.map(() => 'sshKeys')]).toEqual(needs);
  });
});

/** The kind of each fact, and what the unreadable ones say. */
function kindsOf({ sshKeys, ...account }: AccountFacts): Record<string, string> {
  return Object.fromEntries(
    [...Object.entries(account), ...sshKeys.map(({ keys }) => ['sshKeys', keys] as const)].map(
      ([fact, read]) => [fact, read.kind === 'unreadable' ? read.cause : read.kind],
    ),
  );
}

const READ = {
  summary: 'read',
  passwordRules: 'read',
  serviceCredentials: 'read',
  privileges: 'read',
  trails: 'read',
  sshKeys: 'read',
};

describe('one call that fails is unreadable with its cause, and the others are read', () => {
  const denied = { error: { code: 'AccessDenied', status: 403, message: 'no' } };
  it.each<[string, keyof typeof READ, Omit<Fault, 'action'>, RegExp]>([
    ['GetAccountSummary', 'summary', denied, /^GetAccountSummary failed: AccessDenied: no$/],
    ['GetAccountPasswordPolicy', 'passwordRules', denied, /^GetAccountPasswordPolicy failed: AccessDenied/],
    ['ListServiceSpecificCredentials', 'serviceCredentials', denied, /AccessDenied/],
    ['ListSSHPublicKeys', 'sshKeys', denied, /^ListSSHPublicKeys failed: AccessDenied/],
    ['GetAccountAuthorizationDetails', 'privileges', denied, /^GetAccountAuthorizationDetails failed: Acc/],
    ['GetAccountAuthorizationDetails', 'privileges', { html: true }, /^GetAccountAuthorizationDetails/],
    ['GetAccountAuthorizationDetails', 'privileges', { emptyBody: true }, /^GetAccountAuthorizationDet/],
    ['DescribeTrails', 'trails', denied, /^DescribeTrails failed: AccessDenied: no$/],
    ['DescribeTrails', 'trails', { html: true }, /^DescribeTrails/],
    ['DescribeTrails', 'trails', { emptyBody: true }, /^DescribeTrails/],
    ['GetAccountSummary', 'summary', { html: true }, /GetAccountSummary/],
    ['GetAccountPasswordPolicy', 'passwordRules', { html: true }, /GetAccountPasswordPolicy/],
    [
      'ListServiceSpecificCredentials',
      'serviceCredentials',
      { html: true },
      /ListServiceSpecificCredentials/,
    ],
    ['ListSSHPublicKeys', 'sshKeys', { html: true }, /ListSSHPublicKeys/],
    ['GetAccountSummary', 'summary', { emptyBody: true }, /GetAccountSummary/],
    ['GetAccountPasswordPolicy', 'passwordRules', { emptyBody: true }, /GetAccountPasswordPolicy/],
    ['ListServiceSpecificCredentials', 'serviceCredentials', { emptyBody: true }, /ListServiceSpecific/],
    ['ListSSHPublicKeys', 'sshKeys', { emptyBody: true }, /ListSSHPublicKeys/],
    ['GetAccountSummary', 'summary', { reset: true }, /GetAccountSummary failed/],
  ])('%s: %s', async (action, fact, fault, cause) => {
    const { facts } = await readOf(
      { users: [aUser()] },
      { planned: ['alice'], faults: [{ ...fault, action }] },
    );
    expect(kindsOf(facts)).toEqual({ ...READ, [fact]: expect.stringMatching(cause) as unknown });
  });

  it('the second page is part of the answer', async () => {
    const users = ['alice', 'bob'].map((name) => aUser({ name, serviceCredentials: [codecommit] }));
    const faults = [{ action: 'ListServiceSpecificCredentials', skip: 1, emptyBody: true as const }];
    const { facts } = await readOf({ users, pageSize: 1 }, { faults });
    expect(facts.serviceCredentials.kind).toBe('unreadable');
  });
});

describe('an answer that cannot be the whole one is unreadable', () => {
  const users = [aUser()];
  const entry = `<member><UserName>alice</UserName><ServiceSpecificCredentialId>ACCA1</ServiceSpecificCredentialId>
    <ServiceName>codecommit.amazonaws.com</ServiceName>
    <Status>Active</Status><CreateDate>2026-11-01T00:00:00Z</CreateDate></member>`;
  it.each<[string, string, keyof typeof READ, string, RegExp]>([
    [
      'more SSH keys, and no marker',
      'ListSSHPublicKeys',
      'sshKeys',
      '<SSHPublicKeys/><IsTruncated>true</IsTruncated>',
      /truncated, but has no marker/,
    ],
    [
      'more service-specific credentials, and no marker',
      'ListServiceSpecificCredentials',
      'serviceCredentials',
      `<ServiceSpecificCredentials>${entry}</ServiceSpecificCredentials><IsTruncated>true</IsTruncated>`,
      /truncated, but has no new marker/,
    ],
    [
      'a marker without IsTruncated, which leads in a circle',
      'ListServiceSpecificCredentials',
      'serviceCredentials',
      `<ServiceSpecificCredentials>${entry}</ServiceSpecificCredentials><Marker>again</Marker>`,
      /truncated, but has no new marker/,
    ],
    [
      'passwords that expire after no day',
      'GetAccountPasswordPolicy',
      'passwordRules',
      `<PasswordPolicy><MinimumPasswordLength>14</MinimumPasswordLength>
        <ExpirePasswords>true</ExpirePasswords><MaxPasswordAge>0</MaxPasswordAge></PasswordPolicy>`,
      /passwords expire, but MaxPasswordAge is missing/,
    ],
  ])('%s', async (_, action, fact, result, cause) => {
    const faults = [{ action, body: queryAnswer(action, result) }];
    const { facts } = await readOf({ users }, { planned: ['alice'], faults });
    expect(kindsOf(facts)).toEqual({ ...READ, [fact]: expect.stringMatching(cause) as unknown });
  });
});

describe('time', () => {
  it('without any left nothing is asked, and nothing is called empty', async () => {
    const { facts, calls } = await readOf({}, { planned: ['alice'], remaining: MINUTE });
    expect(calls).toEqual([]);
    const said = 'no time was left for it in this run';
    expect(kindsOf(facts)).toEqual({
      summary: said,
      passwordRules: said,
      serviceCredentials: said,
      privileges: said,
      trails: said,
      sshKeys: said,
    });
  });

  it('a call that hangs ends with the time', async () => {
    const faults = [{ action: 'GetAccountSummary', latencyMs: 3_000 }];
    const { facts } = await readOf(
      {},
      { faults, needs: ['summary', 'passwordRules'], remaining: MINUTE + 200 },
    );
    expect(kindsOf(facts)).toMatchObject({
      summary: 'no time was left for it in this run',
      passwordRules: 'no time was left for it in this run',
    });
  });
});

/** What the source makes of an account's alias. */
async function aliasOf(
  account: AccountOptions = {},
  { faults = [], remaining = 15 * MINUTE }: { faults?: readonly Fault[]; remaining?: number } = {},
) {
  const aws = await serve(anAccount(account));
  aws.faults.push(...faults.map((fault) => ({ ...fault, action: 'ListAccountAliases' })));
  const alias = await sourceOf(aws, remaining).alias();
  return { alias, calls: aws.calls.map(({ action }) => action) };
}

describe('the alias of the account', () => {
  it.each([
    ['is none', {}, undefined],
    ['is read with one call', { alias: 'acme-prod' }, 'acme-prod'],
    ['of the least length', { alias: 'a-1' }, 'a-1'],
    ['of the greatest length', { alias: 'a'.repeat(63) }, 'a'.repeat(63)],
  ])('%s', async (_, account, value) => {
    expect(await aliasOf(account)).toEqual({ alias: { kind: 'read', value }, calls: ['ListAccountAliases'] });
  });

  it.each(['ab', 'a'.repeat(64), 'Acme', '-acme', 'acme-', 'ac--me', 'acme prod', 'acme\nHALTED', ''])(
    'that AWS does not allow is unreadable, and not repeated: %j',
    async (alias) => {
      const read = await aliasOf({ alias });
      expect(read.alias).toEqual({
        kind: 'unreadable',
        cause: expect.stringMatching(/^ListAccountAliases returned an unexpected response/) as unknown,
      });
      expect(JSON.stringify(read.alias)).not.toContain('HALTED');
    },
  );

  it.each<[string, Fault, RegExp]>([
    [
      'denied',
      { error: { code: 'AccessDenied', status: 403, message: 'no' } },
      /^ListAccountAliases failed: AccessDenied: no$/,
    ],
    ['a page of HTML', { html: true }, /^ListAccountAliases/],
    ['nothing', { emptyBody: true }, /^ListAccountAliases/],
    ['a broken connection', { reset: true }, /^ListAccountAliases failed/],
  ])('that is answered with %s is unreadable', async (_, fault, cause) => {
    const { alias } = await aliasOf({ alias: 'acme' }, { faults: [fault] });
    expect(alias).toEqual({ kind: 'unreadable', cause: expect.stringMatching(cause) as unknown });
  });

  it('in a list that goes on is unreadable', async () => {
    const result = '<AccountAliases/><IsTruncated>true</IsTruncated><Marker>m</Marker>';
    const faults = [{ body: queryAnswer('ListAccountAliases', result) }];
    expect((await aliasOf({}, { faults })).alias.kind).toBe('unreadable');
  });

  it('is not waited for when no time is left', async () => {
    const said = { kind: 'unreadable', cause: 'no time was left for it in this run' };
    expect(await aliasOf({}, { remaining: MINUTE })).toEqual({ alias: said, calls: [] });
    const slow = { faults: [{ latencyMs: 3_000 }], remaining: MINUTE + 200 };
    expect((await aliasOf({}, slow)).alias).toEqual(said);
  });
});
