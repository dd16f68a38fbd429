import { randomUUID } from 'node:crypto';
import { Halted, orHalt, messageOf } from '../errors';
import type { Invocation } from './invocation';
import type { LedgerSession } from '../ledger-session';
import { type Ports } from '../ports';
import { LedgerConflict, RecordExists } from '../record-store';
import { plannedTarget } from '../domain/ledger/credential-id';
import type { Open, PlannedTarget } from '../domain/ledger/schema';
import type { Confirmed } from '../domain/remediation/plan';
import type { Instant } from '../domain/instant';
import { planRecord } from '../domain/records/json-records';
import type { RunReport } from '../domain/run-report';

/**
 * Writes the plan into the ledger, which also takes the mutex, before the first write to IAM (docs/design.md §5.5). The
 * plan contains that of an earlier killed run that was not yet reported; otherwise a second kill would lose it.
 *
 * @returns `already-ran` if another delivery of this event has opened the run in the meantime
 * @throws Halted
 */
export async function openRun(
  session: LedgerSession,
  { runId }: Pick<Invocation, 'runId'>,
  actions: readonly Confirmed[],
  now: Instant,
): Promise<'opened' | 'already-ran'> {
  const planned: PlannedTarget[] = actions.map(({ candidate, target }) =>
    plannedTarget(candidate.credential, target),
  );
  const killed = session.ledger.open;
  const opened: Open = {
    runId,
    requestId: randomUUID(),
    openedAt: now,
    planned: [...planned, ...(killed?.planned ?? [])],
    ...(killed ? { earlier: [...(killed.earlier ?? []), killed.runId] } : {}),
  };
  session.ledger = { ...session.ledger, open: opened };
  try {
    await session.save();
    return 'opened';
  } catch (error) {
    if (!(error instanceof LedgerConflict)) {
      throw new Halted('ledger', `the plan could not be made durable: ${messageOf(error)}`, { cause: error });
    }
    const fresh = await orHalt('ledger', () => session.reread());
    if (hasAlreadyRun(fresh, { runId })) return 'already-ran';
    throw new Halted('busy', error.message, { cause: error });
  }
}

/**
 * Writes `plan.json`.
 *
 * @returns `already-ran` if another delivery of this event has written one
 * @throws Halted
 */
export async function recordPlan(
  report: RunReport,
  actions: readonly Confirmed[],
  { records }: Pick<Ports, 'records'>,
): Promise<'recorded' | 'already-ran'> {
  try {
    await records.write(report.runId, 'plan.json', planRecord(report, actions), 'fail');
    return 'recorded';
  } catch (error) {
    if (error instanceof RecordExists) return 'already-ran';
    throw new Halted('ledger', `plan.json could not be written: ${messageOf(error)}`, { cause: error });
  }
}

/** Whether this run is in progress or was carried out already, because EventBridge may deliver an event twice. */
export function hasAlreadyRun({ ledger }: LedgerSession, { runId }: Pick<Invocation, 'runId'>): boolean {
  return ledger.open?.runId === runId || ledger.lastRun?.runId === runId;
}
