import {
  confirm,
  type Confirmation,
  type ConfirmInput,
  type LiveUser,
} from '../../../../lambda/domain/remediation/confirm';
import type { LiveKey } from '../../../../lambda/domain/evaluation/key-identity';
import type { Policy } from '../../../../lambda/domain/policy/schema';
import {
  aCandidate,
  aKey,
  aLiveKey,
  aLiveUser,
  anExemption,
  anOverride,
  aPassword,
  aPolicy,
  aReportRow,
  daysAgo,
  LONG_AGO,
  NOW,
  type ReportRow,
} from '../../../support/builders';

// What an auditor reads of a credential that was let be: each cause to the letter.

function outcome(
  row: ReportRow,
  look: LiveUser | 'gone',
  { policy = aPolicy(), history = {} }: Partial<Pick<ConfirmInput, 'policy' | 'history'>> = {},
): string {
  return told(
    confirm({ candidate: aCandidate(row, { policy, listed: [liveKey()] }), look, policy, history, now: NOW }),
  );
}

function told(confirmation: Confirmation): string {
  return confirmation.kind === 'confirmed' ? 'confirmed' : `${confirmation.kind}: ${confirmation.cause}`;
}

const password = aReportRow(aPassword({ lastUsed: daysAgo(100), lastChanged: daysAgo(300) }));
const key = aReportRow(aKey(1, { lastUsed: daysAgo(100) }));
const profile = { loginProfile: { createdAt: daysAgo(300) } };
const liveKey = (options: Parameters<typeof aLiveKey>[0] = {}) =>
  aLiveKey({ lastUsed: daysAgo(100), ...options });
const other = liveKey({ id: 'AKIAI44QH8DHBEXAMPLE' });
const withKeys = (...keys: LiveKey[]) => aLiveUser({ keys });

it.each<[string, ReportRow, LiveUser | 'gone']>([
  ['refused: the user no longer exists', password, 'gone'],
  [
    'refused: the user has been renamed or moved',
    password,
    aLiveUser({ user: { path: '/new/' }, ...profile }),
  ],
  [
    'refused: the user has been deleted and created again',
    password,
    aLiveUser({ user: { createdAt: LONG_AGO + 1000 }, ...profile }),
  ],
  ['alreadyAbsent: the user has no password any more', password, aLiveUser({ loginProfile: 'none' })],
  ['refused: the login profile was not read', password, aLiveUser({ loginProfile: 'notAsked' })],
  [
    'refused: used on 2026-11-19T07:00:00Z',
    password,
    aLiveUser({ ...profile, passwordLastUsed: daysAgo(1) }),
  ],
  [
    'refused: created on 2026-11-19T07:00:00Z',
    password,
    aLiveUser({ loginProfile: { createdAt: daysAgo(1) } }),
  ],
  ['refused: the access keys were not read', key, aLiveUser({ keys: 'notAsked' })],
  ['alreadyAbsent: the key has been deleted', key, withKeys()],
  ['alreadyAbsent: the key has been deleted', key, withKeys(other)],
  [
    'refused: the key with this id was created at another time',
    key,
    withKeys(liveKey({ createdAt: daysAgo(9) })),
  ],
  ['alreadyAbsent: the key already is Inactive', key, withKeys(liveKey({ status: 'Inactive' }))],
  ['alreadyAbsent: the key already is Expired', key, withKeys(liveKey({ status: 'Expired' }))],
  [`refused: the key's status is "Suspended"`, key, withKeys(liveKey({ status: 'Suspended' }))],
  ['refused: its last use was not read', key, withKeys(liveKey({ lastUsed: 'notAsked' }))],
  ['refused: used on 2026-11-19T07:00:00Z', key, withKeys(liveKey({ lastUsed: daysAgo(1) }))],
])('%s', (expected, row, look) => {
  expect(outcome(row, look)).toBe(expected);
});

it('what somebody enabled again since says so', () => {
  const history = { restored: { at: daysAgo(1), times: 1 } };
  expect(outcome(password, aLiveUser(profile), { history })).toBe(
    'refused: somebody enabled it again, seen 2026-11-19; its clock restarted then, and it is on notice from 2026-12-27 if it stays unused',
  );
});

it('what was enabled again, and is on notice again, says since when', () => {
  const history = { restored: { at: daysAgo(40), times: 1 } };
  expect(outcome(password, aLiveUser(profile), { history })).toBe(
    'refused: enabled again on 2026-10-11T07:00:00Z',
  );
});

it('no sign is younger, and the tags of today ask for more days', () => {
  const policy = aPolicy({
    overrides: [anOverride({ match: { tags: { lapse: 'later' } }, password: { maxUnusedDays: 365 } })],
  });
  const look = aLiveUser({ tags: { lapse: 'later' }, passwordLastUsed: daysAgo(100), ...profile });
  expect(outcome(password, look, { policy })).toBe(
    'refused: by the tags and groups that the user has now, the policy allows it more days',
  );
});

describe('a rule that asks for users without keys', () => {
  const keys = 'none' as const;
  const exempting = aPolicy({ exemptions: [anExemption({ match: { keys } })] });
  const later = aPolicy({
    overrides: [anOverride({ match: { keys }, password: { maxUnusedDays: 365 } })],
  });
  const inactive = liveKey({ status: 'Inactive', lastUsed: 'notAsked' });
  // The report shows a key, so that neither rule matched there.
  const row = aReportRow({ ...aPassword({ lastUsed: daysAgo(100) }), ...aKey(1, { lastUsed: daysAgo(1) }) });
  const after = (policy: Policy, live: LiveUser['keys']) =>
    outcome(row, aLiveUser({ ...profile, keys: live }), { policy });

  it.each<[string, LiveUser['keys'], string]>([
    ['and has none any more', [], 'refused: now exempt: break-glass'],
    ['and still has one', [liveKey({ lastUsed: 'notAsked' })], 'confirmed'],
    ['and has an inactive one', [inactive], 'confirmed'],
    [
      'and was not asked',
      'notAsked',
      "refused: an exemption asks for the user's access keys, and they are not known",
    ],
  ])('protects whoever has none at the last look: the user had a key %s', (_, live, expected) => {
    expect(after(exempting, live)).toBe(expected);
  });

  it('allows more days to whoever has none at the last look', () => {
    expect(after(later, [])).toBe(
      'refused: by the tags, groups and access keys that the user has now, the policy allows it more days',
    );
    expect(after(later, [inactive])).toBe('confirmed');
  });
});

describe('judge: user', () => {
  const policy: Policy = aPolicy({ judge: 'user' });
  const unread = "refused: another of the user's credentials was not read";
  const used = 'refused: the user used another credential on 2026-11-19T07:00:00Z';

  it.each<[string, ReportRow, LiveUser | 'gone', string]>([
    ['keys not read', password, aLiveUser({ ...profile, keys: 'notAsked' }), unread],
    [
      'a use not read',
      password,
      aLiveUser({ ...profile, keys: [liveKey({ lastUsed: 'notAsked' })] }),
      unread,
    ],
    ['a profile not read', key, aLiveUser({ loginProfile: 'notAsked', keys: [liveKey()] }), unread],
    ['a key used', password, aLiveUser({ ...profile, keys: [liveKey({ lastUsed: daysAgo(1) })] }), used],
    ['a password used', key, aLiveUser({ passwordLastUsed: daysAgo(1), keys: [liveKey()] }), used],
    ['nothing else', key, withKeys(liveKey()), 'confirmed'],
  ])('%s', (_, row, look, expected) => {
    expect(outcome(row, look, { policy })).toBe(expected);
  });
});
