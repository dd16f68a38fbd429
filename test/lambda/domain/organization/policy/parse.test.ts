import { parseOrganizationPolicy } from '../../../../../lambda/domain/organization/policy/parse';
import { PolicyError } from '../../../../../lambda/domain/policy/parse';
import { aPolicy, NOW } from '../../../../support/builders';
import { anEntry, anExclusion, anOrganizationPolicy } from '../an-organization';

// What somebody reads who got the parameter wrong, to the letter.

function refusal(parts: Record<string, unknown>): string {
  return refusalOf(JSON.stringify({ ...anOrganizationPolicy(), ...parts }));
}

function refusalOf(text: string): string {
  try {
    parseOrganizationPolicy(text, NOW);
  } catch (error) {
    if (error instanceof PolicyError) return error.message;
    throw error;
  }
  return 'accepted';
}

it.each<[string, Record<string, unknown>]>([
  ['accepted', {}],
  ['accepted', { default: 'excluded' }],
  [
    'default: must be "dry-run" or "excluded": what nobody has named is not acted on. Name the accounts or OUs in an entry of "accounts" with "mode": "enforce"',
    { default: 'enforce' },
  ],
  ['default: must be "dry-run" or "excluded"', { default: 'off' }],
  ['default: is missing; it must be "dry-run" or "excluded"', { default: undefined }],
  ['version: must be 1', { version: 2 }],
  ['accounts: is missing; an empty list is []', { accounts: undefined }],
  [
    'unknown key "maxUncoveredPercent": its place is coverage.maxUncoveredPercent. The keys here are: version, default, accounts, limits, coverage',
    { maxUncoveredPercent: 10 },
  ],
  ['coverage.maxUncoveredPercent: must be at most 100', { coverage: { maxUncoveredPercent: 100.1 } }],
  ['coverage.maxUncoveredPercent: must be at least 0', { coverage: { maxUncoveredPercent: -1 } }],
  [
    'limits.maxDisabledPerDay: must be a whole number, not 1.5',
    { limits: { maxDisabledPerDay: 1.5, maxDisabledPercent: 5, onExceed: 'stop' } },
  ],
])('%s', (message, parts) => {
  expect(refusal(parts)).toBe(message);
});

describe('an entry', () => {
  const place = 'accounts[0]';
  it.each<[string, unknown]>([
    ['accepted', anEntry()],
    ['accepted', anEntry({ mode: 'dry-run' })],
    ['accepted', anExclusion()],
    ['accepted', anExclusion({ until: '2027-01-31' })],
    ['accepted', anEntry({ match: { ous: ['r-ab12'] } })],
    ['accepted', anEntry({ match: { ous: ['ou-ab12-11111111'], accounts: ['000000000001'] } })],
    [`${place}.match: matches no account; give accounts, ous or both`, anEntry({ match: {} })],
    [
      `${place}.match: unknown key "names". The keys here are: accounts, ous`,
      { ...anEntry(), match: { names: ['sandbox-*'] } },
    ],
    [
      `${place}.match: unknown key "OUs": did you mean "ous"? The keys here are: accounts, ous`,
      { ...anEntry(), match: { OUs: ['ou-ab12-11111111'] } },
    ],
    [`${place}.match.accounts: must have at least 1 entry`, anEntry({ match: { accounts: [] } })],
    [
      `${place}.match.accounts[0]: must be an account id, 12 digits in quotes`,
      anEntry({ match: { accounts: ['11111111111'] } }),
    ],
    [
      `${place}.match.accounts[0]: must be a string, not a number`,
      { ...anEntry(), match: { accounts: [111_111_111_111] } },
    ],
    [
      `${place}.match.ous[0]: must be the id of an organizational unit or root, such as ou-ab12-11111111; a name matches nothing`,
      anEntry({ match: { ous: ['sandboxes'] } }),
    ],
    [
      `${place}.match.accounts[1]: 111111111111 stands at [0] already; remove it, or correct it`,
      anEntry({ match: { accounts: ['111111111111', '111111111111'] } }),
    ],
    [
      `${place}.reason: is missing; say why nobody looks at these accounts, every digest prints it`,
      { ...anExclusion(), reason: undefined },
    ],
    [
      `${place}.reason: belongs to "mode": "excluded" alone; remove it, or exclude the accounts`,
      anEntry({ reason: 'why' }),
    ],
    [
      `${place}.until: ends an exclusion only; remove it, and change the mode on the day itself`,
      anEntry({ until: '2027-01-31' }),
    ],
    [`${place}.until: must be a date, such as 2027-06-30`, anExclusion({ until: '31.1.2027' })],
    [
      `${place}.until: 2027-12-26 is more than 400 days ahead; choose an earlier day, and renew the exclusion before then`,
      anExclusion({ until: '2027-12-26' }),
    ],
    [`${place}.name: has no visible character`, anEntry({ name: '\u200B' })],
    [
      `${place}: unknown key "raeson": did you mean "reason"? The keys here are: name, match, mode, reason, until`,
      { ...anExclusion(), reason: undefined, raeson: 'an audit' },
    ],
  ])('%s', (message, entry) => {
    expect(refusal({ accounts: [entry] })).toBe(message);
  });

  it('two of one name cannot be told apart in a digest', () => {
    expect(refusal({ accounts: [anEntry(), anEntry()] })).toBe(
      'accounts[1].name: "enforcing" is already the name of accounts[0]',
    );
  });
});

describe('another text', () => {
  it.each<[string, string]>([
    [
      'is the policy of the credentials; its place is the parameter /iam-lapse/policy',
      JSON.stringify(aPolicy()),
    ],
    ['is empty', ' '],
    ['is not valid JSON at line 1 column 2: it ends too early', '{'],
    ['is over 8192 bytes, more than SSM can hold', `{"version":1,"default":"dry-run"${' '.repeat(8192)}}`],
    ['is a CloudFormation template', '{"Resources":{}}'],
  ])('%s', (message, text) => {
    expect(refusalOf(text)).toBe(message);
  });
});
