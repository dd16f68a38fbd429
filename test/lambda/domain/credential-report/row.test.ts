import type { PasswordFacts } from '../../../../lambda/domain/credential-report/facts';
import { parseCredentialReport } from '../../../../lambda/domain/credential-report/parse';
import {
  ACCOUNT,
  aKey,
  aPassword,
  aReport,
  aReportRow,
  aRootRow,
  COLUMNS,
  csvOf,
  daysAgo,
  factsOf,
  LONG_AGO,
  NOW,
  parsedReport,
  type ReportRow,
} from '../../../support/builders';

const at = (instant: number) => ({ kind: 'at', at: instant });
const never = { kind: 'never' };

it('a row becomes the facts about one user', () => {
  const row = aReportRow({
    user: 'bob',
    path: '/team/',
    ...aPassword({ lastUsed: daysAgo(2), lastChanged: daysAgo(90) }),
    ...aKey(1, { lastUsed: daysAgo(3) }),
    ...aKey(2, { active: 'false', lastRotated: daysAgo(500) }),
  });
  expect(factsOf(row)).toEqual({
    user: { name: 'bob', arn: 'arn:aws:iam::123456789012:user/team/bob', path: '/team/' },
    created: at(LONG_AGO),
    password: { kind: 'enabled', lastUsed: at(daysAgo(2)), lastChanged: at(daysAgo(90)) },
    keys: [
      {
        kind: 'active',
        slot: 1,
        lastRotated: at(LONG_AGO),
        lastUsed: at(daysAgo(3)),
        region: 'eu-west-1',
        service: 's3',
      },
      {
        kind: 'inactive',
        slot: 2,
        lastRotated: at(daysAgo(500)),
        lastUsed: never,
        region: 'N/A',
        service: 'N/A',
      },
    ],
    hasMoreKeys: false,
    mfa: false,
    certificates: [false, false],
    certificatesSet: [never, never],
  });
});

it('what bears on no verdict is taken as it stands, and stops nothing when it makes no sense', () => {
  const row = aReportRow({ mfa_active: 'TRUE', cert_1_active: 'true', cert_2_active: 'perhaps' });
  expect(factsOf(row)).toMatchObject({
    mfa: true,
    certificates: [true, { kind: 'notUnderstood', column: 'cert_2_active', token: 'perhaps' }],
  });
});

it('a column that no verdict needs may be missing: its cells are not understood', () => {
  const columns = COLUMNS.filter((column) => column !== 'mfa_active');
  const { users } = parseCredentialReport(aReport([aReportRow()], { columns }), NOW, ACCOUNT);
  expect(users[0]?.mfa).toEqual({ kind: 'notUnderstood', column: 'mfa_active', token: '' });
});

it("the root user's row is kept apart, whatever stands in it", () => {
  const root: ReportRow = { ...aRootRow(), mfa_active: 'not_supported', password_enabled: 'odd' };
  const content = csvOf([COLUMNS, COLUMNS.map((column) => root[column] ?? 'N/A')]);
  expect(parseCredentialReport(content, NOW, ACCOUNT)).toMatchObject({
    users: [],
    root: {
      rootHasPassword: { kind: 'notUnderstood', token: 'odd' },
      rootKeys: [{ kind: 'active' }, { kind: 'none' }],
      mfa: { kind: 'notUnderstood', column: 'mfa_active', token: 'not_supported' },
    },
  });
});

it('a report without it says so', () => {
  const content = csvOf([COLUMNS, COLUMNS.map((column) => aReportRow()[column] ?? 'N/A')]);
  expect(parseCredentialReport(content, NOW, ACCOUNT).root).toBeUndefined();
});

it('a user with nothing has no password and no keys', () => {
  expect(factsOf(aReportRow())).toMatchObject({
    password: { kind: 'none', lastUsed: never },
    keys: [
      { kind: 'none', slot: 1 },
      { kind: 'none', slot: 2 },
    ],
  });
});

