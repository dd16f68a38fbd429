import { randomUUID } from 'node:crypto';
import { Halted, orHalt } from '../halted';
import type { Invocation } from '../invocation';
import type { LedgerSession } from '../ledger-session';
import { messageOf } from '../message-of';
import { LedgerConflict, type Ports } from '../ports';
import { count } from '../domain/digest/text';
import { withAnnounced, withDisabled, withRestored, withUnproven } from '../domain/ledger/amend';
import { plannedTarget, targetOf } from '../domain/ledger/planned';
import type { Open, PlannedTarget } from '../domain/ledger/schema';
import type { Target } from '../domain/act/confirm';
import type { Confirmed } from '../domain/act/plan';
import { disabledIn } from '../domain/record/result';
import { type Instant, MINUTE } from '../domain/instant';
import type { Reconciled } from '../domain/sweep';

type Found = Reconciled['found'][number];

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
    `run ${open.runId} began ${count(Math.floor((now - open.openedAt) / MINUTE), 'minute')} ago and has not ended`,
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
  // Published to nobody it would be gone, and still untold.
  if (!subscribers) return false;
  try {
    await topic.publish(pending);
  } catch (error) {
    log('ERROR', 'pending-digest-not-published', { runId: pending.runId, error: String(error) });
    return false;
  }
  const delivered = { ...session.ledger, pendingDigest: null };
  session.ledger = withAnnounced(delivered, pending.announces, now);
  return true;
}

/**
 * An open run that never came to its end may have disabled any part of what it planned. IAM's state now tells,
 * and what it tells is told: the plan stays open until then.
 */
export async function reconcile(
  session: LedgerSession,
  now: Instant,
  { inspector, records }: Pick<Ports, 'inspector' | 'records'>,
): Promise<Reconciled | undefined> {
  const { open } = session.ledger;
  if (!open) return undefined;
  const looked: Found[] = [];
  for (const planned of open.planned) {
    const target = targetOf(planned);
    if (!target) throw new Halted('ledger', `the open plan of run ${open.runId} names a target that is none`);
    looked.push({ id: planned.id, target, state: await stateOf(target, inspector) });
  }
  const found = await withEnabledAgain(open.runId, looked, records);
  // The latest instant at which that run can have written.
  const at = open.openedAt + LONGEST_RUN;
  for (const { id, target, state } of found) {
    const keyId = target.kind === 'accessKey' ? target.keyId : undefined;
    if (state.kind === 'disabled') session.ledger = withDisabled(session.ledger, id, at, keyId);
    if (state.kind === 'enabledAgain') {
      session.ledger = withRestored(withDisabled(session.ledger, id, at, keyId), [id], now);
    }
    if (state.kind === 'unreadable') session.ledger = withUnproven(session.ledger, id, at, keyId);
  }
  return { runId: open.runId, found };
}

/**
 * What is active now although the run's own result, which it made durable before its mail went out, says that it
 * was disabled: somebody has enabled it again, and it is not to be disabled a second time.
 */
async function withEnabledAgain(
  runId: string,
  found: readonly Found[],
  records: Ports['records'],
): Promise<readonly Found[]> {
  if (found.every(({ state }) => state.kind !== 'active')) return found;
  const done = await orHalt('ledger', async () => disabledIn(await records.read(runId, 'result.json')));
  return found.map((each) =>
    each.state.kind === 'active' && done.has(each.id) ? { ...each, state: { kind: 'enabledAgain' } } : each,
  );
}

/** A user who has been renamed since has the key under another name: that is not "disabled". */
async function stateOf(target: Target, inspector: Ports['inspector']): Promise<Found['state']> {
  try {
    const { name, createdAt } = target.user;
    const look = await inspector.look({ user: name, groups: false, loginProfile: false, keys: 'none' });
    if (look === 'gone' || look.identity.createdAt !== createdAt) return { kind: 'userGone' };
    const [state] = await inspector.readBack([target]);
    return state ?? { kind: 'unreadable', cause: 'no answer' };
  } catch (error) {
    return { kind: 'unreadable', cause: messageOf(error) };
  }
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
      throw new Halted('ledger', `the plan could not be made durable: ${messageOf(error)}`, { cause: error });
    }
    const fresh = await orHalt('ledger', () => session.reread());
    if (hasRun(fresh, { runId })) return 'already-ran';
    throw new Halted('busy', error.message, { cause: error });
  }
}
