import { DAY, HOUR } from '../../../../lambda/domain/instant';
import type { CredentialHistory } from '../../../../lambda/domain/evaluation/judge';
import {
  aKey,
  anExemption,
  anOverride,
  aPassword,
  aPolicy,
  aReportRow,
  daysAgo,
  LONG_AGO,
  NOW,
  type Scene,
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

  it.each([
    ['an hour before the run of that day', -HOUR, '2026-11-21', '2026-11-21'],
    ['exactly at its time', 0, '2026-11-21', '2026-11-21'],
    ['a second after it', 1_000, '2026-11-21', '2026-11-22'],
    ['today, after this run', -DAY + HOUR, '2026-11-20', '2026-11-21'],
    ['today, before this run', -DAY - HOUR, '2026-11-20', '2026-11-20'],
  ])('with one run a day, one that can act: stale %s', (_, late, earliest, daily) => {
    const row = aReportRow(aPassword({ lastUsed: daysAgo(44) + late }));
    const scene = { announcements: () => LONG_AGO };
    expect(verdictOf(row, scene)).toMatchObject({ actOn: earliest });
    expect(verdictOf(row, { ...scene, daily: true })).toMatchObject({ actOn: daily });
  });

  it('is today when the policy gives no notice', () => {
    const policy = aPolicy({ noticeDays: 0 });
    expect(verdictOf(unusedFor(60), { policy })).toMatchObject({ actOn: '2026-11-20', noticeGiven: true });
  });
});

describe('"Notice is given after `noticeDays` x 24 h less one hour"', () => {
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

describe('"The first restore starts a fresh clock"', () => {
  /** Unused for 200 days, and seen to be enabled again at that instant. */
  const restoredAt = (at: number, scene: Scene = {}, row = unusedFor(200)) =>
    verdictOf(row, { history: () => ({ restored: { at, times: 1 } }), ...scene });

  it.each([
    ['today', NOW, 'held'],
    ['1 ms less than 38 days ago', NOW - 38 * DAY + 1, 'held'],
    ['38 days ago', NOW - 38 * DAY, 'due'],
    ['1 ms less than 45 days ago', NOW - 45 * DAY + 1, 'due'],
    ['45 days ago', NOW - 45 * DAY, 'stale'],
    ['as long ago as it is unused', NOW - 200 * DAY, 'stale'],
  ])('with 7 days of notice and a limit of 45, restored %s', (_, at, kind) => {
    expect(restoredAt(at).kind).toBe(kind);
  });

  it.each([
    ['1 ms less than 45 days ago', NOW - 45 * DAY + 1, 'held'],
    ['45 days ago', NOW - 45 * DAY, 'stale'],
  ])('without notice, restored %s', (_, at, kind) => {
    expect(restoredAt(at, { policy: aPolicy({ noticeDays: 0 }) }).kind).toBe(kind);
  });

  it.each([
    ['1 ms less than 83 days ago', NOW - 83 * DAY + 1, 'held'],
    ['83 days ago', NOW - 83 * DAY, 'due'],
    ['90 days ago', NOW - 90 * DAY, 'stale'],
  ])('of as many days as its own limit, here 90 by an override: restored %s', (_, at, kind) => {
    const policy = aPolicy({ overrides: [anOverride({ match: { users: ['alice'] } })] });
    const row = aReportRow(aKey(1, { lastUsed: daysAgo(200) }));
    expect(restoredAt(at, { policy }, row).kind).toBe(kind);
  });

  it('and is measured by it afterwards', () => {
    expect(restoredAt(daysAgo(46))).toMatchObject({
      kind: 'stale',
      reference: { by: 'restored', at: daysAgo(46) },
      staleAt: daysAgo(1),
      noticeGiven: false,
    });
  });

  it('but by a use since, if there is one', () => {
    expect(restoredAt(daysAgo(100), {}, unusedFor(60))).toMatchObject({
      kind: 'stale',
      reference: { by: 'lastUsed', at: daysAgo(60) },
    });
  });

  it('while it is held it names its last sign of life, and the day of the restore', () => {
    expect(restoredAt(daysAgo(3))).toMatchObject({
      reference: { by: 'lastUsed', at: daysAgo(200) },
      cause: expect.stringContaining('2026-11-17'),
    });
  });

  it('an announcement is measured by the report alone, so that a restore does not move it', () => {
    expect(restoredAt(daysAgo(46), { announcements: () => daysAgo(7) })).toMatchObject({
      kind: 'stale',
      announcedAt: daysAgo(7),
    });
    const history = (): CredentialHistory => ({
      restored: { at: daysAgo(46), times: 1 },
      announced: { at: daysAgo(7), reference: daysAgo(200) },
    });
    expect(verdictOf(unusedFor(200), { history })).toMatchObject({ noticeGiven: true });
  });
});

describe('"one that keeps coming back is left alone"', () => {
  const restored = (times: number, at: number, scene: Scene = {}, row = unusedFor(400)) =>
    verdictOf(row, { history: () => ({ restored: { at, times } }), ...scene });

  it.each([
    ['once', 1, 'stale'],
    ['twice', 2, 'held'],
    ['three times', 3, 'held'],
  ])('restored %s, however long ago', (_, times, kind) => {
    expect(restored(times, daysAgo(390)).kind).toBe(kind);
  });

  it('and says so', () => {
    expect(restored(2, daysAgo(390))).toMatchObject({
      cause: expect.stringMatching(/2 times.*managed elsewhere\?/),
    });
  });

  it('though it was announced long ago', () => {
    expect(restored(2, daysAgo(390), { announcements: () => LONG_AGO }).kind).toBe('held');
  });
});

describe('a restore matters only where nothing else decides', () => {
  const history = (): CredentialHistory => ({ restored: { at: daysAgo(1), times: 2 } });
  it.each<[string, ReturnType<typeof aReportRow>, Scene, string]>([
    ['in use since', unusedFor(1), {}, 'inUse'],
    ['unused for 1 ms less than 38 days', unusedFor(38), { now: NOW - 1 }, 'inUse'],
    ['unused for 38 days', unusedFor(38), {}, 'held'],
    [
      'exempt',
      unusedFor(200),
      { policy: aPolicy({ exemptions: [anExemption({ match: { users: ['alice'] } })] }) },
      'exempt',
    ],
    ['the evidence is not understood', aReportRow(aPassword({ lastUsed: 'soon' })), {}, 'unclear'],
    ['the user is gone', unusedFor(200), { lookedUp: () => ({ kind: 'gone' }) }, 'unclear'],
  ])('%s', (_, row, scene, kind) => {
    expect(verdictOf(row, { history, ...scene }).kind).toBe(kind);
  });
});
