import { usersToLookUp } from '../../../../lambda/domain/evaluation/evaluate';
import type { UserLookup } from '../../../../lambda/domain/evaluation/user-evidence';
import {
  aKey,
  aLookUp,
  anEvaluation,
  anExemption,
  anOverride,
  aPassword,
  aPolicy,
  aReportRow,
  type Cells,
  daysAgo,
  LONG_AGO,
  NOW,
  parsedReport,
  type UserOptions,
  verdictKindsOf,
  verdictOf,
} from '../../../support/builders';

const stale = aReportRow(aPassword());

describe('users that the report and IAM do not agree about are `unclear`', () => {
  it.each<[string, UserOptions]>([
    ['deleted and created again', { createdAt: LONG_AGO + 1000 }],
    ['renamed', { name: 'alicia' }],
    ['of another case', { name: 'Alice', arn: 'arn:aws:iam::123456789012:user/alice' }],
    ['moved to another path', { path: '/left/', arn: 'arn:aws:iam::123456789012:user/left/alice' }],
  ])('%s', (_, user) => {
    expect(verdictOf(stale, { lookedUp: (reported) => aLookUp(reported, { user }) }).kind).toBe('unclear');
  });

  it('gone', () => {
    const lookedUp = (): UserLookup => ({ kind: 'gone' });
    expect(verdictOf(stale, { lookedUp })).toEqual({ kind: 'unclear', cause: 'the user no longer exists' });
  });

  it('the very same user is not', () => {
    expect(verdictOf(stale, { lookedUp: aLookUp }).kind).toBe('stale');
  });

  it('a user that nobody looked up is not, when the policy asks about neither tags nor groups', () => {
    expect(verdictOf(stale, { lookedUp: () => undefined }).kind).toBe('stale');
  });
});

describe('twins: two keys of the same second', () => {
  const both = (first: Parameters<typeof aKey>[1], second: Parameters<typeof aKey>[1]) =>
    verdictKindsOf([aReportRow({ ...aKey(1, first), ...aKey(2, second) })]);

  it.each([
    ['never used', {}],
    ['used at the same time', { lastUsed: daysAgo(60) }],
  ])('have one verdict when both are active and were %s', (_, key) => {
    expect(both(key, key)).toEqual({ 'alice key 1': 'stale', 'alice key 2': 'stale' });
  });

  it.each([
    ['never used', {}],
    ['used at the same time', { lastUsed: daysAgo(60) }],
  ])('are `unclear` when one is inactive and both were %s: a status changes without a trace', (_, key) => {
    expect(both({ active: 'false', ...key }, key)).toEqual({ 'alice key 2': 'unclear' });
    expect(both(key, { active: 'false', ...key })).toEqual({ 'alice key 1': 'unclear' });
  });

  it('are judged when their last use tells them apart', () => {
    expect(both({ lastUsed: daysAgo(1) }, {})).toEqual({ 'alice key 1': 'inUse', 'alice key 2': 'stale' });
  });

  it('are judged when one is inactive and their last use tells them apart', () => {
    expect(both({ active: 'false', lastUsed: daysAgo(9) }, {})).toEqual({ 'alice key 2': 'stale' });
  });

  it('no twins: a second lies between them', () => {
    expect(both({}, { lastRotated: LONG_AGO + 1000 })).toEqual({
      'alice key 1': 'stale',
      'alice key 2': 'stale',
    });
  });
});

