import { ACCOUNT, policyText } from '../support/builders';
import { closeAll } from '../support/clients';
import { type Deployment, MODE_PARAMETER, POLICY_PARAMETER, TOPIC_ARN } from '../support/deployment';
import { aUser, type FakeAccount, type Fault } from '../support/fake-aws';
import { queryAnswer } from '../support/scripted-aws';
import { ALICE_OLD_KEY, AT_ONCE, BOB_OLD_KEY, STALE_WRITES, theStaff } from '../support/staff';
import { recordOf } from '../support/stored';
import { anArmedDeployment } from './armed';

// What IAM may answer with status 200 and must not, over the real SDK. Errors, resets, HTML and empty bodies of
// every call are the matrix of test/lambda/faults and test/lambda/sweep-without-iam.test.ts.

afterEach(closeAll);

const OTHER_ACCOUNT = '210987654321';
const date = '<CreateDate>2024-01-01T00:00:00Z</CreateDate>';
const user = (fields: string) => `<User>${fields}${date}<UserId>AIDA</UserId></User>`;
const arnOf = (name: string, account = ACCOUNT.id) => `<Arn>arn:aws:iam::${account}:user/${name}</Arn>`;
const named = (name: string) => `<Path>/</Path><UserName>${name}</UserName>`;
const key = (fields: string) => `<member>${fields}</member>`;
const keys = (...members: string[]) =>
  `<AccessKeyMetadata>${members.join('')}</AccessKeyMetadata><IsTruncated>false</IsTruncated>`;
const oldKey = (status: string, name = 'alice', id: string = ALICE_OLD_KEY) =>
  key(`<UserName>${name}</UserName><AccessKeyId>${id}</AccessKeyId>${status}${date}`);
const useOn = (day: string) =>
  `<UserName>alice</UserName><AccessKeyLastUsed><LastUsedDate>${day}</LastUsedDate><ServiceName>s3</ServiceName></AccessKeyLastUsed>`;

/** With each of them alice's two credentials are left alone, and bob's key goes its way. */
const ANSWERS: readonly (readonly [action: string, what: string, result: string])[] = [
  ['GetUser', 'without a user', ''],
  ['GetUser', 'with a user of no name', user(`<Path>/</Path>${arnOf('alice')}`)],
  ['GetUser', 'with an empty name', user(`<Path>/</Path><UserName/>${arnOf('alice')}`)],
  ['GetUser', 'without an ARN', user(named('alice'))],
  ['GetUser', 'with an ARN of another account', user(named('alice') + arnOf('alice', OTHER_ACCOUNT))],
  ['GetUser', 'with an ARN of another user', user(named('alice') + arnOf('alice2'))],
  ['GetUser', 'about another user', user(named('bob') + arnOf('bob'))],
  ['GetUser', 'without a path', user(`<UserName>alice</UserName>${arnOf('alice')}`)],
  [
    'GetUser',
    'with tags that have no value',
    user(`${named('alice')}${arnOf('alice')}<Tags><member><Key>a</Key></member></Tags>`),
  ],
  [
    'GetUser',
    'with a path that its ARN has not',
    user(named('alice').replace('/', '/team/') + arnOf('alice')),
  ],
  [
    'GetUser',
    'with a password used before its user was created',
    user(`${named('alice')}${arnOf('alice')}<PasswordLastUsed>1970-01-01T00:00:00Z</PasswordLastUsed>`),
  ],
  [
    'GetUser',
    'with a creation that is no date',
    user(named('alice') + arnOf('alice')).replace(/2024[^<]*/, 'long ago'),
  ],
  [
    'GetUser',
    'with a creation a second later',
    user(named('alice') + arnOf('alice')).replace('00:00Z', '00:01Z'),
  ],
  ['ListAccessKeys', 'without a list', '<IsTruncated>false</IsTruncated>'],
  ['ListAccessKeys', 'with more, and not where', keys().replace('false', 'true')],
  [
    'ListAccessKeys',
    'with a key of no id',
    keys(key(`<UserName>alice</UserName><Status>Active</Status>${date}`)),
  ],
  [
    'ListAccessKeys',
    'with an id that cannot be one',
    keys(oldKey('<Status>Active</Status>', 'alice', 'AKIA; rm')),
  ],
  ['ListAccessKeys', 'with a key of no status', keys(oldKey(''))],
  ['ListAccessKeys', 'with a key of an empty status', keys(oldKey('<Status/>'))],
  [
    'ListAccessKeys',
    'with a key twice, and of two minds',
    keys(oldKey('<Status>Active</Status>'), oldKey('<Status>Inactive</Status>')),
  ],
  ['ListAccessKeys', 'with a key of bob’s', keys(oldKey('<Status>Active</Status>', 'bob', BOB_OLD_KEY))],
  ['ListAccessKeys', 'with a key of nobody’s', keys(oldKey('<Status>Active</Status>').replace('alice', ''))],
  ['GetAccessKeyLastUsed', 'without a use', '<UserName>alice</UserName>'],
  [
    'GetAccessKeyLastUsed',
    'without an owner',
    '<AccessKeyLastUsed><ServiceName>N/A</ServiceName></AccessKeyLastUsed>',
  ],
  [
    'GetAccessKeyLastUsed',
    'with bob for owner',
    '<UserName>bob</UserName><AccessKeyLastUsed><ServiceName>N/A</ServiceName></AccessKeyLastUsed>',
  ],
  [
    'GetAccessKeyLastUsed',
    'with a service and no date',
    '<UserName>alice</UserName><AccessKeyLastUsed><ServiceName>s3</ServiceName></AccessKeyLastUsed>',
  ],
  [
    'GetAccessKeyLastUsed',
    'with a date that is none',
    '<UserName>alice</UserName><AccessKeyLastUsed><LastUsedDate>soon</LastUsedDate><ServiceName>s3</ServiceName></AccessKeyLastUsed>',
  ],
  ['GetAccessKeyLastUsed', 'with a use before the key was there', useOn('2025-03-01T00:00:00Z')],
  ['GetAccessKeyLastUsed', 'with a use in 1970', useOn('1970-01-01T00:00:00Z')],
  ['GetAccessKeyLastUsed', 'with a use in the year 1', useOn('0001-01-01T00:00:00Z')],
  ['GetLoginProfile', 'without a profile', ''],
  [
    'GetLoginProfile',
    'with a profile of bob’s',
    `<LoginProfile><UserName>bob</UserName>${date}</LoginProfile>`,
  ],
  ['GetLoginProfile', 'with a profile of no date', '<LoginProfile><UserName>alice</UserName></LoginProfile>'],
];

