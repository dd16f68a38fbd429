import {
  asRead,
  follow,
  type FollowedLock,
  isNamedBy,
  isShownIn,
  locksToKeep,
  needsListing,
  type SeenUser,
} from '../../../../lambda/domain/locks/follow-up';
import { DAY, HOUR, MINUTE } from '../../../../lambda/domain/instant';
import type { Lock, LockedCredential } from '../../../../lambda/domain/ledger/schema';
import { aKey, aLiveKey, aPassword, aReportRow, factsOf, LONG_AGO, NOW } from '../../../support/builders';

const KEY_ID = 'AKIAMALLORY000000001';
const KEY = { kind: 'accessKey', keyId: KEY_ID, created: LONG_AGO, state: 'locked' } as const;
const PASSWORD = { kind: 'password', state: 'locked' } as const;

function lockOf(credentials: readonly LockedCredential[], change: Partial<Lock> = {}): Lock {
  return {
    id: '20261120T065000Z-1f6c0a',
    at: NOW - HOUR,
    endedAt: NOW - HOUR,
    by: 'olga',
    reason: 'INC-42',
    user: { name: 'mallory', arn: 'arn:aws:iam::123456789012:user/mallory', created: LONG_AGO },
    credentials: [...credentials],
    ...change,
  };
}
const row = (cells: Parameters<typeof aReportRow>[0] = {}) =>
  factsOf(aReportRow({ user: 'mallory', ...cells }));
const listed = (status: string, id = KEY_ID): SeenUser => ({
  kind: 'row',
  row: row(aKey(1, { lastRotated: LONG_AGO })),
  listing: { kind: 'read', keys: [aLiveKey({ id, status })] },
});
const shown = (cells: Parameters<typeof aReportRow>[0]): SeenUser => ({
  kind: 'row',
  row: row(cells),
  listing: undefined,
});
const followed = (lock: Lock, seen: SeenUser) => follow(asRead(lock, false), seen, NOW);
const states = ({ lock }: FollowedLock) => lock.credentials.map(({ state }) => state);

describe('a report shows a lock', () => {
  it.each([
    ['generated at its end', 0, false],
    ['generated five minutes after it', 5 * MINUTE, false],
    ['generated a millisecond later', 5 * MINUTE + 1, true],
    ['of before', -HOUR, false],
  ])('%s: %#', (_what, after, isShown) => {
    const lock = lockOf([PASSWORD]);
    expect(isShownIn({ generatedAt: NOW - HOUR + after }, lock)).toBe(isShown);
  });

  it('that did not end, once it cannot be at work any more', () => {
    const { endedAt: _ended, ...lock } = lockOf([PASSWORD]);
    expect(isShownIn({ generatedAt: lock.at + 20 * MINUTE }, lock)).toBe(false);
    expect(isShownIn({ generatedAt: lock.at + 20 * MINUTE + 1 }, lock)).toBe(true);
  });
});

describe('what a report shows', () => {
  it('off confirms it, once', () => {
    const first = followed(lockOf([KEY, PASSWORD]), shown(aKey(1, { active: 'false' })));
    expect(first).toMatchObject({ isConfirmed: true, isWorse: false, lock: { confirmedAt: NOW } });
    expect(states(first)).toEqual(['off', 'off']);
    const again = follow(asRead(first.lock, false), shown(aKey(1, { active: 'false' })), NOW + DAY);
    expect(again).toMatchObject({ isConfirmed: false, lock: { confirmedAt: NOW } });
  });

  it('on was undone by somebody, daily, until it is off again and confirmed again', () => {
    const undone = followed(lockOf([PASSWORD], { confirmedAt: NOW - DAY }), shown(aPassword()));
    expect(undone).toMatchObject({ isWorse: true, isConfirmed: false });
    expect(undone.lock).not.toHaveProperty('confirmedAt');
    expect(states(undone)).toEqual(['undone']);
    const still = follow(asRead(undone.lock, false), shown(aPassword()), NOW + DAY);
    expect(still).toMatchObject({ isWorse: false });
    expect(states(still)).toEqual(['undone']);
    const off = follow(asRead(still.lock, false), shown({}), NOW + 2 * DAY);
    expect(off).toMatchObject({ isConfirmed: true, lock: { confirmedAt: NOW + 2 * DAY } });
  });

  it('on of what the lock did not take away was not undone by anybody', () => {
    const lock = lockOf([{ ...PASSWORD, state: 'unproven' }]);
    const on = followed(lock, shown(aPassword()));
    expect(states(on)).toEqual(['neverOff']);
    expect(states(follow(on, shown(aPassword()), NOW))).toEqual(['neverOff']);
    // Once it was off, who enables it undoes the lock.
    expect(states(follow(follow(on, shown({}), NOW), shown(aPassword()), NOW))).toEqual(['undone']);
  });

  it('half off is not confirmed', () => {
    const half = followed(
      lockOf([KEY, PASSWORD]),
      shown({ ...aKey(1, { active: 'false' }), ...aPassword() }),
    );
    expect(states(half)).toEqual(['off', 'undone']);
    expect(half).toMatchObject({ isConfirmed: false });
  });

  it.each(['gone', 'replaced'] as const)('of a user who is %s, nothing works', (kind) => {
    const over = followed(lockOf([KEY, PASSWORD]), { kind });
    expect(over).toMatchObject({ isConfirmed: true, user: kind });
    expect(states(over)).toEqual(['off', 'off']);
  });

  it.each<[string, SeenUser]>([
    ['the user is not known', { kind: 'unknown', cause: 'GetUser failed' }],
    ['the cell is odd', shown({ password_enabled: 'perhaps', ...aKey(1, { active: 'false' }) })],
  ])('where %s changes nothing, and is told', (_what, seen) => {
    const lock = lockOf(
      [KEY, PASSWORD].map((each) => ({ ...each, state: 'off' as const })),
      {
        confirmedAt: NOW - DAY,
      },
    );
    const unclear = followed(lock, seen);
    expect(unclear.unknown.length).toBeGreaterThan(0);
    expect(unclear).toMatchObject({ isConfirmed: false, isWorse: false, lock });
  });
});

