import { orHalt } from '../errors';
import { LedgerSession } from '../ledger-session';
import type { RunContext } from './run';
import { deliverPending } from './pending-digest';
import { hasAlreadyRun } from './open-run';
import { reconcile, refuseIfBusy } from './reconcile';

export interface Recovered {
  readonly session: LedgerSession;
  readonly pendingDelivered: boolean;
}

/** Reads the ledger, and tells what earlier runs left untold. A preview leaves both alone. */
export async function recoverPreviousRun(course: RunContext): Promise<Recovered | 'already-ran'> {
  const { draft, invocation, options, ports } = course;
  const session = await orHalt('ledger', () => LedgerSession.read(ports.records, options.account.id));
  if (invocation.preview) return { session, pendingDelivered: true };
  if (hasAlreadyRun(session, invocation)) return 'already-ran';
  refuseIfBusy(session, draft.now);
  course.session = session;
  const waiting = session.ledger.pendingDigest;
  const pendingDelivered = await deliverPending(session, draft.subscribers, draft.now, ports);
  if (pendingDelivered) draft.deliveredLate = waiting?.runId;
  draft.reconciled = await reconcile(session, draft.now, ports);
  course.settled = true;
  return { session, pendingDelivered };
}