async function struckBy(fault: Fault): Promise<Deployment> {
  const deployment = await anArmedDeployment();
  deployment.aws.faults.push({ service: 'iam', ...fault });
  return deployment;
}

describe('an answer about alice that IAM does not promise leaves alice alone', () => {
  const whyNot = (action: string) =>
    `(not touched; the last look failed: ${action} returned an unexpected response:|the user has been) `;

  it.each(ANSWERS)('%s %s', async (action, _what, result) => {
    // The first listing tells the key's id, and the second one is the live look.
    const skip = action === 'ListAccessKeys' ? 1 : 0;
    const deployment = await struckBy({ action, user: 'alice', skip, body: queryAnswer(action, result) });
    const run = await deployment.run();
    const { disabled, failed = 0, refused = 0 } = run.counts;
    expect([disabled, failed + refused]).toEqual([1, 2]);
    expect(deployment.writes()).toEqual([STALE_WRITES[2]]);
    expect(deployment.digests()).toHaveLength(1);
    const told = deployment.digests()[0]?.message.replaceAll(/\s+/g, ' ');
    expect(told).toMatch(new RegExp(`alice, password ${whyNot(action)}`));
    expect(told).toMatch(
      new RegExp(`alice, access key created 2026-01-24 \\(AKIA...KEY1\\) ${whyNot(action)}`),
    );
  });
});

describe('a list of alice’s keys that IAM does not promise tells no key id', () => {
  const lists = ANSWERS.filter(([action]) => action === 'ListAccessKeys');

  it.each(lists)('%s %s', async (action, _what, result) => {
    const deployment = await struckBy({ action, user: 'alice', times: 1, body: queryAnswer(action, result) });
    const run = await deployment.run();
    expect(run.counts).toMatchObject({ disabled: 2, unclear: 1 });
    expect(deployment.writes()).toEqual([STALE_WRITES[0], STALE_WRITES[2]]);
  });
});