describe('a key', () => {
  it.each<[string, SeenUser, string]>([
    ['that IAM lists as active', listed('Active'), 'undone'],
    ['that IAM lists as inactive', listed('Inactive'), 'off'],
    ['that IAM does not list', listed('Active', 'AKIAMALLORY000000009'), 'off'],
    ['of a status that is not known', listed('Paused'), 'locked'],
    [
      'that cannot be listed',
      { kind: 'row', row: row(aKey(1)), listing: { kind: 'unreadable', cause: 'denied' } },
      'locked',
    ],
  ])('%s: %s', (_what, seen, state) => {
    expect(states(followed(lockOf([KEY]), seen))).toEqual([state]);
  });

  it.each<[string, Lock, Parameters<typeof aReportRow>[0], boolean]>([
    ['that the report shows inactive', lockOf([KEY]), aKey(1, { active: 'false' }), false],
    ['that the report shows active', lockOf([KEY]), aKey(1), true],
    ['that the report does not show', lockOf([KEY]), {}, true],
    [
      'whose second another key has',
      lockOf([KEY]),
      { ...aKey(1, { active: 'false' }), ...aKey(2, { active: 'false' }) },
      true,
    ],
    [
      'whose second the lock does not say',
      lockOf([{ kind: 'accessKey', keyId: KEY_ID, state: 'unproven' }]),
      aKey(1, { active: 'false' }),
      true,
    ],
    ['that is no key', lockOf([PASSWORD]), aKey(1), false],
  ])('%s: must IAM be asked?', (_what, lock, cells, isAsked) => {
    expect(needsListing(lock, row(cells))).toBe(isAsked);
  });
});

describe('a credential of the ledger', () => {
  const USER = `arn:aws:iam::123456789012:user/mallory@2024-01-01T00:00:00Z`;
  it.each<[string, string, string | undefined, boolean]>([
    ['the password', `${USER}/password`, undefined, true],
    ['the key', `${USER}/key@2024-01-01T00:00:00Z/${KEY_ID}`, undefined, true],
    ['the key with a twin', `${USER}/key@2024-01-01T00:00:00Z/${KEY_ID}#shared`, undefined, true],
    ['the key by the id of its entry', `${USER}/key@2024-01-01T00:00:00Z`, KEY_ID, true],
    ['a key without an id', `${USER}/key@2024-01-01T00:00:00Z`, undefined, false],
    ['another key', `${USER}/key@2024-01-01T00:00:00Z/AKIAMALLORY000000002`, undefined, false],
    [
      'an earlier user of the name',
      `arn:aws:iam::123456789012:user/mallory@2023-01-01T00:00:00Z/password`,
      undefined,
      false,
    ],
    ['nothing', 'no id', undefined, false],
  ])('%s: did the lock name it?', (_what, id, keyId, isNamed) => {
    expect(isNamedBy(lockOf([KEY, PASSWORD]), id, { keyId })).toBe(isNamed);
  });

  it('is not named by a lock of a key alone', () => {
    expect(isNamedBy(lockOf([KEY]), `${USER}/password`, {})).toBe(false);
  });
});

describe('the ledger keeps a lock', () => {
  const LISTED_FROM = NOW - DAY;
  const seen = (lock: Lock) => ({
    listedFrom: LISTED_FROM,
    readUntil: NOW,
    followed: [asRead(lock, false)],
    notUnderstood: [],
    unread: [],
    left: 0,
  });
  const at = NOW - 200 * DAY;
  it.each<[string, Partial<Lock>, number]>([
    ['that is not confirmed', { at }, 1],
    ['for 90 days after it is confirmed', { at, confirmedAt: NOW - 90 * DAY + 1 }, 1],
    ['no longer', { at, confirmedAt: NOW - 90 * DAY }, 0],
    ['that is listed again tomorrow', { at: LISTED_FROM, confirmedAt: NOW - 100 * DAY }, 1],
  ])('%s', (_what, change, kept) => {
    expect(locksToKeep(undefined, seen(lockOf([PASSWORD], change)), NOW).known).toHaveLength(kept);
  });

  it('that is not valid as an id, for as long', () => {
    const told = { old: NOW - 90 * DAY, young: NOW - 90 * DAY + 1 };
    const before = { readUntil: 0, known: [], passedOver: told };
    const now = { ...seen(lockOf([PASSWORD])), notUnderstood: [{ id: 'new', key: '', cause: '' }] };
    expect(locksToKeep(before, now, NOW).passedOver).toEqual({ young: told.young, new: NOW });
  });
});
