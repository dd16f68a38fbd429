import { asksAboutKeys } from '../../../../lambda/domain/policy/rules';
import type { Match } from '../../../../lambda/domain/policy/schema';
import {
  aKey,
  anExemption,
  anOverride,
  aPassword,
  aPolicy,
  aReportRow,
  type Cells,
  daysAgo,
  verdictsOf,
  type Scene,
} from '../../../support/builders';

// `keys: "none"`: users who have no access key at all. The report says who, as far as it can be read.

const exempting = (match: Match) => aPolicy({ exemptions: [anExemption({ match })] });
const NONE = exempting({ keys: 'none' });

/** The verdict on the password of alice, unused for 60 days, beside what else her row has. */
function passwordUnder(policy: Scene['policy'], cells: Cells = {}, scene: Scene = {}) {
  const row = aReportRow({ ...aPassword({ lastUsed: daysAgo(60) }), ...cells });
  const verdict = verdictsOf([row], { ...scene, ...(policy ? { policy } : {}) })['alice password'];
  if (!verdict) throw new Error('a row with a password has a verdict on it');
  return verdict;
}

describe('the user has no key, neither active nor inactive', () => {
  it.each<[string, Cells, 'exempt' | 'stale' | 'unclear']>([
    ['both columns empty', {}, 'exempt'],
    ['an active key', aKey(1), 'stale'],
    ['an active key in the second column', aKey(2), 'stale'],
    ['an inactive key', aKey(1, { active: 'false' }), 'stale'],
    ['an inactive key that was used', aKey(2, { active: 'false', lastUsed: daysAgo(300) }), 'stale'],
    ['two keys', { ...aKey(1), ...aKey(2, { active: 'false' }) }, 'stale'],
    // Evidence of a key that is not understood is neither a key nor none.
    ['a status that is not understood', { access_key_1_active: 'perhaps' }, 'unclear'],
    ['a creation that is not understood', { access_key_1_last_rotated: 'soon' }, 'unclear'],
    ['a use without a creation', { access_key_2_last_used_date: daysAgo(9) }, 'unclear'],
    ['a use that is not understood', { access_key_2_last_used_date: 'soon' }, 'unclear'],
    ['more credentials than the columns show', { additional_credentials_info: '1 more' }, 'unclear'],
    ['one that is not understood, beside a key', { ...aKey(1), access_key_2_active: 'perhaps' }, 'stale'],
    ['more than the two that are there', { ...aKey(1), additional_credentials_info: '1 more' }, 'stale'],
    ['an active key without a creation', aKey(1, { lastRotated: 'N/A' }), 'stale'],
  ])('%s', (_, cells, kind) => {
    expect(passwordUnder(NONE, cells).kind).toBe(kind);
  });

  it('who is in use is in use, whatever the report says of keys', () => {
    const cells = { password_last_used: '2026-11-19T07:00:00Z', access_key_1_active: 'perhaps' };
    expect(passwordUnder(NONE, cells).kind).toBe('inUse');
  });
});

describe('all fields that are given must match', () => {
  it.each<[string, Match, Cells, 'exempt' | 'stale' | 'unclear']>([
    ['the name too', { users: ['alice'], keys: 'none' }, {}, 'exempt'],
    ['not the name', { users: ['bob'], keys: 'none' }, {}, 'stale'],
    ['the name alone', { users: ['alice'], keys: 'none' }, aKey(1), 'stale'],
    [
      'the name, and keys unknown',
      { users: ['alice'], keys: 'none' },
      { access_key_1_active: '?' },
      'unclear',
    ],
    [
      'not the name, and keys unknown',
      { users: ['bob'], keys: 'none' },
      { access_key_1_active: '?' },
      'stale',
    ],
    ['not the tag', { tags: { a: '*' }, keys: 'none' }, {}, 'stale'],
  ])('%s', (_, match, cells, kind) => {
    expect(passwordUnder(exempting(match), cells).kind).toBe(kind);
  });
});

describe('what is unclear says what was asked', () => {
  const lookedUp = () => ({ kind: 'unreadable', cause: 'AccessDenied' }) as const;
  it.each<[string, Match, Scene, string]>([
    [
      'keys alone',
      { keys: 'none' },
      {},
      "an exemption asks for the user's access keys, and they are not known",
    ],
    [
      'keys alone, although tags cannot be read',
      { keys: 'none' },
      { lookedUp },
      "an exemption asks for the user's access keys, and they are not known",
    ],
    [
      'keys and tags',
      { keys: 'none', tags: { a: '*' } },
      { lookedUp },
      "an exemption asks for the user's tags, groups or access keys, and they are not known: AccessDenied",
    ],
    [
      'keys and groups',
      { keys: 'none', groups: ['ops'] },
      { lookedUp },
      "an exemption asks for the user's tags, groups or access keys, and they are not known: AccessDenied",
    ],
  ])('%s', (_, match, scene, cause) => {
    expect(passwordUnder(exempting(match), { access_key_1_active: 'perhaps' }, scene)).toMatchObject({
      kind: 'unclear',
      cause,
    });
  });

  it('tags alone, where the keys are known', () => {
    expect(passwordUnder(exempting({ keys: 'none', tags: { a: '*' } }), {}, { lookedUp })).toMatchObject({
      cause: "an exemption asks for the user's tags or groups, and they are not known: AccessDenied",
    });
  });
});

describe('an override', () => {
  const overriding = (maxUnusedDays: number) =>
    aPolicy({ overrides: [anOverride({ match: { keys: 'none' }, password: { maxUnusedDays } })] });

  it.each<[string, number, Cells, string]>([
    ['that is longer spares who has no key', 90, {}, 'inUse'],
    ['that is longer does not spare who has one', 90, aKey(1), 'stale'],
    // Neither limit is sure, so nothing is done.
    ['that is longer, where nobody knows', 90, { access_key_1_active: 'perhaps' }, 'unclear'],
    ['that is shorter, where nobody knows', 30, { access_key_1_active: 'perhaps' }, 'unclear'],
    ['that is shorter holds for who has no key', 30, {}, 'stale'],
  ])('%s', (_, days, cells, kind) => {
    expect(passwordUnder(overriding(days), cells).kind).toBe(kind);
  });

  it('names itself where it decides', () => {
    expect(passwordUnder(overriding(30))).toMatchObject({ maxUnusedDays: 30, override: 'service accounts' });
  });
});

it('the password of a user who gets a key is no longer exempt, and says what had spared it', () => {
  const history = () => ({ exemption: 'break-glass' });
  expect(passwordUnder(NONE, {}, { history }).kind).toBe('exempt');
  expect(passwordUnder(NONE, aKey(1, { lastRotated: daysAgo(1) }), { history })).toMatchObject({
    kind: 'stale',
    noticeGiven: false,
    actOn: '2026-11-27',
  });
});

it.each<[string, Parameters<typeof aPolicy>[0], boolean]>([
  ['no rule', {}, false],
  ['rules by name and path', { exemptions: [anExemption()], overrides: [anOverride()] }, false],
  ['an exemption', { exemptions: [anExemption({ match: { keys: 'none' } })] }, true],
  ['an override', { overrides: [anOverride({ match: { users: ['a'], keys: 'none' } })] }, true],
])('asksAboutKeys, with %s', (_, options, asks) => {
  expect(asksAboutKeys(aPolicy(options))).toBe(asks);
});