describe('an answer about everybody that IAM does not promise halts the sweep', () => {
  const pages = (result: string) => ['GetAccountAuthorizationDetails', result] as const;
  const report = (fields: string) => ['GetCredentialReport', fields] as const;
  const content = `<Content>${Buffer.from('user,arn').toString('base64')}</Content>`;
  const time = '<GeneratedTime>2026-11-20T06:00:00Z</GeneratedTime>';
  const csv = '<ReportFormat>text/csv</ReportFormat>';

  it.each<[string, readonly [action: string, result: string], reason: string]>([
    ['a page of users without the list', pages('<IsTruncated>false</IsTruncated>'), 'users'],
    [
      'a page that leads back to itself',
      pages('<UserDetailList/><IsTruncated>true</IsTruncated><Marker>x</Marker>'),
      'users',
    ],
    ['a report in no state', ['GenerateCredentialReport', ''], 'report'],
    ['a report in an unknown state', ['GenerateCredentialReport', '<State>PAUSED</State>'], 'report'],
    ['a report without content', report(csv + time), 'report'],
    ['a report of empty content', report(`<Content/>${csv}${time}`), 'report'],
    ['a report of no time', report(content + csv), 'report'],
    [
      'a report of a time that is none',
      report(`${content + csv}<GeneratedTime>soon</GeneratedTime>`),
      'report',
    ],
    ['a report of no format', report(content + time), 'report'],
    [
      'a report of another format',
      report(`${content + time}<ReportFormat>application/json</ReportFormat>`),
      'report',
    ],
    [
      'a report whose Base64 has strange letters',
      report(`<Content>%%%not base64%%%</Content>${csv}${time}`),
      'report',
    ],
    ['a report whose Base64 is cut short', report(`${content.replace('=<', '<')}${csv}${time}`), 'report'],
  ])('%s', async (_what, [action, result], reason) => {
    const deployment = await struckBy({ action, body: queryAnswer(action, result) });
    const run = await deployment.run();
    expect(run.ended).toBe(`SweepHalted: ${reason}`);
    expect(run.message).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]{1,500}$/u);
    expect(run.message).toContain(`${action} returned an unexpected response: `);
    expect(deployment.writes()).toEqual([]);
    expect(deployment.digests()).toMatchObject([{ subject: expect.stringContaining(`HALTED (${reason})`) }]);
  });
});

it.each([
  ['without groups', named('alice') + arnOf('alice')],
  ['without a name', arnOf('alice')],
])(
  'one user %s in a page of users is unclear alone, and a user who is in no page is gone',
  async (_, fields) => {
    const result = `<UserDetailList><member>${fields}${date}</member></UserDetailList>`;
    const action = 'GetAccountAuthorizationDetails';
    const deployment = await struckBy({ action, body: queryAnswer(action, result) });
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { unclear: 4 } });
    expect(deployment.writes()).toEqual([]);
  },
);

describe('an answer about mode, policy or subscribers that is not one enforces nothing', () => {
  const parameter = (Name: string, fields: object = {}) => ({ Name, Type: 'String', Version: 1, ...fields });
  const mode = parameter(MODE_PARAMETER, { Value: 'enforce' });
  const policy = parameter(POLICY_PARAMETER, { Value: policyText(AT_ONCE) });

  it.each<[string, body: unknown, reason: string]>([
    ['no list', {}, 'policy'],
    ['an empty list', { Parameters: [], InvalidParameters: [MODE_PARAMETER, POLICY_PARAMETER] }, 'policy'],
    ['no mode', { Parameters: [policy] }, 'mode'],
    ['no policy', { Parameters: [mode] }, 'policy'],
    ['a mode twice, of two minds', { Parameters: [mode, { ...mode, Value: 'dry-run' }, policy] }, 'policy'],
    ['a policy twice', { Parameters: [mode, policy, { ...policy, Version: 2 }] }, 'policy'],
    ['a mode without a value', { Parameters: [parameter(MODE_PARAMETER), policy] }, 'policy'],
    ['a mode that is a truth', { Parameters: [{ ...mode, Value: true }, policy] }, 'policy'],
    ['a mode in capitals', { Parameters: [{ ...mode, Value: 'ENFORCE' }, policy] }, 'mode'],
    ['a mode and a line break', { Parameters: [{ ...mode, Value: 'enforce\n' }, policy] }, 'mode'],
    ['a mode of look-alike letters', { Parameters: [{ ...mode, Value: '\u0435nforce' }, policy] }, 'mode'],
    ['a policy that is no text', { Parameters: [mode, { ...policy, Value: AT_ONCE }] }, 'policy'],
    ['a policy of version 0', { Parameters: [mode, { ...policy, Version: 0 }] }, 'policy'],
    ['the policy under another name', { Parameters: [mode, { ...policy, Name: '/other' }] }, 'policy'],
  ])('of SSM: %s', async (_what, body, reason) => {
    const deployment = await struckBy({ service: 'ssm', body: JSON.stringify(body) });
    const run = await deployment.run();
    expect(run.ended).toBe(`SweepHalted: ${reason}`);
    expect(run.message).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]{1,500}$/u);
    expect(deployment.digests()).toMatchObject([{ subject: expect.stringContaining(`HALTED (${reason})`) }]);
    expect(deployment.writes()).toEqual([]);
  });

  const TRUE_LIST = `<Subscriptions><member><SubscriptionArn>${TOPIC_ARN}:1</SubscriptionArn><Protocol>email</Protocol></member></Subscriptions>`;
  const attributes = (fields: Readonly<Record<string, string>>) =>
    `<Attributes>${Object.entries(fields)
      .map(([name, value]) => `<entry><key>${name}</key><value>${value}</value></entry>`)
      .join('')}</Attributes>`;
  const TRUE_ANSWER = { SubscriptionArn: `${TOPIC_ARN}:1`, PendingConfirmation: 'false' };

  it.each<[string, action: string, result: string]>([
    ['no list', 'ListSubscriptionsByTopic', ''],
    ['an empty list', 'ListSubscriptionsByTopic', '<Subscriptions/>'],
    [
      'a subscription that is nothing',
      'ListSubscriptionsByTopic',
      '<Subscriptions><member/></Subscriptions>',
    ],
    ['nothing about one', 'GetSubscriptionAttributes', ''],
    ['no attributes', 'GetSubscriptionAttributes', attributes({})],
    ['another one', 'GetSubscriptionAttributes', attributes({ ...TRUE_ANSWER, SubscriptionArn: 'x' })],
    ['one pending', 'GetSubscriptionAttributes', attributes({ ...TRUE_ANSWER, PendingConfirmation: 'true' })],
    ['neither', 'GetSubscriptionAttributes', attributes({ ...TRUE_ANSWER, PendingConfirmation: 'False' })],
    ['a filter', 'GetSubscriptionAttributes', attributes({ ...TRUE_ANSWER, FilterPolicy: 'null' })],
  ])('of SNS: %s', async (_what, action, result) => {
    const deployment = await struckBy({ service: 'sns', action, body: queryAnswer(action, result) });
    if (action !== 'ListSubscriptionsByTopic') {
      const list = queryAnswer('ListSubscriptionsByTopic', TRUE_LIST);
      deployment.aws.faults.push({ service: 'sns', action: 'ListSubscriptionsByTopic', body: list });
    }
    const run = await deployment.run();
    expect(run.ended).toBe('SweepHalted: subscribers');
    expect(deployment.writes()).toEqual([]);
  });
});

