import { runChecks, type CheckSettings } from '../../../../lambda/domain/account-checks/run-checks';
import { accountCheckSections, accountChecksSummary } from '../../../../lambda/domain/digest/account-checks';
import { layOut } from '../../../../lambda/domain/digest/layout';
import { aKey, aPassword, daysAgo } from '../../../support/builders';
import { tooWide, unwrapped } from './run-reports';
import {
  aServiceCredential,
  aSummary,
  DENIED,
  factsOf,
  rulesOf,
  type Said,
  sshKeysOf,
} from '../account-checks/facts-of';

const GOOD = { ...aPassword(), mfa_active: 'true' };
const told = (said: Said, settings?: CheckSettings) =>
  runChecks(factsOf({ rows: [GOOD], ...said }), settings);
const textOf = (said: Said) => layOut([], accountCheckSections(told(said)), []).text;

describe('the line in the head counts each check once', () => {
  it.each<[string, Said, string]>([
    ['no findings', {}, '17 account checks: 16 passed, 1 had nothing to look at.'],
    [
      'one finding',
      { liveExemptions: 0 },
      '17 account checks: 1 failed (1 finding), 15 passed, 1 had nothing to look at.',
    ],
    [
      'one finding, and one check that could not be made',
      { liveExemptions: 0, account: { passwordRules: DENIED } },
      '17 account checks: 1 failed (1 finding), 14 passed, 1 could not be made, 1 had nothing to look at.',
    ],
    [
      'one that failed, and could not look at everybody',
      {
        rows: [
          { user: 'alice', ...aPassword() },
          { user: 'bob', ...aPassword(), mfa_active: 'odd' },
        ],
      },
      '17 account checks: 1 failed (1 finding), 15 passed, 1 had nothing to look at. Of those that failed, 1 could be made in part only.',
    ],
    [
      'SSH keys to look at',
      { account: { sshKeys: [sshKeysOf('alice', 'Active', 'Active')] } },
      '17 account checks: 1 failed (1 finding), 16 passed.',
    ],
  ])('%s', (_, said, line) => {
    expect(accountChecksSummary(told(said))).toBe(line);
    const counted = (/^(.*?\.)/.exec(line)?.[1] ?? '').replaceAll(/\(.*?\)/g, '');
    const [all = 0, ...parts] = Array.from(counted.matchAll(/\d+/g), ([number]) => Number(number));
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(all);
  });

  it('one that is off is not counted', () => {
    expect(accountChecksSummary(told({}, { rootMfa: false }))).toBe(
      '16 account checks: 15 passed, 1 had nothing to look at.',
    );
  });

  it('does not say that none failed when there was no check', () => {
    expect(accountChecksSummary(undefined)).toBe('Account checks: none was made.');
    expect(accountChecksSummary({ checks: [] })).toBe('Account checks: none was made.');
  });
});

it('no finding makes no section', () => {
  expect(textOf({}).trim()).toBe('');
  expect(accountCheckSections(undefined)).toEqual([]);
});

it('the gravest comes first, whatever the order of the checks', () => {
  const text = textOf({
    liveExemptions: 0,
    rows: [
      { user: 'alice', ...aPassword() },
      { user: 'bob', ...aKey(1), ...aKey(2) },
    ],
    account: { summary: aSummary({ hasMfa: false }) },
  });
  expect(text.match(/(CRITICAL|HIGH|MEDIUM|LOW): [a-z]+ [a-z]+/g)).toEqual([
    'CRITICAL: root user',
    'HIGH: console users',
    'MEDIUM: active access',
    'MEDIUM: policy that',
    'LOW: users with',
  ]);
});

it('a finding tells its controls, the fact it rests on and how to mend it', () => {
  expect(textOf({ rows: [{ user: 'alice', ...aPassword() }] })).toContain(
    [
      '  HIGH: console users without MFA (CIS 1.9, Security Hub IAM.5)',
      '    alice: password enabled, no MFA device',
      '    -> Ask each user to register an MFA device. examples/guards of',
    ].join('\n'),
  );
});

