import { orHalt } from '../errors';
import { LedgerSession } from '../ledger-session';
import { hasAlreadyRun } from './open-run';
import { deliverPending } from './pending-digest';
import { reconcile, refuseIfBusy } from './reconcile';
import { learn, type RunContext } from './run';

export interface Recovered {
  readonly session: LedgerSession;
  /** False: an earlier run's digest is still pending, since it could not be delivered now either. */
  readonly pendingDelivered: boolean;
}

/**
 * Reads the ledger and catches up on what earlier runs left behind: a digest that was not delivered, and a plan
 * whose run was killed. A preview leaves both alone.
 *
 * @throws Halted
 */
export async function recoverPreviousRun(run: RunContext): Promise<Recovered | 'already-ran'> {
  const { invocation, options, ports, report } = run;
  const session = await orHalt('ledger', () => LedgerSession.begin(ports.records, options.account.id));
  if (invocation.preview) return { session, pendingDelivered: true };
  if (hasAlreadyRun(session, invocation)) return 'already-ran';
  refuseIfBusy(session, report.now);
  run.session = session;

  const pendingRunId = session.ledger.pendingDigest?.runId;
  const pendingDelivered = await deliverPending(session, report.subscribers, report.now, ports);
  const lateDigestRunId = pendingDelivered ? pendingRunId : undefined;
  // Reconciling may halt the run, and the late digest is delivered all the same.
  learn(run, { caughtUp: { lateDigestRunId, reconciled: undefined } });
  learn(run, { caughtUp: { lateDigestRunId, reconciled: await reconcile(session, report.now, ports) } });
  run.phase = 'recovered';
  return { session, pendingDelivered };
}