describe('an error in which IAM says more than anybody wants to read', () => {
  // No escapes of terminals: XML cannot carry them.
  const message = `no \u202E\u200B\nDISABLED (7)\n  bob, password${' and so on'.repeat(30_000)}`;
  const error = { code: 'AccessDenied', status: 403, message };

  it.each<[action: string, ended: string]>([
    ['GetCredentialReport', 'SweepHalted: report'],
    ['GetAccountAuthorizationDetails', 'SweepHalted: permissions'],
    ['GetUser', 'ActionsFailed'],
    ['DeleteLoginProfile', 'ActionsFailed'],
    ['GetAccountPasswordPolicy', 'completed'],
  ])('is told in one short line by whoever asked: %s', async (action, ended) => {
    const deployment = await struckBy({ action, error });
    const run = await deployment.run();
    expect(run.ended).toBe(ended);
    expect(run.message).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]{0,2000}$/u);
    const [digest] = deployment.digests();
    const record = recordOf(deployment.account, '20261120T070000Z');
    for (const text of [digest?.message, ...Object.values(record)]) {
      expect(text).not.toMatch(/[^\P{C}\r\n]|[\p{Zl}\p{Zp}]/u);
      expect(text).not.toMatch(/^DISABLED \(7\)/m);
      expect(text?.length).toBeLessThan(20_000);
    }
    expect(record['result.json'] ?? '').toContain(`${action} failed: AccessDenied: no`);
  });
});

describe('what IAM says truly, and nobody foresaw', () => {
  it.each(['Expired', 'Quarantined', 'active', 'ACTIVE', 'Active '])(
    'a key whose live status is %j is not touched',
    async (status) => {
      const users = theStaff();
      const deployment = await anArmedDeployment({ users });
      const old = users.flatMap((each) => each.keys).find(({ id }) => id === ALICE_OLD_KEY);
      if (!old) throw new Error('alice has no old key');
      old.status = status;
      await deployment.run();
      expect(deployment.writes()).toEqual(STALE_WRITES.filter((write) => !write.includes(ALICE_OLD_KEY)));
    },
  );

  it('a live account that is not the report’s is not touched', async () => {
    const moved = (id: string) => (account: FakeAccount) => void (account.id = id);
    const deployment = await struckBy({ action: 'GetUser', run: moved(OTHER_ACCOUNT) });
    deployment.aws.faults.push({ action: 'GetUser', when: 'after', run: moved(ACCOUNT.id) });
    await deployment.run();
    expect(deployment.writes()).toEqual([]);
  });

  it('a user whom only the report knows is not touched', async () => {
    const deployment = await anArmedDeployment({
      users: [...theStaff(), aUser({ name: 'erin', password: { createdAt: 0 } })],
    });
    deployment.account.users.splice(0, 1);
    await deployment.run();
    expect(deployment.writes()).toEqual([STALE_WRITES[2]]);
  });
});
