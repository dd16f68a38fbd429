import { callFigures, figuresOf } from './figures';
import { ActionsFailed, SweepHalted } from './halted';
import type { Ports } from './ports';
import { type Counts, countsOf } from './domain/counts';
import type { Mode } from './domain/mode';
import type { Sweep } from './domain/sweep';

/** What the caller of the function gets. */
export interface SweepAnswer {
  readonly runId: string;
  readonly accountId: string;
  readonly trigger: Sweep['trigger'];
  /** The effective mode. */
  readonly mode: Mode;
  readonly status: 'completed' | 'already-ran';
  /** Confirmed subscribers of the digest topic; null when not known. */
  readonly subscribers: number | null;
  readonly counts: Counts;
  /** The `s3://` prefix of the run's records. */
  readonly record: string;
}

/** The last log line, and what the caller gets. @throws SweepHalted, ActionsFailed */
export function conclude(draft: Sweep, { clock, iamCalls, log, records }: Ports): SweepAnswer {
  const { runId, trigger, account, halts, mode = 'dry-run', subscribers = null } = draft;
  const counts = countsOf(draft);
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
    ...figuresOf(draft, clock.now()),
    ...callFigures(iamCalls()),
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

/** The same event a second time: nothing is done and nothing is sent. */
export function alreadyRan(draft: Sweep, { log, records }: Ports): SweepAnswer {
  const { runId, trigger, account, mode = 'dry-run', subscribers = null } = draft;
  const status = 'already-ran';
  const counts = countsOf(draft);
  const location = records.location(runId);
  log('INFO', 'sweep-end', { runId, trigger, status, mode, subscribers, counts, record: location });
  return { runId, accountId: account.id, trigger, mode, status, subscribers, counts, record: location };
}
