import { type CheckResult, unreadableFactsOf } from '../../../../lambda/domain/account-checks/check';
import type { PasswordSwitch } from '../../../../lambda/domain/account-checks/facts';
import { iamCommand } from '../../../../lambda/domain/digest/commands';
import { CHECKS } from '../../../../lambda/domain/account-checks/registry';
import { MINUTE } from '../../../../lambda/domain/instant';
import { aKey, aPassword, daysAgo, LONG_AGO, NOW } from '../../../support/builders';
import { aServiceCredential, aSummary, DENIED, factsOf, rulesOf, type Said, sshKeysOf } from './facts-of';

/** One line for each finding and each thing unread: `alice high: fact`, `? account: cause`. */
function linesOf(answer: CheckResult): string[] {
  const findings = answer.kind === 'failing' ? answer.findings : [];
  const unread = unreadableFactsOf(answer);
  const nameOf = ({ subject }: (typeof findings)[number] | (typeof unread)[number]) =>
    subject.kind === 'user' ? subject.name : 'account';
  return [
    ...findings.map((finding) => `${nameOf(finding)} ${finding.severity}: ${finding.fact}`),
    ...unread.map((each) => `? ${nameOf(each)}: ${each.cause}`),
  ];
}

function answerTo(id: string, said: Said = {}, setting?: unknown): CheckResult {
  const check = CHECKS.find((each) => each.id === id);
  if (!check) throw new Error(`no check ${id}`);
  return check.run(factsOf(said), setting);
}

const ALL_SWITCHES: readonly PasswordSwitch[] = [
  'require-uppercase-characters',
  'require-lowercase-characters',
  'require-symbols',
  'require-numbers',
  'allow-users-to-change-password',
];

type Row = readonly [what: string, said: Said, lines: readonly string[], setting?: unknown];