it('users that share a fact stand in one line, those that do not in one each', () => {
  const users = ['alice', 'bob', 'carol'];
  const shared = textOf({ rows: users.map((user) => ({ user, ...aPassword() })) });
  expect(shared).toContain('    password enabled, no MFA device: alice, bob, carol\n');
  const own = textOf({
    rows: users.map((user, index) => ({ user, ...aKey(1, { lastRotated: daysAgo(100 + index) }) })),
  });
  expect(own).toContain('MEDIUM: active access keys that have not been rotated, 3 (');
  expect(own).toContain('    bob: key created 2026-08-11, 101 days ago\n');
});

it.each([
  ['a fact that all share', 41, 'and 1 more', (user: string) => ({ user, ...aPassword() })],
  [
    'facts of their own',
    21,
    'and 1 more',
    (user: string, index: number) => ({ user, ...aKey(1, { lastRotated: daysAgo(100 + index) }) }),
  ],
  ['a thousand users', 1_000, 'and 960 more', (user: string) => ({ user, ...aPassword() })],
] as const)('a mail has room for so many names: %s', (_, users, more, rowOf) => {
  const rows = Array.from({ length: users }, (__, index) => rowOf(`user-${index}`, index));
  const text = textOf({ rows });
  expect(text).toContain(`    ... ${more}, listed in result.json\n`);
  expect(text.length).toBeLessThan(4_000);
});

describe('a fix comes with its commands', () => {
  it('whole, with the name', () => {
    expect(textOf({ rows: [{ user: 'legacy-soap', cert_1_active: 'true' }] })).toContain(
      [
        '    aws iam list-signing-certificates --user-name legacy-soap',
        '    aws iam update-signing-certificate --user-name legacy-soap \\',
        '      --certificate-id "$CERTIFICATE_ID" --status Inactive',
        '',
      ].join('\n'),
    );
  });

  const bedrock = (number: number): Said => ({
    account: {
      serviceCredentials: {
        kind: 'read',
        value: Array.from({ length: number }, (_, index) =>
          aServiceCredential({ id: `ACCAEXAMPLE${index}` }),
        ),
      },
    },
  });
  const SAME = 'The same for each of the others, with its own name and ids.';

  it.each([
    [1, 1, false],
    [5, 5, false],
    [6, 5, true],
  ])('for %d credentials there are %d', (credentials, commands, isShort) => {
    const text = textOf(bedrock(credentials));
    expect(text.match(/aws iam update-service-specific-credential/g)).toHaveLength(commands);
    expect(text.includes(SAME)).toBe(isShort);
  });

  it('once, where two findings are mended by the same one', () => {
    const text = textOf({
      account: {
        passwordRules: rulesOf(8, 0, undefined, ['require-symbols', 'allow-users-to-change-password']),
      },
    });
    expect(text.match(/aws iam/g)).toHaveLength(1);
    expect(unwrapped(text)).toContain(
      'aws iam update-account-password-policy \\ --minimum-password-length 14 --password-reuse-prevention 24 \\ --require-symbols --allow-users-to-change-password',
    );
  });
});

it('what could not be read is neither passed nor failed', () => {
  const odd = ['alice', 'bob'].map((user) => ({ user, ...aPassword(), mfa_active: 'odd' }));
  const text = unwrapped(textOf({ rows: odd, account: { passwordRules: DENIED } }));
  expect(text).toContain(
    'ACCOUNT CHECKS THAT COULD NOT BE MADE (2) iam-lapse could not read what these need. That part neither passed nor failed. console',
  );
  expect(text).toContain(
    'console users without MFA for 2 users: mfa_active is "odd", which is not understood',
  );
  expect(text).toContain(`password policy of the account below the baseline ${DENIED.cause}`);
});

it('hostile names and answers stay on their lines', () => {
  const name = `eve\u202e${'x'.repeat(50)}`;
  const text = textOf({
    rows: [{ user: 'a,b', ...aPassword() }],
    account: {
      serviceCredentials: {
        kind: 'read',
        value: [
          {
            user: `${name}\nCRITICAL: all is lost`,
            id: 'ACCA$(id)',
            service: 'a\u0007b'.repeat(100),
            status: '\u001b[31mActive',
            createdAt: daysAgo(1),
            expiresAt: undefined,
          },
        ],
      },
    },
  });
  expect(tooWide(text)).toEqual([]);
  expect(text).not.toMatch(/[^\n\x20-\x7e]/);
  expect(text.split('\n').filter((line) => line.trimStart().startsWith('CRITICAL'))).toEqual([]);
});
