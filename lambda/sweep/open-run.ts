import { randomUUID } from 'node:crypto';
import { Halted, orHalt, messageOf } from '../errors';
import type { Invocation } from './invocation';
import type { LedgerSession } from '../ledger-session';
import { LedgerConflict, type Ports, RecordExists } from '../ports';
import { plannedTarget } from '../domain/ledger/planned';
import type { Open, PlannedTarget } from '../domain/ledger/schema';
import type { Confirmed } from '../domain/remediation/plan';
import type { Instant } from '../domain/instant';
import { planRecord } from '../domain/records/json-records';
import type { RunReport } from '../domain/run-report';

/**
 * Makes the plan durable and takes the mutex, before the first write. What an earlier run left untold stays in
 * the plan, or a second kill would bury it.
 *
 * @returns whether this very run was opened by another delivery of its event in the meantime
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
  const opened: Open = {
    runId,
    requestId: randomUUID(),
    openedAt: now,
    planned: [...planned, ...(session.ledger.open?.planned ?? [])],
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
 * @returns `already-ran` when another delivery of this event has written its own
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

/** Whether this very run has been carried out, or is being: EventBridge delivers an event twice now and then. */
export function hasAlreadyRun({ ledger }: LedgerSession, { runId }: Pick<Invocation, 'runId'>): boolean {
  return ledger.open?.runId === runId || ledger.lastRun?.runId === runId;
}