/** Each check: compliant, failing, unreadable; with the edges of its thresholds. */
const TABLE: Readonly<Record<string, readonly Row[]>> = {
  consoleMfa: [
    ['password and MFA', { rows: [{ ...aPassword(), mfa_active: 'true' }] }, []],
    ['neither', { rows: [{}] }, []],
    ['password alone', { rows: [aPassword()] }, ['alice high: password enabled, no MFA device']],
    ['the root user is not of the users', { root: { mfa_active: 'false' }, rows: [] }, []],
    [
      'MFA cell not understood',
      { rows: [{ ...aPassword(), mfa_active: 'maybe' }] },
      ['? alice: mfa_active is "maybe", which is not understood'],
    ],
    [
      'password cell not understood',
      { rows: [aPassword({ enabled: 'odd' })] },
      ['? alice: password_enabled is "odd", which is not understood'],
    ],
    ['MFA cell not understood, and no password', { rows: [{ mfa_active: 'maybe' }] }, []],
  ],
  keyRotation: [
    ['90 days to the millisecond', { rows: [aKey(1, { lastRotated: daysAgo(90) })] }, []],
    [
      'a second more',
      { rows: [aKey(1, { lastRotated: daysAgo(90) - 1_000 })] },
      ['alice medium: key created 2026-08-22, 90 days ago'],
    ],
    [
      'created in the future, as far as clocks may differ',
      { rows: [aKey(1, { lastRotated: NOW + 15 * MINUTE })] },
      [],
    ],
    [
      'created in the future',
      { rows: [aKey(1, { lastRotated: NOW + 16 * MINUTE })] },
      ['? alice: a key was created on 2026-11-20, which is in the future'],
    ],
    ['an old inactive key', { rows: [aKey(1, { active: 'false' })] }, []],
    ['a limit of its own', { rows: [aKey(2, { lastRotated: daysAgo(100) })] }, [], { maxAgeDays: 100 }],
    [
      'date not understood',
      { rows: [aKey(1, { lastRotated: 'long ago' })] },
      ['? alice: access_key_1_last_rotated is "long ago", which is not understood'],
    ],
    [
      'no date',
      { rows: [aKey(2, { lastRotated: 'N/A' })] },
      ['? alice: a key is active, but the report does not say when it was created'],
    ],
    [
      'status not understood',
      { rows: [aKey(1, { active: 'odd' })] },
      ['? alice: access_key_1_active is "odd", which is not understood'],
    ],
  ],
  twoActiveKeys: [
    ['one', { rows: [aKey(1)] }, []],
    ['one and an inactive one', { rows: [{ ...aKey(1), ...aKey(2, { active: 'false' }) }] }, []],
    ['two', { rows: [{ ...aKey(1), ...aKey(2) }] }, ['alice low: both keys are active']],
    [
      'one of two not understood',
      { rows: [{ ...aKey(1), ...aKey(2, { active: 'odd' }) }] },
      ['? alice: access_key_2_active is "odd", which is not understood'],
    ],
    ['the only one not understood', { rows: [aKey(2, { active: 'odd' })] }, []],
  ],
  rootAccessKey: [
    ['none', {}, []],
    [
      'one',
      { account: { summary: aSummary({ hasAccessKeys: true }) } },
      ['account critical: GetAccountSummary counts one'],
    ],
    ['one by a report that is older than the summary', { root: aKey(1) }, []],
    [
      'one by the report, and no summary',
      { root: aKey(1), account: { summary: DENIED } },
      ['account critical: key 1 in the root row of the credential report is active'],
    ],
    [
      'an inactive one',
      { root: aKey(2, { active: 'false' }), account: { summary: DENIED } },
      ['account critical: key 2 in the root row of the credential report is inactive'],
    ],
    ['none by the report, and no summary', { account: { summary: DENIED } }, []],
    [
      'not understood, and no summary',
      { root: aKey(1, { active: 'odd' }), account: { summary: DENIED } },
      ['? account: access_key_1_active is "odd", which is not understood'],
    ],
    [
      'no row, and no summary',
      { root: 'none', account: { summary: DENIED } },
      [`? account: ${DENIED.cause}`],
    ],
    ['no row', { root: 'none' }, []],
  ],
  rootMfa: [
    ['MFA', {}, []],
    [
      'none',
      { account: { summary: aSummary({ hasMfa: false }) } },
      ['account critical: GetAccountSummary: no MFA device, and a password'],
    ],
    [
      'a member whose root credentials are removed centrally',
      { account: { summary: aSummary({ hasMfa: false, hasPassword: false }) } },
      [],
    ],
    [
      'the same, told by the report alone',
      { root: { mfa_active: 'false', password_enabled: 'false' }, account: { summary: DENIED } },
      [],
    ],
    [
      'the same, where the summary does not speak of passwords',
      {
        root: { password_enabled: 'false' },
        account: { summary: aSummary({ hasMfa: false, hasPassword: undefined }) },
      },
      [],
    ],
    [
      'a password that nobody speaks of is no password that is gone',
      {
        root: { password_enabled: 'not_supported' },
        account: { summary: aSummary({ hasMfa: false, hasPassword: undefined }) },
      },
      ['account critical: GetAccountSummary: no MFA device'],
    ],
    [
      'none by the report, and no summary',
      { root: { mfa_active: 'false' }, account: { summary: DENIED } },
      ['account critical: the root row of the credential report: no MFA device, and a password'],
    ],
    [
      'not understood, and no summary',
      { root: { mfa_active: 'not_supported' }, account: { summary: DENIED } },
      ['? account: mfa_active is "not_supported", which is not understood'],
    ],
    [
      'no row, and no summary',
      { root: 'none', account: { summary: DENIED } },
      [`? account: ${DENIED.cause}`],
    ],
    [
      'GovCloud, whose root user cannot sign in',
      { partition: 'aws-us-gov', account: { summary: aSummary({ hasMfa: false }) } },
      [],
    ],
  ],
  rootUsed: [
    ['30 days ago', { root: { password_last_used: daysAgo(30) } }, []],
    [
      'a second less',
      { root: { password_last_used: daysAgo(30) + 1_000 } },
      ['account high: the password was used on 2026-10-21'],
    ],
    ['never', { root: { password_last_used: 'no_information' } }, []],
    [
      'within another limit',
      { root: { password_last_used: daysAgo(30) } },
      ['account high: the password was used on 2026-10-21'],
      { withinDays: 31 },
    ],
    [
      'a key',
      { root: aKey(2, { active: 'false', lastUsed: daysAgo(1) }) },
      ['account high: access key 2 was used on 2026-11-19'],
    ],
    [
      'in the future',
      { root: { password_last_used: NOW + 16 * MINUTE } },
      ['? account: the password was used on 2026-11-20, which is in the future'],
    ],
    [
      'not understood',
      { root: { password_last_used: 'today' } },
      ['? account: password_last_used is "today", which is not understood'],
    ],
    [
      'a key not understood',
      { root: aKey(1, { active: 'odd' }) },
      ['? account: access_key_1_active is "odd", which is not understood'],
    ],
    ['no row', { root: 'none' }, ['? account: the credential report has no row of the root user']],
  ],
  passwordPolicy: [
    ['the baseline', {}, []],
    [
      'one below it each',
      { rows: [aPassword()], account: { passwordRules: rulesOf(13, 23) } },
      ['account medium: length 13, not 14', 'account medium: 23 earlier passwords are remembered, not 24'],
    ],
    [
      "none at all, which is IAM's default",
      { rows: [aPassword()], account: { passwordRules: { kind: 'read', value: 'none' } } },
      [
        "account medium: none is set, so IAM's default applies: length 8, not 14",
        "account medium: none is set, so IAM's default applies: 0 earlier passwords are remembered, not 24",
      ],
    ],
    [
      'one below it, and no user has a password',
      { rows: [{}], account: { passwordRules: rulesOf(13, 24) } },
      ['account low: length 13, not 14; no user has a password'],
    ],
    [
      'one below it, and no user at all',
      { rows: [], account: { passwordRules: rulesOf(14, 23) } },
      ['account low: 23 earlier passwords are remembered, not 24; no user has a password'],
    ],
    [
      'one below it, and one cell that may be a password',
      { rows: [aPassword({ enabled: 'odd' })], account: { passwordRules: rulesOf(13, 24) } },
      ['account medium: length 13, not 14'],
    ],
    ['no expiry, which 5.0 does not ask for', {}, []],
    [
      'no expiry and no kind of character, which 1.2 asks for',
      { benchmark: 'cis-1.2', rows: [aPassword()] },
      [
        'account medium: passwords expire never, not after 90 days',
        'account medium: passwords need no uppercase letter',
        'account medium: passwords need no lowercase letter',
        'account medium: passwords need no symbol',
        'account medium: passwords need no number',
      ],
    ],
    [
      '90 days and all kinds, which 1.2 asks for',
      { benchmark: 'cis-1.2', account: { passwordRules: rulesOf(14, 24, 90, ALL_SWITCHES) } },
      [],
    ],
    [
      'one kind is missing, and the policy asks for all',
      {
        rows: [aPassword()],
        account: {
          passwordRules: rulesOf(
            14,
            24,
            90,
            ALL_SWITCHES.filter((name) => name !== 'require-symbols'),
          ),
        },
      },
      ['account medium: passwords need no symbol'],
      { minimumLength: 14, reusePrevention: 24, characterClasses: true },
    ],
    [
      'users may not change their own password, which a restore needs',
      { rows: [aPassword()], account: { passwordRules: rulesOf(14, 24, 90, []) } },
      ['account medium: users may not change their own password, as they must after a restore'],
    ],
    [
      'users may not change their own password, and none has one',
      { account: { passwordRules: rulesOf(14, 24, 90, []) } },
      [],
    ],
    [
      'users may not change their own password, which a policy with figures need not mind',
      { rows: [aPassword()], account: { passwordRules: rulesOf(14, 24, 90, []) } },
      [],
      { minimumLength: 14, reusePrevention: 24 },
    ],
    [
      '91 days, and the policy asks for 90',
      { rows: [aPassword()], account: { passwordRules: rulesOf(14, 24, 91) } },
      ['account medium: passwords expire after 91 days, not after 90 days'],
      { minimumLength: 14, reusePrevention: 24, maxAgeDays: 90 },
    ],
    [
      'another baseline',
      { account: { passwordRules: rulesOf(8, 0) } },
      [],
      { minimumLength: 8, reusePrevention: 0 },
    ],
    ['unreadable', { account: { passwordRules: DENIED } }, [`? account: ${DENIED.cause}`]],
  ],
  keysAtSetup: [
    [
      'five minutes after the user',
      { rows: [{ ...aPassword(), ...aKey(1, { lastRotated: LONG_AGO + 5 * MINUTE }) }] },
      ['alice low: has a console password, and a key as old as the user without a use'],
    ],
    ['a key that somebody uses', { rows: [{ ...aPassword(), ...aKey(1, { lastUsed: daysAgo(1) }) }] }, []],
    ['a key that somebody used once', { rows: [{ ...aPassword(), ...aKey(2, { lastUsed: LONG_AGO }) }] }, []],
    [
      'last use not understood',
      { rows: [{ ...aPassword(), ...aKey(1, { lastUsed: 'lately' }) }] },
      ['? alice: access_key_1_last_used_date is "lately", which is not understood'],
    ],
    [
      'last use not understood, of a younger key',
      { rows: [{ ...aPassword(), ...aKey(1, { lastUsed: 'lately', lastRotated: daysAgo(9) }) }] },
      [],
    ],
    [
      'a second later',
      { rows: [{ ...aPassword(), ...aKey(1, { lastRotated: LONG_AGO + 5 * MINUTE + 1_000 }) }] },
      [],
    ],
    ['no password', { rows: [aKey(1)] }, []],
    ['no key', { rows: [aPassword()] }, []],
    ['an inactive key', { rows: [{ ...aPassword(), ...aKey(1, { active: 'false' }) }] }, []],
    [
      'creation not understood',
      { rows: [{ ...aPassword(), ...aKey(1), user_creation_time: 'once' }] },
      ['? alice: user_creation_time is "once", which is not understood'],
    ],
    [
      'key date not understood',
      { rows: [{ ...aPassword(), ...aKey(1, { lastRotated: 'odd' }) }] },
      ['? alice: access_key_1_last_rotated is "odd", which is not understood'],
    ],
    [
      'key not understood',
      { rows: [{ ...aPassword(), ...aKey(2, { active: 'odd' }) }] },
      ['? alice: access_key_2_active is "odd", which is not understood'],
    ],
    [
      'password not understood',
      { rows: [{ ...aPassword({ enabled: 'odd' }), ...aKey(1) }] },
      ['? alice: password_enabled is "odd", which is not understood'],
    ],
    [
      'no date of creation',
      { rows: [{ ...aPassword(), ...aKey(1), user_creation_time: 'N/A' }] },
      ['? alice: the report does not say when user and key were created'],
    ],
  ],
  noCredentials: [
    ['a password', { rows: [aPassword()] }, []],
    ['an inactive key, which somebody may want back', { rows: [aKey(1, { active: 'false' })] }, []],
    ['an inactive certificate', { rows: [{ cert_1_last_rotated: daysAgo(900) }] }, []],
    [
      'the date of a certificate not understood',
      { rows: [{ cert_1_last_rotated: 'odd' }] },
      ['? alice: cert_1_last_rotated is "odd", which is not understood'],
    ],
    ['a certificate', { rows: [{ cert_2_active: 'true' }] }, []],
    [
      'a service-specific credential, by a name in another case',
      { account: { serviceCredentials: { kind: 'read', value: [aServiceCredential({ user: 'Alice' })] } } },
      [],
    ],
    ['nothing', {}, ['alice low: no password, access key, certificate or service-specific credential']],
    [
      'service-specific credentials unreadable',
      { account: { serviceCredentials: DENIED } },
      [`? alice: ${DENIED.cause}`],
    ],
    [
      'a password, and the rest unreadable',
      { rows: [aPassword()], account: { serviceCredentials: DENIED } },
      [],
    ],
    [
      'a cell not understood',
      { rows: [{ cert_1_active: 'odd' }] },
      ['? alice: cert_1_active is "odd", which is not understood'],
    ],
  ],
  noExemption: [
    ['one', { liveExemptions: 1 }, []],
    ['none', { liveExemptions: 0 }, ['account medium: the policy has no exemption in force']],
  ],
  serviceCredentials: [
    ['none', {}, []],
    ['an inactive one', credentials(aServiceCredential({ status: 'Inactive' })), []],
    [
      'one of each kind, long-term API keys first',
      credentials(
        aServiceCredential(),
        aServiceCredential({ user: 'bob', service: 'cassandra.amazonaws.com' }),
        aServiceCredential({ user: 'carol', service: 'logs.amazonaws.com', expiresAt: NOW + 1 }),
        aServiceCredential({ user: 'dave', service: 'new.amazonaws.com', status: 'Odd' }),
        aServiceCredential({ user: 'erin', service: 'bedrock.amazonaws.com' }),
      ),
      [
        'erin high: Bedrock API key of 2026-08-12, never expires',
        'carol medium: CloudWatch Logs API key of 2026-08-12, expires 2026-11-20',
        'alice low: CodeCommit credential of 2026-08-12',
        'bob low: Keyspaces credential of 2026-08-12',
        'dave low: credential for new.amazonaws.com of 2026-08-12, status Odd',
      ],
    ],
    [
      'a service with a name that every object has',
      credentials(aServiceCredential({ service: 'constructor' })),
      ['alice low: credential for constructor of 2026-08-12'],
    ],
    [
      'an API key that has expired',
      credentials(aServiceCredential({ service: 'bedrock.amazonaws.com', expiresAt: NOW })),
      [],
    ],
    ['unreadable', { account: { serviceCredentials: DENIED } }, [`? account: ${DENIED.cause}`]],
  ],
  sshKeys: [
    ['no key', { account: { sshKeys: [sshKeysOf('alice')] } }, []],
    ['an inactive key', { account: { sshKeys: [sshKeysOf('alice', 'Inactive')] } }, []],
    [
      'active ones',
      { account: { sshKeys: [sshKeysOf('alice', 'Active'), sshKeysOf('bob', 'Active', 'Inactive', 'Odd')] } },
      ['alice low: 1 SSH public key active', 'bob low: 2 SSH public keys active'],
    ],
    [
      'unreadable for one',
      { account: { sshKeys: [{ ...sshKeysOf('bob'), keys: DENIED }] } },
      [`? bob: ${DENIED.cause}`],
    ],
  ],
  signingCertificates: [
    [
      'the root user has one',
      { root: { cert_1_active: 'true' } },
      ['account high: 1 signing certificate of the root user active'],
    ],
    [
      'of the root user, not understood',
      { root: { cert_1_active: 'odd' } },
      ['? account: cert_1_active is "odd", which is not understood'],
    ],
    ['the report has no row of the root user', { root: 'none' }, []],
    ['none', {}, []],
    [
      'both',
      { rows: [{ cert_1_active: 'true', cert_2_active: 'true' }] },
      ['alice low: 2 signing certificates active'],
    ],
    [
      'one, and one not understood',
      { rows: [{ cert_1_active: 'true', cert_2_active: 'odd' }] },
      ['alice low: 1 signing certificate active', '? alice: cert_2_active is "odd", which is not understood'],
    ],
    [
      'not understood',
      { rows: [{ cert_2_active: 'odd' }] },
      ['? alice: cert_2_active is "odd", which is not understood'],
    ],
  ],
};

