import { aRunReport } from './digest/run-reports';
import { countsOf } from '../../../lambda/domain/run-report';
import {
  aCandidate,
  aKey,
  anEvaluation,
  anExemption,
  aPassword,
  aPolicy,
  aReportRow,
  daysAgo,
} from '../../support/builders';

const none = { inUse: 0, due: 0, stale: 0, exempt: 0, held: 0, unclear: 0 };
const nothing = { disabled: 0, wouldDisable: 0, alreadyAbsent: 0, refused: 0, deferred: 0, failed: 0 };

it('a sweep that got nowhere counts every verdict and outcome as zero', () => {
  expect(countsOf(aRunReport({ evaluation: undefined, results: [] }))).toEqual({ ...none, ...nothing });
});

it('every verdict and every outcome is counted by its name', () => {
  const rows = [
    aReportRow({ user: 'amy', ...aPassword(), ...aKey(1), ...aKey(2, { lastUsed: daysAgo(1) }) }),
    aReportRow({ user: 'bob', ...aPassword({ lastUsed: 'soon' }), ...aKey(1, { lastUsed: daysAgo(40) }) }),
    aReportRow({ user: 'break-glass-1', ...aPassword() }),
  ];
  const policy = aPolicy({ exemptions: [anExemption()] });
  const candidate = aCandidate(aReportRow(aPassword()));
  const counts = countsOf(
    aRunReport({
      evaluation: anEvaluation(rows, { policy }),
      results: [
        { candidate, outcome: { kind: 'disabled', responseLost: false } },
        { candidate, outcome: { kind: 'disabled', responseLost: true } },
        { candidate, outcome: { kind: 'failed', cause: 'AccessDenied', mayBeDisabled: false } },
      ],
    }),
  );
  expect(counts).toEqual({
    ...none,
    ...nothing,
    inUse: 1,
    due: 1,
    stale: 2,
    exempt: 1,
    unclear: 1,
    disabled: 2,
    failed: 1,
  });
});

it('a second count does not go on from the first', () => {
  const evaluation = anEvaluation([aReportRow(aPassword())]);
  countsOf(aRunReport({ evaluation, results: [] }));
  expect(countsOf(aRunReport({ evaluation, results: [] })).stale).toBe(1);
});