describe("judge: user: a user's latest use of any credential counts for all of them", () => {
  const policy = aPolicy({ judge: 'user' });
  const kinds = (cells: Cells) => verdictKindsOf([aReportRow(cells)], { policy });

  it.each<[string, Cells, Record<string, string>]>([
    [
      'a password in use protects the key',
      { ...aPassword({ lastUsed: daysAgo(1) }), ...aKey(1) },
      { 'alice password': 'inUse', 'alice key 1': 'inUse' },
    ],
    [
      'a key in use protects password and second key',
      { ...aPassword(), ...aKey(1), ...aKey(2, { lastUsed: daysAgo(1) }) },
      { 'alice password': 'inUse', 'alice key 1': 'inUse', 'alice key 2': 'inUse' },
    ],
    [
      'a key created yesterday protects the password',
      { ...aPassword(), ...aKey(1, { lastRotated: daysAgo(1) }) },
      { 'alice password': 'inUse', 'alice key 1': 'inUse' },
    ],
    [
      "an inactive key's last use counts",
      { ...aPassword(), ...aKey(1, { active: 'false', lastUsed: daysAgo(1) }) },
      { 'alice password': 'inUse' },
    ],
    [
      "an inactive key's creation is no use",
      { ...aPassword(), ...aKey(1, { active: 'false', lastRotated: daysAgo(1) }) },
      { 'alice password': 'stale' },
    ],
    [
      "a deleted password's last use counts",
      { ...aPassword({ enabled: 'false', lastUsed: daysAgo(1), lastChanged: 'N/A' }), ...aKey(1) },
      { 'alice key 1': 'inUse' },
    ],
    [
      'when all are stale, all are',
      { ...aPassword({ lastUsed: daysAgo(90) }), ...aKey(1), ...aKey(2, { lastUsed: daysAgo(60) }) },
      { 'alice password': 'stale', 'alice key 1': 'stale', 'alice key 2': 'stale' },
    ],
    [
      'an odd token in one credential makes the latest unknown, for all',
      { ...aPassword({ lastUsed: 'soon' }), ...aKey(1), ...aKey(2, { lastUsed: daysAgo(60) }) },
      { 'alice password': 'unclear', 'alice key 1': 'unclear', 'alice key 2': 'unclear' },
    ],
    [
      "an odd token in an inactive key's last use, too",
      { ...aPassword(), ...aKey(1, { active: 'false', lastUsed: 'soon' }) },
      { 'alice password': 'unclear' },
    ],
    [
      'an odd status of another key, too',
      { ...aPassword(), ...aKey(1, { active: 'perhaps' }) },
      { 'alice password': 'unclear', 'alice key 1': 'unclear' },
    ],
    [
      "a deleted password's odd last use, too",
      { ...aPassword({ enabled: 'false', lastUsed: 'soon' }), ...aKey(1) },
      { 'alice key 1': 'unclear' },
    ],
    [
      "an inactive key's last use in the future, too",
      { ...aPassword(), ...aKey(1, { active: 'false', lastUsed: daysAgo(-1) }) },
      { 'alice password': 'unclear' },
    ],
  ])('%s', (_, cells, expected) => {
    expect(kinds(cells)).toEqual(expected);
  });

  it('each keeps its own limit', () => {
    const row = aReportRow({ ...aPassword({ lastUsed: daysAgo(60) }), ...aKey(1) });
    const uneven = aPolicy({ judge: 'user', accessKey: { maxUnusedDays: 90 } });
    expect(verdictKindsOf([row], { policy: uneven })).toEqual({
      'alice password': 'stale',
      'alice key 1': 'inUse',
    });
  });

  it('one user does not protect another', () => {
    const rows = [
      aReportRow({ user: 'alice', ...aPassword() }),
      aReportRow({ user: 'bob', ...aPassword({ lastUsed: daysAgo(1) }) }),
    ];
    expect(verdictKindsOf(rows, { policy })).toEqual({ 'alice password': 'stale', 'bob password': 'inUse' });
  });

  it('names the other credential as the sign of life', () => {
    const row = aReportRow({ ...aPassword(), ...aKey(1, { active: 'false', lastUsed: daysAgo(1) }) });
    expect(verdictOf(row, { policy })).toEqual({
      kind: 'inUse',
      reference: { by: 'otherCredential', at: daysAgo(1) },
    });
  });
});

describe('activeCredentials: enabled passwords and active keys, exempt ones included, root not', () => {
  it.each<[string, Cells[], number]>([
    ['nobody has any', [{}], 0],
    ['three of one user', [{ ...aPassword(), ...aKey(1), ...aKey(2) }], 3],
    [
      'inactive ones do not count',
      [{ ...aPassword({ enabled: 'false' }), ...aKey(1, { active: 'false' }) }],
      0,
    ],
    ['what is not understood does not count', [aPassword({ enabled: 'yes' })], 0],
    ['exempt ones count', [{ user: 'break-glass-1', ...aPassword() }], 1],
    ['of all users', [aPassword(), { user: 'bob', ...aKey(1) }], 2],
  ])('%s', (_, cells, expected) => {
    const policy = aPolicy({ exemptions: [anExemption()] });
    expect(anEvaluation(cells.map(aReportRow), { policy }).activeCredentials).toBe(expected);
  });
});

describe('usersToLookUp: due or stale under the shortest limit anywhere in the policy', () => {
  const namesFor = (cells: Cells, policy = aPolicy(), now = NOW) =>
    usersToLookUp(parsedReport(aReportRow(cells)), policy, now).map(({ name }) => name);
  const long = { password: { maxUnusedDays: 90 }, accessKey: { maxUnusedDays: 120 } };
  const used38 = aPassword({ lastUsed: daysAgo(38) });

  it.each<[string, Cells, Parameters<typeof aPolicy>[0], number, string[]]>([
    ['1 ms before it is due', used38, {}, NOW - 1, []],
    ['as soon as it is due', used38, {}, NOW, ['alice']],
    ['a longer limit of its own waits longer', used38, long, NOW, []],
    [
      "another section's shorter limit counts",
      used38,
      { ...long, accessKey: { maxUnusedDays: 45 } },
      NOW,
      ['alice'],
    ],
    [
      'the limit of an override that matches somebody else counts',
      used38,
      { ...long, overrides: [anOverride({ accessKey: { maxUnusedDays: 45 } })] },
      NOW,
      ['alice'],
    ],
    [
      'one stale credential of several is enough',
      { ...used38, ...aKey(1, { lastUsed: NOW }) },
      {},
      NOW,
      ['alice'],
    ],
    ['what is not understood needs no look', aPassword({ lastUsed: 'soon' }), {}, NOW, []],
    ['who has no credential needs no look', {}, {}, NOW, []],
    ['inactive keys need no look', aKey(1, { active: 'false' }), {}, NOW, []],
  ])('%s', (_, cells, options, now, expected) => {
    expect(namesFor(cells, aPolicy(options), now)).toEqual(expected);
  });

  it('who is in use by another credential under judge: user needs no look', () => {
    const cells = { ...aPassword(), ...aKey(1, { lastUsed: daysAgo(1) }) };
    expect(namesFor(cells, aPolicy({ judge: 'user' }))).toEqual([]);
  });
});
