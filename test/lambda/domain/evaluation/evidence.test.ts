import { MINUTE } from '../../../../lambda/domain/instant';
import {
  aKey,
  anEvaluation,
  aPassword,
  aReportRow,
  type Cells,
  daysAgo,
  NOW,
  verdictKindsOf,
  verdictOf,
} from '../../../support/builders';

describe('A use dated up to 15 minutes after `now` is a use; later is `unclear`', () => {
  const ahead = NOW + 15 * MINUTE;
  it.each<[string, Cells]>([
    ['a password used', aPassword({ lastUsed: ahead })],
    ['a password set', aPassword({ lastChanged: ahead })],
    ['a key used', aKey(1, { lastUsed: ahead })],
    ['a key created', aKey(1, { lastRotated: ahead })],
  ])('%s', (_, cells) => {
    const kindAt = (now: number) => verdictOf(aReportRow(cells), { now }).kind;
    expect([kindAt(NOW + 1), kindAt(NOW), kindAt(NOW - 1)]).toEqual(['inUse', 'inUse', 'unclear']);
  });

  it('and the cause says which date', () => {
    expect(verdictOf(aReportRow(aPassword({ lastUsed: NOW + 60 * MINUTE })))).toEqual({
      kind: 'unclear',
      cause: expect.stringContaining('2026-11-20T08:00:00Z'),
    });
  });
});

describe('any token that is neither a sentinel nor a valid timestamp makes that credential `unclear`', () => {
  const tokens = [
    '',
    'n/a',
    'None',
    'not_supported',
    'no_information 1',
    '1970-01-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-11-20',
  ];
  const stale = { ...aPassword(), ...aKey(1), ...aKey(2, { lastRotated: daysAgo(300) }) };
  const columns = {
    password_enabled: 'alice password',
    password_last_used: 'alice password',
    password_last_changed: 'alice password',
    access_key_1_active: 'alice key 1',
    access_key_1_last_rotated: 'alice key 1',
    access_key_1_last_used_date: 'alice key 1',
    access_key_2_active: 'alice key 2',
    access_key_2_last_rotated: 'alice key 2',
    access_key_2_last_used_date: 'alice key 2',
  };
  const cases = Object.entries(columns).flatMap(([column, credential]) =>
    tokens.map((token) => ({ column, credential, token })),
  );

  it.each(cases)('$column "$token": $credential, and no other', ({ column, credential, token }) => {
    expect(verdictKindsOf([aReportRow({ ...stale, [column]: token })])).toEqual({
      'alice password': 'stale',
      'alice key 1': 'stale',
      'alice key 2': 'stale',
      [credential]: 'unclear',
    });
  });

  it('even when another of its dates is a recent one', () => {
    const row = aReportRow(aPassword({ lastUsed: daysAgo(1), lastChanged: 'soon' }));
    expect(verdictOf(row)).toEqual({
      kind: 'unclear',
      cause: 'password_last_changed is "soon", which is not understood',
    });
  });
});

describe('a credential that never came into being is not one that was never used', () => {
  it.each<[string, Cells]>([
    ['a password that was used, set never', aPassword({ lastUsed: daysAgo(300), lastChanged: 'N/A' })],
    ['a password neither used nor set', aPassword({ lastUsed: 'N/A', lastChanged: 'N/A' })],
    ['a key that was used, created never', aKey(1, { lastUsed: daysAgo(300), lastRotated: 'N/A' })],
    ['a key neither used nor created', aKey(1, { lastUsed: 'N/A', lastRotated: 'N/A' })],
  ])('%s is `unclear`', (_, cells) => {
    expect(verdictOf(aReportRow(cells)).kind).toBe('unclear');
  });
});

describe('a user whose creation time is not understood cannot be matched: all `unclear`', () => {
  it.each(['N/A', 'no_information', '', 'not_supported', '2026-02-30T00:00:00Z'])('"%s"', (token) => {
    const row = aReportRow({ ...aPassword(), ...aKey(1), user_creation_time: token });
    expect(verdictKindsOf([row])).toEqual({ 'alice password': 'unclear', 'alice key 1': 'unclear' });
  });
});

describe('the evidence of a key', () => {
  it.each([
    ['says where it was last used', daysAgo(60), { region: 'eu-west-1', service: 's3' }],
    ['says nothing of the kind when it never was', 'N/A', undefined],
  ])('%s', (_, lastUsed, lastUse) => {
    const { judged } = anEvaluation([aReportRow(aKey(1, { lastUsed }))]);
    expect(judged.map(({ evidence }) => evidence.kind === 'known' && evidence.lastUse)).toEqual([lastUse]);
  });
});

describe('a key cannot have been used before it was created; IAM records a use once per 15 minutes', () => {
  it.each([
    ['15 minutes and a second before', 15 * MINUTE + 1_000, 'unclear'],
    ['15 minutes before', 15 * MINUTE, 'stale'],
    ['in the same second', 0, 'stale'],
  ])('%s', (_, before, kind) => {
    const lastRotated = daysAgo(100);
    const row = aReportRow(aKey(1, { lastRotated, lastUsed: lastRotated - before }));
    expect(verdictOf(row).kind).toBe(kind);
  });

  it('a password may well be older in its last use, which belongs to the user, than in its own date', () => {
    const row = aReportRow(aPassword({ lastChanged: daysAgo(100), lastUsed: daysAgo(200) }));
    expect(verdictOf(row).kind).toBe('stale');
  });
});

describe('no sign of life can be older than its user', () => {
  const user_creation_time = '2026-05-01T00:00:00Z';
  const created = Date.parse(user_creation_time);
  const signs: [string, (at: number) => Cells][] = [
    ['a password last used', (at) => aPassword({ lastChanged: created, lastUsed: at })],
    ['a password set', (at) => aPassword({ lastChanged: at })],
    ['a key created', (at) => aKey(1, { lastRotated: at })],
  ];
  it.each(signs)('%s', (_, cells) => {
    const kinds = [15 * MINUTE + 1_000, 15 * MINUTE, 0].map(
      (before) => verdictOf(aReportRow({ ...cells(created - before), user_creation_time })).kind,
    );
    expect(kinds).toEqual(['unclear', 'stale', 'stale']);
  });
});
