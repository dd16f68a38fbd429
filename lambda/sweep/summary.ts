import { ActionsFailed, SweepHalted } from '../errors';
import type { Ports } from '../ports';
import type { Mode } from '../domain/settings';
import { type RunReport, type Counts, countsOf } from '../domain/run-report';
import type { Section } from '../domain/credential';
import { type Instant, MINUTE, wholeDays } from '../domain/instant';
import type { Evaluation } from '../domain/evaluation/evaluate';

/** The function's return value (docs/design.md §3.4). */
export interface SweepAnswer {
  readonly runId: string;
  readonly accountId: string;
  readonly trigger: RunReport['trigger'];
  /** The effective mode. */
  readonly mode: Mode;
  readonly status: 'completed' | 'already-ran';
  /** Subscriptions that hear the digest; null if not known. */
  readonly subscribers: number | null;
  readonly counts: Counts;
  /** The `s3://` prefix of the run's records. */
  readonly record: string;
}

/**
 * Writes the last log line and makes the return value.
 *
 * @throws SweepHalted, ActionsFailed
 */
export function summarize(report: RunReport, { clock, iamCalls, log, records }: Ports): SweepAnswer {
  const { runId, trigger, account, halts, evaluated, subscribers = null } = report;
  const mode = evaluated?.mode ?? 'dry-run';
  const counts = countsOf(report);
  const location = records.location(runId);
  const [first] = halts;
  const status = first ? 'halted' : counts.failed > 0 ? 'failed' : 'completed';
  log(status === 'completed' ? 'INFO' : 'ERROR', 'sweep-end', {
    runId,
    trigger,
    status,
    mode,
    ...(first ? { reason: first.reason, message: first.message } : {}),
    subscribers,
    counts,
    ...runMetrics(report, clock.now()),
    ...callMetrics(iamCalls()),
    record: location,
  });
  if (first) throw new SweepHalted(first, location);
  if (counts.failed > 0) throw new ActionsFailed(counts.failed, location);
  return {
    runId,
    accountId: account.id,
    trigger,
    mode,
    status: 'completed',
    subscribers,
    counts,
    record: location,
  };
}

/** For the second delivery of an event: this run does nothing and sends nothing. */
export function summarizeAlreadyRan(report: RunReport, { log, records }: Ports): SweepAnswer {
  const { runId, trigger, account, evaluated, subscribers = null } = report;
  const mode = evaluated?.mode ?? 'dry-run';
  const status = 'already-ran';
  const counts = countsOf(report);
  const location = records.location(runId);
  log('INFO', 'sweep-end', { runId, trigger, status, mode, subscribers, counts, record: location });
  return { runId, accountId: account.id, trigger, mode, status, subscribers, counts, record: location };
}

/** The figures of the last log line for the dashboard, apart from the counts (docs/design.md §3.8). */
export interface RunMetrics {
  /** From the start of the run to this line, by the wall clock. */
  readonly durationMs: number;
  /** Users in the report; absent without a report. */
  readonly users?: number;
  /** Credentials that have a verdict. Absent if none was judged: the counts are zeros then, and mean nothing. */
  readonly judged?: number;
  /** The report's age when the run began; absent if not known. */
  readonly reportAgeMinutes?: number;
  /** Whole days since the oldest reference time of each kind; a kind without credentials is absent. */
  readonly oldestDays: Partial<Record<Section, number>>;
}

export function runMetrics(
  { now, report, evaluated }: Pick<RunReport, 'now' | 'report' | 'evaluated'>,
  endedAt: Instant,
): RunMetrics {
  return {
    durationMs: Math.max(0, endedAt - now),
    ...(report ? { users: report.users } : {}),
    ...(evaluated ? { judged: evaluated.evaluation.judged.length } : {}),
    ...(report?.generatedAt === undefined
      ? {}
      : { reportAgeMinutes: Math.max(0, Math.floor((now - report.generatedAt) / MINUTE)) }),
    oldestDays: oldestDays(evaluated?.evaluation, now),
  };
}

/** Exempt, held and unclear ones do not count: the old password of a break-glass user would hide all others. */
function oldestDays(evaluation: Evaluation | undefined, now: Instant): RunMetrics['oldestDays'] {
  const oldest: Partial<Record<Section, number>> = {};
  for (const { credential, verdict } of evaluation?.judged ?? []) {
    if (verdict.kind !== 'inUse' && verdict.kind !== 'due' && verdict.kind !== 'stale') continue;
    const days = Math.max(0, wholeDays(verdict.reference.at, now));
    oldest[credential.kind] = Math.max(oldest[credential.kind] ?? 0, days);
  }
  return oldest;
}

/** Logs Insights cannot add up fields whose names it does not know, so the line has the total, too. */
export function callMetrics(byAction: Readonly<Record<string, number>>): {
  readonly iamCalls: number;
  readonly iamCallsByAction: Readonly<Record<string, number>>;
} {
  const iamCalls = Object.values(byAction).reduce((sum, count) => sum + count, 0);
  return { iamCalls, iamCallsByAction: byAction };
}
