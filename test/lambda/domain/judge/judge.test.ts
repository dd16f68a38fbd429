import { DAY, HOUR } from '../../../../lambda/domain/instant';
import {
  aKey,
  aPassword,
  aPolicy,
  aReportRow,
  daysAgo,
  LONG_AGO,
  NOW,
  verdictOf,
} from '../../../support/builders';

const unusedFor = (days: number) => aReportRow(aPassword({ lastUsed: daysAgo(days) }));

describe('`due` is stale within noticeDays', () => {
  it.each([
    ['1 ms less than 38 days', 38, NOW - 1, 'inUse'],
    ['exactly 38 days', 38, NOW, 'due'],
    ['1 ms more than 38 days', 38, NOW + 1, 'due'],
    ['1 ms less than 45 days', 45, NOW - 1, 'due'],
    ['exactly 45 days', 45, NOW, 'stale'],
    ['1 ms more than 45 days', 45, NOW + 1, 'stale'],
  ])('with 7 days of notice and a limit of 45, unused for %s', (_, days, now, kind) => {
    expect(verdictOf(unusedFor(days), { now }).kind).toBe(kind);
  });

  it.each([
    ['1 ms less than 45 days', NOW - 1, 'inUse'],
    ['exactly 45 days', NOW, 'stale'],
  ])('without notice nothing is ever due: unused for %s', (_, now, kind) => {
    expect(verdictOf(unusedFor(45), { now, policy: aPolicy({ noticeDays: 0 }) }).kind).toBe(kind);
  });
});

describe('`actOn` is the first day on which it may be disabled', () => {
  it.each([
    ['due and new: a full notice from today, stale by then', 40, undefined, '2026-11-27'],
    ['due, announced 3 days ago: when it becomes stale', 40, daysAgo(3), '2026-11-25'],
    ['stale and new: a full notice from today', 60, undefined, '2026-11-27'],
    ['stale, announced 3 days ago: the rest of the notice', 60, daysAgo(3), '2026-11-24'],
    ['stale, announced 7 days ago: today', 60, daysAgo(7), '2026-11-20'],
    ['stale for 5 days, announced long ago: the day it became stale', 50, LONG_AGO, '2026-11-15'],
  ])('%s', (_, days, announcedAt, actOn) => {
    expect(verdictOf(unusedFor(days), { announcements: () => announcedAt })).toMatchObject({ actOn });
  });

  it('is today when the policy gives no notice', () => {
    const policy = aPolicy({ noticeDays: 0 });
    expect(verdictOf(unusedFor(60), { policy })).toMatchObject({ actOn: '2026-11-20', noticeGiven: true });
  });
});

describe('"Notice has passed after noticeDays x 24 h less one hour"', () => {
  it.each([
    ['never announced', undefined, false],
    ['announced just now', NOW, false],
    ['announced 1 ms too late', NOW - 7 * DAY + HOUR + 1, false],
    ['announced 7 days less one hour ago', NOW - 7 * DAY + HOUR, true],
    ['announced 7 days ago', NOW - 7 * DAY, true],
    ['announced long ago', LONG_AGO, true],
  ])('%s', (_, announcedAt, noticeGiven) => {
    expect(verdictOf(unusedFor(60), { announcements: () => announcedAt })).toMatchObject({
      kind: 'stale',
      noticeGiven,
    });
  });

  it('and not on the day before the one that was announced, though that hour would allow it', () => {
    const announcedAt = Date.parse('2026-11-13T00:15:00Z');
    const now = Date.parse('2026-11-19T23:30:00Z');
    expect(verdictOf(unusedFor(60), { now, announcements: () => announcedAt })).toMatchObject({
      actOn: '2026-11-20',
      noticeGiven: false,
    });
  });

  it('asks about each credential for itself', () => {
    const row = aReportRow({ ...aKey(2, { lastRotated: daysAgo(60) }) });
    const announcements = jest.fn(() => undefined);
    verdictOf(row, { announcements });
    expect(announcements.mock.calls).toEqual([
      [expect.objectContaining({ kind: 'accessKey', slot: 2, createdAt: daysAgo(60) })],
    ]);
  });
});

it('measures a stale credential by its latest sign and names where it counts from', () => {
  const row = aReportRow(aKey(1, { lastRotated: daysAgo(400), lastUsed: daysAgo(60) }));
  expect(verdictOf(row)).toMatchObject({
    reference: { by: 'lastUsed', at: daysAgo(60) },
    maxUnusedDays: 45,
    staleAt: daysAgo(15),
  });
});
