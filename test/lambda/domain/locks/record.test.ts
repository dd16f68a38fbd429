import { parseLockRecord, instantOfLock, type LockFile } from '../../../../lambda/domain/locks/record';
import { MINUTE } from '../../../../lambda/domain/instant';
import { ACCOUNT, LONG_AGO, NOW } from '../../../support/builders';
import { aLock, type LockOptions, LOCKER } from '../../../support/locks';

const KEY = { kind: 'accessKey', keyId: 'AKIAMALLORY000000001', created: '2025-01-01T00:00:00Z' } as const;
const OTHER = { ...KEY, keyId: 'AKIAMALLORY000000002' } as const;

/** Reads one of its records, with some keys replaced. */
function read(
  options: LockOptions = {},
  file: LockFile = 'result.json',
  changed: Readonly<Record<string, unknown>> = {},
) {
  const lock = aLock(options);
  const text = JSON.stringify({ ...(file === 'plan.json' ? lock.plan : lock.result), ...changed });
  return parseLockRecord({ id: lock.id, account: ACCOUNT, file, text, now: NOW });
}
const states = (options: LockOptions) => read(options).credentials.map(({ state }) => state);

it('has who was locked, by whom, why and when, and what came of each credential', () => {
  const at = NOW - 10 * MINUTE;
  expect(read({ at, targets: [KEY, { ...OTHER, outcome: 'failed' }, { kind: 'password' }] })).toStrictEqual({
    id: '20261120T065000Z-1f6c0a',
    at,
    endedAt: at,
    by: LOCKER,
    reason: 'INC-42',
    user: { name: 'mallory', arn: 'arn:aws:iam::123456789012:user/mallory', created: LONG_AGO },
    credentials: [
      {
        kind: 'accessKey',
        keyId: KEY.keyId,
        created: Date.parse(KEY.created),
        state: 'locked',
      },
      { kind: 'accessKey', keyId: OTHER.keyId, created: Date.parse(KEY.created), state: 'unproven' },
      { kind: 'password', state: 'locked' },
    ],
  });
});

it.each([
  ['disabled', 'locked'],
  ['alreadyAbsent', 'locked'],
  ['failed', 'unproven'],
  ['refused', 'unproven'],
  ['deferred', 'unproven'],
  ['an outcome of a later release', 'unproven'],
])('%s: %s', (outcome, state) => {
  expect(states({ targets: [{ ...KEY, outcome }] })).toEqual([state]);
});

it('what worked at its end is not locked, whatever the outcome says, and a key that was new is followed too', () => {
  const { credentials } = read({ targets: [KEY], stillActive: [KEY.keyId, OTHER.keyId, 'password'] });
  expect(credentials).toMatchObject([
    { keyId: KEY.keyId, state: 'unproven' },
    { keyId: OTHER.keyId, state: 'unproven' },
    { kind: 'password', state: 'unproven' },
  ]);
  expect(states({ targets: [KEY], stillActive: null })).toEqual(['locked']);
});

it('of a plan nothing is known to be done, and no end', () => {
  const lock = read({ targets: [KEY] }, 'plan.json');
  expect(lock.credentials).toMatchObject([{ keyId: KEY.keyId, state: 'unproven' }]);
  expect(lock).not.toHaveProperty('endedAt');
});

it('a key of a later release is passed over', () => {
  expect(read({}, 'result.json', { ticket: { system: 'x' } })).not.toHaveProperty('ticket');
});

it.each<[string, Readonly<Record<string, unknown>>]>([
  ['another version', { version: 2 }],
  ['another lock', { lockId: '20261120T065000Z-ffffff' }],
  ['another second than its id', { at: '2026-11-20T06:50:01Z' }],
  ['another account', { accountId: '999999999999' }],
  ['no targets', { targets: [] }],
  ['too many targets', { targets: Array.from({ length: 51 }, () => ({ kind: 'password' })) }],
  ['a target of another kind', { targets: [{ kind: 'mfaDevice' }] }],
  ['a key id that is none', { targets: [{ kind: 'accessKey', keyId: '--all' }] }],
  ['no reason', { reason: '' }],
  ['a reason of a book', { reason: 'x'.repeat(2_001) }],
  ['a user of another account', { user: { ...aLock().result.user, arn: 'arn:aws:iam::1:user/mallory' } }],
  ['a user of another name', { user: { ...aLock().result.user, name: 'alice' } }],
  ['a date that is none', { user: { ...aLock().result.user, created: '2026-02-30T00:00:00Z' } }],
  ['an end before its beginning', { endedAt: '2026-11-20T06:49:59Z' }],
  ['an end in the future', { endedAt: '2026-11-20T07:15:01Z' }],
  ['a key that still works and is none', { stillActive: ['everything'] }],
  ['no outcomes', { outcomes: undefined }],
])('is not valid with %s', (_what, changed) => {
  expect(() => read({}, 'result.json', changed)).toThrow(
    expect.objectContaining({ name: 'LockRecordError', message: expect.stringMatching(/^result\.json: /) }),
  );
});

it('is not valid with a date in the future, for no report would ever be younger', () => {
  expect(read({ at: NOW + 15 * MINUTE })).toMatchObject({ at: NOW + 15 * MINUTE });
  expect(() => read({ at: NOW + 15 * MINUTE + 1_000 })).toThrow('in the future');
});

it.each(['', '{', '[]', 'null', '<html>', '{"version":1,"version":1}'])('is not valid as %j', (text) => {
  const { id } = aLock();
  expect(() => parseLockRecord({ id, account: ACCOUNT, file: 'plan.json', text, now: NOW })).toThrow(
    'plan.json: ',
  );
});

it('keeps no more of a text than a mail has room for, and no control characters', () => {
  const { by, reason } = read({ by: `a\u202Eb${'x'.repeat(2_000)}`, reason: 'one\ntwo' });
  expect(by).toHaveLength(500);
  expect(by).toMatch(/^abx/);
  expect(reason).toBe('one two');
});

it.each([
  ['20261120T065000Z-1f6c0a', NOW - 10 * MINUTE],
  ['20261320T065000Z-1f6c0a', undefined],
  ['20261120T065000Z', undefined],
  ['../../runs', undefined],
])('the id %s is of the second %s', (id, at) => {
  expect(instantOfLock(id)).toBe(at);
});
