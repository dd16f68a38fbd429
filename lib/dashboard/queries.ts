// Logs Insights queries over the JSON line that ends each sweep. The dashboard needs no metrics of its own.

export type View = 'table' | 'line' | 'bar';

export interface Query {
  readonly title: string;
  readonly view: View;
  /** Commands of Logs Insights; CDK joins them with pipes. */
  readonly lines: readonly string[];
}

/** Leaves out a repeated event, which says nothing about the account. */
const SWEEPS = 'filter event = "sweep-end" and status != "already-ran"';
/**
 * Selects runs by `judged`, not by `status`. A halted run that could not enforce and ran as dry-run has counted every
 * credential. A run that halted earlier has counted none, and its zeros are not the account's.
 */
const JUDGED = 'filter event = "sweep-end" and ispresent(judged)';

const RUN = 'runId, trigger, mode, status';

export const LAST_RUNS: Query = {
  title: 'Last runs',
  view: 'table',
  lines: [
    SWEEPS,
    `fields @timestamp, ${RUN}, reason, users, counts.stale, counts.due, counts.exempt, counts.unclear, counts.disabled, subscribers, reportAgeMinutes`,
    'sort @timestamp desc',
    'limit 10',
  ],
};

export const VERDICTS: Query = {
  title: 'Stale, due, exempt, held and unclear credentials',
  view: 'line',
  lines: [
    JUDGED,
    'stats latest(counts.stale) as stale, latest(counts.due) as due, latest(counts.exempt) as exempt, latest(counts.held) as held, latest(counts.unclear) as unclear by bin(1d)',
  ],
};

export const OUTCOMES: Query = {
  title: 'Disabled, and what was not to be',
  view: 'bar',
  lines: [
    JUDGED,
    'stats sum(counts.disabled) as disabled, sum(counts.refused) as refused, sum(counts.deferred) as deferred, sum(counts.failed) as failed by bin(1d)',
  ],
};

export const OLDEST: Query = {
  title: 'Longest unused, in days, exempt and held ones left out',
  view: 'line',
  lines: [
    JUDGED,
    'stats latest(oldestDays.password) as password, latest(oldestDays.accessKey) as accessKey by bin(1d)',
  ],
};

export const DURATION: Query = {
  title: 'Duration of a sweep, in seconds',
  view: 'line',
  lines: [SWEEPS, 'stats max(durationMs / 1000) as seconds by bin(1d)'],
};

export const CALLS: Query = {
  title: 'Calls to IAM in a sweep',
  view: 'line',
  lines: [SWEEPS, 'stats max(iamCalls) as calls by bin(1d)'],
};

export const FAILURES: Query = {
  title: 'Failures: halted sweeps, and sweeps whose actions failed',
  view: 'table',
  lines: [
    'filter event = "sweep-end" and status in ["halted", "failed"]',
    `fields @timestamp, ${RUN}, reason, message, counts.failed, record`,
    'sort @timestamp desc',
    'limit 50',
  ],
};

export const QUERIES: readonly Query[] = [LAST_RUNS, VERDICTS, OUTCOMES, OLDEST, DURATION, CALLS, FAILURES];
