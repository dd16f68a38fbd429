import { DAY, MINUTE } from '../../../lambda/domain/instant';
import { aRunReport, type ReportParts } from '../domain/digest/run-reports';
import { callMetrics, runMetrics } from '../../../lambda/sweep/summary';
import {
  aKey,
  anEvaluation,
  anExemption,
  aPassword,
  aPolicy,
  aReportRow,
  daysAgo,
  NOW,
} from '../../support/builders';

const figures = (parts: ReportParts = {}, endedAt = NOW) =>
  runMetrics(aRunReport({ report: undefined, evaluation: undefined, ...parts }), endedAt);

describe('the figures of a sweep', () => {
  it('of which nothing is known but that it ended: how long it took', () => {
    expect(figures({}, NOW + 1_234)).toStrictEqual({ durationMs: 1_234, oldestDays: {} });
  });

  it('are never negative, should the clock be set back', () => {
    const report = { generatedAt: NOW + MINUTE, users: 3 };
    expect(figures({ report }, NOW - 1)).toMatchObject({ durationMs: 0, reportAgeMinutes: 0 });
  });

  it.each([
    [0, 0],
    [MINUTE - 1, 0],
    [MINUTE, 1],
    [4 * 60 * MINUTE, 240],
  ])('hold the age of the report: %d ms are %d minutes', (age, reportAgeMinutes) => {
    const report = { generatedAt: NOW - age, users: 3 };
    expect(figures({ report })).toStrictEqual({ durationMs: 0, users: 3, reportAgeMinutes, oldestDays: {} });
  });

  it('tell how many were judged, nobody among them, and nothing where judging was not come to', () => {
    const rows = [aReportRow({ ...aPassword(), ...aKey(1) }), aReportRow({ user: 'bob' })];
    expect(figures({ evaluation: anEvaluation(rows) })).toMatchObject({ judged: 2 });
    expect(figures({ evaluation: anEvaluation([]) })).toMatchObject({ judged: 0 });
    expect(figures({ report: { generatedAt: NOW, users: 3 } })).not.toHaveProperty('judged');
  });

  it('leave the age out where the report does not say when it was generated', () => {
    const report = { generatedAt: undefined, users: 3 };
    expect(figures({ report })).toStrictEqual({ durationMs: 0, users: 3, oldestDays: {} });
  });
});

describe('the oldest credential', () => {
  const oldest = (...args: Parameters<typeof anEvaluation>) =>
    figures({ evaluation: anEvaluation(...args) }).oldestDays;

  it('of each kind, in whole days', () => {
    const rows = [
      aReportRow(aPassword({ lastUsed: daysAgo(60) - DAY / 2, lastChanged: daysAgo(300) })),
      aReportRow({
        user: 'bob',
        ...aKey(1, { lastUsed: daysAgo(3) }),
        ...aKey(2, { lastUsed: daysAgo(50) }),
      }),
    ];
    expect(oldest(rows)).toStrictEqual({ password: 60, accessKey: 50 });
  });

  it('is left out for a kind that nobody has', () => {
    expect(oldest([aReportRow(aPassword({ lastUsed: daysAgo(1) }))])).toStrictEqual({ password: 1 });
  });

  it('is none that is exempt, which would hide the others', () => {
    const exemptions = [anExemption({ match: { users: ['break-glass'] } })];
    const rows = [
      aReportRow({ user: 'break-glass', ...aPassword({ lastUsed: daysAgo(250) }) }),
      aReportRow(aPassword({ lastUsed: daysAgo(2) })),
    ];
    expect(oldest(rows, { policy: aPolicy({ exemptions }) })).toStrictEqual({ password: 2 });
  });
});

it('calls are told by action and as a sum', () => {
  const byAction = { GetUser: 3, ListAccessKeys: 2 };
  expect(callMetrics(byAction)).toStrictEqual({ iamCalls: 5, iamCallsByAction: byAction });
  expect(callMetrics({})).toStrictEqual({ iamCalls: 0, iamCallsByAction: {} });
});