function credentials(...value: readonly ReturnType<typeof aServiceCredential>[]): Said {
  return { account: { serviceCredentials: { kind: 'read', value } } };
}

it('there is a table for every check', () => {
  // The others are in privilege-checks.test.ts and trail.test.ts.
  const others = ['adminUsers', 'directPolicies', 'quarantined', 'trail'];
  expect([...Object.keys(TABLE), ...others].toSorted()).toEqual(CHECKS.map(({ id }) => id).toSorted());
});

describe.each(Object.entries(TABLE))('%s', (id, rows) => {
  // By name: of a row that is shorter than its parameters jest would wait for a callback.
  const cases = rows.map(([what, said, lines, setting]) => ({ what, said, lines, setting }));

  it.each(cases)('$what', ({ said, lines, setting }) => {
    const answer = answerTo(id, said, setting);
    expect(linesOf(answer)).toEqual(lines);
    const [first] = lines;
    expect(answer.kind).toBe(
      first === undefined ? 'compliant' : first.startsWith('?') ? 'unreadable' : 'failing',
    );
  });
});

it('SSH keys of nobody are not asked about, which is not compliant', () => {
  expect(answerTo('sshKeys')).toEqual({ kind: 'notAsked' });
});

it('what fails for one and is unreadable for another is both', () => {
  const rows = [
    { user: 'alice', ...aPassword() },
    { user: 'bob', ...aPassword(), mfa_active: 'odd' },
  ];
  expect(answerTo('consoleMfa', { rows })).toMatchObject({
    kind: 'failing',
    findings: [{ subject: { name: 'alice' } }],
    unreadable: [{ subject: { name: 'bob' } }],
  });
});

