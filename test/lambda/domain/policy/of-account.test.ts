import { parsePolicy } from '../../../../lambda/domain/policy/parse';
import { policyOfAccount } from '../../../../lambda/domain/policy/of-account';
import { matches } from '../../../../lambda/domain/policy/rules';
import type { Match } from '../../../../lambda/domain/policy/schema';
import {
  anExemption,
  anOverride,
  aPassword,
  aPolicy,
  aReportRow,
  daysAgo,
  NOW,
  policyText,
  verdictsOf,
} from '../../../support/builders';

// Rules of an organization's policy that name accounts or OUs.

const [HERE, THERE] = ['111122223333', '444455556666'] as const;
const PARENTS = ['r-ab12', 'ou-ab12-11111111', 'ou-ab12-22222222'];

/** The verdict on alice's password of 60 days, in account HERE. */
function verdictUnder(
  rules: Parameters<typeof aPolicy>[0],
  parents: readonly string[] | undefined = PARENTS,
) {
  const policy = policyOfAccount(aPolicy(rules), { id: HERE, parents });
  const row = aReportRow({ ...aPassword({ lastUsed: daysAgo(60) }) });
  const verdict = verdictsOf([row], { policy })['alice password'];
  if (!verdict) throw new Error('a row with a password has a verdict on it');
  return verdict;
}
const exempting = (match: Match) => ({ exemptions: [anExemption({ match })] });

describe('an exemption holds where all that it names is', () => {
  it.each<[string, Match, 'exempt' | 'stale']>([
    ['the account', { accounts: [HERE] }, 'exempt'],
    ['the account, of two', { accounts: [THERE, HERE] }, 'exempt'],
    ['another account', { accounts: [THERE] }, 'stale'],
    ['the account and the user', { accounts: [HERE], users: ['ali*'] }, 'exempt'],
    ['the account and another user', { accounts: [HERE], users: ['bob'] }, 'stale'],
    ['another account and the user', { accounts: [THERE], users: ['alice'] }, 'stale'],
    ['the root', { ous: ['r-ab12'] }, 'exempt'],
    ['an OU above the account’s own', { ous: ['ou-ab12-11111111'] }, 'exempt'],
    ['the account’s own OU, of two', { ous: ['ou-ab12-99999999', 'ou-ab12-22222222'] }, 'exempt'],
    ['another OU', { ous: ['ou-ab12-99999999'] }, 'stale'],
    // An id that only begins like another one is another one.
    ['the beginning of an OU', { ous: ['ou-ab12-1111111'] }, 'stale'],
    ['an OU and another user', { ous: ['r-ab12'], users: ['bob'] }, 'stale'],
  ])('%s', (_, match, kind) => {
    expect(verdictUnder(exempting(match)).kind).toBe(kind);
  });
});

describe('where the OUs of the account are not known', () => {
  it.each<[string, Match, 'exempt' | 'stale' | 'unclear']>([
    ['a rule by OU may hold', { ous: ['r-ab12'] }, 'unclear'],
    ['a rule by OU may hold for this user', { ous: ['r-ab12'], users: ['alice'] }, 'unclear'],
    ['a rule by OU for another user does not', { ous: ['r-ab12'], users: ['bob'] }, 'stale'],
    ['a rule by account is no question', { accounts: [HERE] }, 'exempt'],
    ['a rule for another account is none either', { accounts: [THERE] }, 'stale'],
  ])('%s', (_, match, kind) => {
    const policy = policyOfAccount(aPolicy(exempting(match)), { id: HERE, parents: undefined });
    const row = aReportRow({ ...aPassword({ lastUsed: daysAgo(60) }) });
    expect(verdictsOf([row], { policy })['alice password']?.kind).toBe(kind);
  });

  it('the verdict says so', () => {
    const policy = policyOfAccount(aPolicy(exempting({ ous: ['r-ab12'] })), { id: HERE, parents: undefined });
    const row = aReportRow({ ...aPassword({ lastUsed: daysAgo(60) }) });
    expect(verdictsOf([row], { policy })['alice password']).toStrictEqual({
      kind: 'unclear',
      cause: "an exemption asks for the user's OUs, and they are not known",
    });
  });

  it('an account without parents has none: nothing is unknown', () => {
    expect(verdictUnder(exempting({ ous: ['r-ab12'] }), []).kind).toBe('stale');
  });
});

it('an override of another account leaves the next one its turn', () => {
  const overrides = [
    anOverride({ name: 'there', match: { accounts: [THERE] }, password: { maxUnusedDays: 300 } }),
    anOverride({ name: 'here', match: { ous: ['ou-ab12-11111111'] }, password: { maxUnusedDays: 90 } }),
  ];
  expect(verdictUnder({ overrides }).kind).toBe('inUse');
  expect(verdictUnder({ overrides: overrides.slice(0, 1) }).kind).toBe('stale');
});

it('rules that name neither stay as they are', () => {
  const policy = aPolicy({ ...exempting({ users: ['bob'] }), overrides: [anOverride()] });
  expect(policyOfAccount(policy, { id: HERE, parents: undefined })).toStrictEqual(policy);
});

it('a match that nobody has asked about the account is unknown, never a yes', () => {
  const subject = { name: 'alice', path: '/', tags: new Map(), groups: [], hasKeys: false };
  expect(matches({ accounts: [HERE] }, subject)).toBe('unknown');
  expect(matches({ ous: ['r-ab12'], users: ['alice'] }, subject)).toBe('unknown');
  expect(matches({ ous: ['r-ab12'], users: ['bob'] }, subject)).toBe('no');
});

describe('the parser', () => {
  const refusal = (match: unknown, scope?: 'organization') => {
    try {
      parsePolicy(policyText({ exemptions: [{ ...anExemption(), match }] }), NOW, scope);
      return 'accepted';
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };

  it.each<[string, unknown, string]>([
    ['an account', { accounts: [HERE] }, 'accepted'],
    ['an OU and users', { ous: ['ou-ab12-11111111'], users: ['ci-*'] }, 'accepted'],
    ['11 digits', { accounts: ['11112222333'] }, 'match.accounts[0]: must be an account id, 12 digits'],
    ['13 digits', { accounts: ['1111222233334'] }, 'match.accounts[0]: must be an account id, 12 digits'],
    ['a number', { accounts: [111122223333] }, 'match.accounts[0]: must be a string, not a number'],
    ['no account', { accounts: [] }, 'match.accounts: must have at least 1 entry'],
    ['the name of an OU', { ous: ['Sandboxes'] }, 'match.ous[0]: must be the id of an organizational unit'],
    ['both', { accounts: [HERE], ous: ['r-ab12'] }, 'match: has accounts and ous; give one of them'],
  ])('of an organization, on %s', (_, match, message) => {
    const said = refusal(match, 'organization');
    expect(said === 'accepted' ? said : said.replace('exemptions[0].', '')).toContain(message);
  });

  it.each(['accounts', 'ous'])('of a single account refuses %s, and says what to do', (by) => {
    const match = { users: ['ci-*'], [by]: [by === 'ous' ? 'r-ab12' : HERE] };
    expect(refusal(match)).toBe(
      `exemptions[0].match.${by}: is for the deployment of an organization, and this is that of a single account. If the rule is meant for this account, remove this key; if not, remove the rule`,
    );
  });

  it('of a single account names the place of an override, too', () => {
    const overrides = [anOverride(), anOverride({ name: 'second', match: { accounts: [HERE] } })];
    expect(() => parsePolicy(policyText({ overrides }), NOW)).toThrow(/^overrides\[1\]\.match\.accounts: /);
  });
});