describe('accept any case of the two words and nothing else', () => {
  it.each<[string, PasswordFacts['kind'], string]>([
    ['true', 'enabled', 'active'],
    ['TRUE', 'enabled', 'active'],
    ['True', 'enabled', 'active'],
    ['false', 'none', 'inactive'],
    ['FALSE', 'none', 'inactive'],
    ['fAlSe', 'none', 'inactive'],
    ['yes', 'notUnderstood', 'notUnderstood'],
    ['1', 'notUnderstood', 'notUnderstood'],
    ['', 'notUnderstood', 'notUnderstood'],
    ['true ', 'notUnderstood', 'notUnderstood'],
    ['N/A', 'notUnderstood', 'notUnderstood'],
    ['not_supported', 'notUnderstood', 'notUnderstood'],
  ])('"%s"', (token, password, key) => {
    const facts = factsOf(aReportRow({ ...aPassword({ enabled: token }), ...aKey(2, { active: token }) }));
    expect([facts.password.kind, facts.keys[1]?.kind]).toEqual([password, key]);
  });

  it('what is not understood says where it stood', () => {
    const { password, keys } = factsOf(aReportRow({ password_enabled: 'yes', access_key_2_active: 'no' }));
    expect([password, keys[1]]).toEqual([
      { kind: 'notUnderstood', column: 'password_enabled', token: 'yes' },
      { kind: 'notUnderstood', column: 'access_key_2_active', token: 'no', slot: 2 },
    ]);
  });
});

describe('sentinels: `N/A` and `no_information` mean never', () => {
  it.each([
    ['N/A', never],
    ['no_information', never],
    ['n/a', { kind: 'notUnderstood', column: 'password_last_used', token: 'n/a' }],
    ['No_Information', { kind: 'notUnderstood', column: 'password_last_used', token: 'No_Information' }],
    ['not_supported', { kind: 'notUnderstood', column: 'password_last_used', token: 'not_supported' }],
  ])('"%s"', (token, moment) => {
    expect(factsOf(aReportRow(aPassword({ lastUsed: token }))).password).toMatchObject({ lastUsed: moment });
  });

  it('a slot that says anything odd is no empty slot', () => {
    const { keys } = factsOf(aReportRow(aKey(1, { active: 'false', lastRotated: 'N/A', lastUsed: 'soon' })));
    expect(keys[0]).toMatchObject({ kind: 'inactive', lastUsed: { kind: 'notUnderstood' } });
  });
});

describe('the root user is taken out by name and by ARN', () => {
  it.each([
    ['by both', aRootRow()],
    ['by name alone', aRootRow({ arn: 'arn:aws:iam::123456789012:user/root' })],
    ['by ARN alone', aRootRow({ user: 'root' })],
    ['in another partition', aRootRow({ user: 'root', arn: 'arn:aws-us-gov:iam::123456789012:root' })],
  ])('%s', (_, root) => {
    const { users } = parsedReport(root, aReportRow({ user: 'alice' }));
    expect(users.map(({ user }) => user.name)).toEqual(['alice']);
  });

  it.each([
    ['begins', 'x-arn:aws:iam::123456789012:root'],
    ['ends', 'arn:aws:iam::123456789012:rootkit'],
  ])('an ARN that only %s otherwise is not understood, and not passed over as root', (_, arn) => {
    expect(() => parsedReport(aReportRow({ user: 'mallory', arn }))).toThrow(
      'says user "mallory", but its ARN',
    );
  });

  it('a user who is called root is not root', () => {
    expect(factsOf(aReportRow({ user: 'root' })).user.name).toBe('root');
  });
});

describe('the report says that a user has more credentials than its columns show', () => {
  it.each([
    ['an empty cell', '', false],
    ['N/A', 'N/A', false],
    ['any text', 'This user has 1 more access key', true],
    ['a text that nobody knows', 'yes', true],
  ])('%s', (_, cell, expected) => {
    expect(factsOf(aReportRow({ additional_credentials_info: cell })).hasMoreKeys).toBe(expected);
  });
});
