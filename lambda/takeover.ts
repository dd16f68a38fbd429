import { randomUUID } from 'node:crypto';
import { Halted, orHalt } from './halted';
import type { Invocation } from './invocation';
import type { LedgerSession } from './ledger-session';
import { LedgerConflict, type Ports } from './ports';
import { withAnnounced, withDisabled, withUnproven } from './domain/ledger/amend';
import { idOfPlanned } from './domain/ledger/credential-id';
import { plannedTarget, targetOf } from './domain/ledger/planned';
import type { Open, PlannedTarget } from './domain/ledger/schema';
import type { Confirmed } from './domain/act/plan';
import { type Instant, MINUTE } from './domain/instant';
import type { Reconciled } from './domain/sweep';

/** A run cannot last longer than the function may; one that has been open for so long was killed. */
const LONGEST_RUN = 15 * MINUTE;

/** Whether this very run has been carried out, or is being: EventBridge delivers an event twice now and then. */
export function hasRun({ ledger }: LedgerSession, { runId }: Pick<Invocation, 'runId'>): boolean {
  return ledger.open?.runId === runId || ledger.lastRun?.runId === runId;
}

/** @throws Halted when another run is still going on */
export function refuseIfBusy({ ledger }: LedgerSession, now: Instant): void {
  const { open } = ledger;
  if (!open || now - open.openedAt >= LONGEST_RUN) return;
  throw new Halted(
    'busy',
    `run ${open.runId} began ${Math.floor((now - open.openedAt) / MINUTE)} minutes ago and has not ended`,
  );
}

/**
 * "A digest that an earlier sweep could not publish goes out first." What it announces counts from today.
 *
 * @returns whether nothing is pending any more
 */
export async function deliverPending(
  session: LedgerSession,
  subscribers: number | undefined,
  now: Instant,
  { topic, log }: Pick<Ports, 'topic' | 'log'>,
): Promise<boolean> {
  const pending = session.ledger.pendingDigest;
  if (!pending) return true;
  try {
    await topic.publish(pending);
  } catch (error) {
    log('ERROR', 'pending-digest-not-published', { runId: pending.runId, error: String(error) });
    return false;
  }
  const delivered = { ...session.ledger, pendingDigest: null };
  session.ledger = subscribers ? withAnnounced(delivered, pending.announces, now) : delivered;
  return true;
}

/**
 * An open run that never came to its end may have disabled any part of what it planned. IAM's state now tells,
 * and what it tells is told: the plan stays open until then.
 */
export async function reconcile(
  session: LedgerSession,
  { inspector }: Pick<Ports, 'inspector'>,
): Promise<Reconciled | undefined> {
  const { open } = session.ledger;
  if (!open) return undefined;
  const found: {
    id: string;
    target: Reconciled['found'][number]['target'];
    state: Reconciled['found'][number]['state'];
  }[] = [];
  for (const planned of open.planned) {
    const target = targetOf(planned);
    if (!target) throw new Halted('ledger', `the open plan of run ${open.runId} names a target that is none`);
    const [state] = await inspector.readBack([target]);
    if (state) found.push({ id: idOfPlanned(planned), target, state });
  }
  for (const { id, target, state } of found) {
    const keyId = target.kind === 'accessKey' ? target.keyId : undefined;
    if (state.kind === 'disabled') session.ledger = withDisabled(session.ledger, id, open.openedAt, keyId);
    if (state.kind === 'unreadable') session.ledger = withUnproven(session.ledger, id, open.openedAt, keyId);
  }
  return { runId: open.runId, found };
}

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
      throw new Halted('ledger', `the plan could not be made durable: ${describe(error)}`, { cause: error });
    }
    const fresh = await orHalt('ledger', () => session.reread());
    if (hasRun(fresh, { runId })) return 'already-ran';
    throw new Halted('busy', error.message, { cause: error });
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
