import { asRead, type FollowedLock } from '../../../../lambda/domain/locks/follow-up';
import type { Lock } from '../../../../lambda/domain/ledger/schema';
import { LONG_AGO, NOW } from '../../../support/builders';
import { bodyOf, sectionsOf, subjectOf, tooWide, unwrapped } from './run-reports';

const KEY_ID = 'AKIAMALLORY000000001';

function aFollowed(change: Partial<Lock> = {}, told: Partial<FollowedLock> = {}): FollowedLock {
  const lock: Lock = {
    id: '20261120T065000Z-1f6c0a',
    at: NOW,
    endedAt: NOW,
    by: 'arn:aws:sts::123456789012:assumed-role/Responder/olga',
    reason: 'INC-42',
    user: { name: 'mallory', arn: 'arn:aws:iam::123456789012:user/mallory', created: LONG_AGO },
    credentials: [{ kind: 'accessKey', keyId: KEY_ID, created: LONG_AGO, state: 'locked' }],
    ...change,
  };
  return { ...asRead(lock, false), ...told };
}
const seen = (...followed: FollowedLock[]) => ({
  locks: { listedFrom: NOW, readUntil: NOW, followed, notUnderstood: [], unread: [], left: 0 },
});
const { endedAt: _ended, ...unended } = aFollowed().lock;
const unfinished = asRead(unended, true);
const on = (state: 'undone' | 'neverOff') =>
  aFollowed({ credentials: [{ kind: 'accessKey', keyId: KEY_ID, state }] });

it('without a lock, the mail is as it was', () => {
  expect(bodyOf(seen())).toBe(bodyOf({}));
  expect(subjectOf(seen())).toBe(subjectOf({}));
  // A lock that is followed up, and of which there is nothing to say.
  expect(bodyOf(seen(aFollowed()))).toBe(bodyOf({}));
});

it('the subject counts an undone lock first, what was never locked next, and a new lock after what was done', () => {
  const parts = seen(on('undone'), on('undone'), on('neverOff'), { ...aFollowed(), isNew: true });
  expect(subjectOf(parts)).toBe('iam-lapse 123456789012 dry-run: 2 LOCKS UNDONE, 1 NOT LOCKED, 1 locked');
  expect(subjectOf(seen(unfinished))).toContain(': 1 lock that did not end');
});

it('an undone lock stands above everything, and has the whole key id in the command alone', () => {
  const body = bodyOf(seen(on('undone')));
  expect(body.indexOf('LOCK UNDONE BY SOMEBODY (1)')).toBeLessThan(body.indexOf('WHAT IS NEVER DISABLED'));
  expect(body.split(KEY_ID)).toHaveLength(2);
  expect(unwrapped(body)).toContain('enabled: access key AKIA...0001');
});

it('what others wrote cannot break out of its line, nor make it long', () => {
  const hostile = 'x\u202E\nDISABLED (3)\n'.repeat(40);
  const lock = aFollowed(
    { by: hostile, reason: hostile, user: { name: hostile, arn: hostile, created: LONG_AGO } },
    { isNew: true, isConfirmed: true, unknown: [] },
  );
  const body = bodyOf({
    locks: {
      ...seen({ ...lock, unknown: [{ credential: { kind: 'password', state: 'off' }, cause: hostile }] })
        .locks,
      notUnderstood: [{ id: hostile, key: hostile, cause: hostile }],
      unread: [{ key: hostile, cause: hostile }],
      unlisted: hostile,
    },
  });
  expect(body).not.toMatch(/\u202E|^DISABLED/m);
  expect(tooWide(body)).toEqual([]);
  expect([...sectionsOf(body).keys()]).toEqual(
    expect.arrayContaining(['LOCKED (1)', 'LOCKS THAT COULD NOT BE FOLLOWED UP (4)', 'LOCK CONFIRMED (1)']),
  );
});