it('every finding says how to mend it, in a sentence', () => {
  const all = Object.entries(TABLE).flatMap(([id, rows]) =>
    rows.flatMap(([, said, , setting]) => {
      const answer = answerTo(id, said, setting);
      return answer.kind === 'failing' ? answer.findings : [];
    }),
  );
  expect(all.filter(({ fix }) => !/^[A-Za-z].{20,}\.$/.test(fix))).toEqual([]);
});

describe('the commands of a finding are whole', () => {
  const soap = { user: 'soap', cert_1_active: 'true' };
  const credential = aServiceCredential({ user: 'robot', id: 'ACCAEXAMPLE' });
  it.each<[string, Said, string[]]>([
    [
      'keyRotation',
      { rows: [{ user: 'ci', ...aKey(1, { lastRotated: daysAgo(91) }) }] },
      [
        'list-access-keys --user-name ci',
        'create-access-key --user-name ci',
        'update-access-key --user-name ci --access-key-id "$OLD_KEY_ID" --status Inactive',
      ],
    ],
    [
      'twoActiveKeys',
      { rows: [{ user: 'ci', ...aKey(1), ...aKey(2) }] },
      [
        'list-access-keys --user-name ci',
        'get-access-key-last-used --access-key-id "$KEY_ID"',
        'update-access-key --user-name ci --access-key-id "$KEY_ID" --status Inactive',
      ],
    ],
    [
      'keysAtSetup',
      { rows: [{ user: 'ci', ...aPassword(), ...aKey(1, { lastRotated: LONG_AGO }) }] },
      [
        'list-access-keys --user-name ci',
        'update-access-key --user-name ci --access-key-id "$KEY_ID" --status Inactive',
      ],
    ],
    ['noCredentials', { rows: [{ user: 'ci' }] }, ['list-ssh-public-keys --user-name ci']],
    [
      'serviceCredentials',
      { account: { serviceCredentials: { kind: 'read', value: [credential] } } },
      [
        'update-service-specific-credential --user-name robot --service-specific-credential-id ACCAEXAMPLE --status Inactive',
      ],
    ],
    [
      'sshKeys',
      { account: { sshKeys: [sshKeysOf('stan', 'Active', 'Inactive', 'Odd')] } },
      [
        'update-ssh-public-key --user-name stan --ssh-public-key-id APKA0 --status Inactive',
        'update-ssh-public-key --user-name stan --ssh-public-key-id APKA2 --status Inactive',
      ],
    ],
    [
      'signingCertificates',
      { rows: [soap] },
      [
        'list-signing-certificates --user-name soap',
        'update-signing-certificate --user-name soap --certificate-id "$CERTIFICATE_ID" --status Inactive',
      ],
    ],
  ])('%s', (id, said, expected) => {
    expect(commandsOf(answerTo(id, said))).toEqual(expected);
  });

  /** IAM resets each setting that the call leaves out. */
  it.each<[string, Said['account'], string]>([
    [
      'keeps the settings that are on, and figures that are stricter',
      { passwordRules: rulesOf(20, 0, 30, ['require-numbers', 'hard-expiry']) },
      '--minimum-password-length 20 --password-reuse-prevention 24 --max-password-age 30 --require-numbers --hard-expiry',
    ],
    [
      'turns nothing on that was off',
      { passwordRules: rulesOf(8, 24, undefined, []) },
      '--minimum-password-length 14 --password-reuse-prevention 24',
    ],
    [
      "is no weaker than IAM's default, where there is no policy",
      { passwordRules: { kind: 'read', value: 'none' } },
      '--minimum-password-length 14 --password-reuse-prevention 24 --require-lowercase-characters --require-uppercase-characters --require-numbers --require-symbols --allow-users-to-change-password',
    ],
  ])('passwordPolicy %s', (_, account, options) => {
    const commands = commandsOf(answerTo('passwordPolicy', account ? { account } : {}));
    expect([...new Set(commands)]).toEqual([`update-account-password-policy ${options}`]);
  });

  it('passwordPolicy sets the expiry that the policy asks for', () => {
    const answer = answerTo(
      'passwordPolicy',
      { account: { passwordRules: rulesOf(14, 24, 365, []) } },
      { minimumLength: 14, reusePrevention: 24, maxAgeDays: 90 },
    );
    expect(commandsOf(answer)).toEqual([
      'update-account-password-policy --minimum-password-length 14 --password-reuse-prevention 24 --max-password-age 90',
    ]);
  });

  it('passwordPolicy turns on what is missing', () => {
    const answer = answerTo('passwordPolicy', {
      benchmark: 'cis-1.2',
      rows: [aPassword()],
      account: { passwordRules: rulesOf(14, 24, 90, ['hard-expiry']) },
    });
    expect([...new Set(commandsOf(answer))]).toEqual([
      'update-account-password-policy --minimum-password-length 14 --password-reuse-prevention 24 --max-password-age 90 --hard-expiry --require-uppercase-characters --require-lowercase-characters --require-symbols --require-numbers --allow-users-to-change-password',
    ]);
  });
});

/** Without `aws iam`, each on one line. */
function commandsOf(answer: CheckResult): string[] {
  const findings = answer.kind === 'failing' ? answer.findings : [];
  return findings
    .flatMap(({ commands = [] }) => commands)
    .map((command) =>
      iamCommand(command)
        .join('\n')
        .replaceAll(/\s*\\\n\s*/g, ' ')
        .replace('    aws iam ', ''),
    );
}

it('no advice says "delete" before it says what has to come first', () => {
  const fixes = Object.entries(TABLE).flatMap(([id, rows]) =>
    rows.flatMap(([, said, , setting]) => {
      const answer = answerTo(id, said, setting);
      return answer.kind === 'failing' ? answer.findings.map(({ fix }) => fix) : [];
    }),
  );
  const deleting = fixes.filter((fix) => /delet/i.test(fix));
  expect(deleting.length).toBeGreaterThan(5);
  expect(deleting.filter((fix) => !/\bafter\b/i.test(fix))).toEqual([]);
});
