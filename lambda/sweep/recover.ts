import { orHalt } from '../errors';
import { LedgerSession } from '../ledger-session';
import { readAudience } from './audience';
import { readLocks } from './locks';
import { hasAlreadyRun } from './open-run';
import { findLateResets } from './password-resets';
import { deliverPending } from './pending-digest';
import { reconcile, refuseIfBusy } from './reconcile';
import { learn, type RunContext } from './run';
import { type LoadedSettings, loadSettings } from './settings';

export interface Recovered {
  readonly session: LedgerSession;
  readonly settings: LoadedSettings;
  /** False: an earlier run's digest is still pending, since it could not be delivered now either. */
  readonly pendingDelivered: boolean;
}

/**
 * Reads the ledger, the settings and who hears the digest. Catches up on what earlier runs left behind: a digest that
 * was not delivered, and a plan whose run was killed. A preview leaves both alone.
 *
 * @throws Halted
 */
export async function recoverPreviousRun(run: RunContext): Promise<Recovered | 'already-ran'> {
  const { invocation, options, ports, report } = run;
  const session = await orHalt('ledger', () => LedgerSession.begin(ports.records, options.account.id));
  if (!invocation.preview) {
    if (hasAlreadyRun(session, invocation)) return 'already-ran';
    refuseIfBusy(session, report.now);
    run.session = session;
  } else if (session.ledger.open) {
    const unfinishedRunId = session.ledger.open.runId;
    learn(run, { caughtUp: { lateDigestRunId: undefined, reconciled: undefined, unfinishedRunId } });
  }
  await readLocks(run, session);
  // The policy says which subscriptions count. Settings that cannot be read halt the run, but not before it has caught
  // up: a policy that is broken for weeks must not keep back what was done.
  const [settings] = await Promise.allSettled([loadSettings(run)]);
  learn(run, await readAudience(run.report, ports));
  const pendingDelivered = invocation.preview || (await catchUp(run, session));
  if (settings.status === 'rejected') throw settings.reason;
  return { session, settings: settings.value, pendingDelivered };
}

/** @returns false if an earlier run's digest is still pending @throws Halted */
async function catchUp(run: RunContext, session: LedgerSession): Promise<boolean> {
  const { ports, report } = run;
  const pendingRunId = session.ledger.pendingDigest?.runId;
  const pendingDelivered = await deliverPending(session, report.subscribers, report.now, ports);
  const lateDigestRunId = pendingDelivered ? pendingRunId : undefined;
  // Reconciling may halt the run, and the late digest is delivered all the same.
  learn(run, { caughtUp: { lateDigestRunId, reconciled: undefined } });
  const lateResets = await findLateResets(session.ledger, report.now, ports);
  learn(run, { caughtUp: { lateDigestRunId, reconciled: undefined, lateResets } });
  const reconciled = await reconcile(session, run.report, ports);
  learn(run, { caughtUp: { lateDigestRunId, reconciled, lateResets } });
  run.phase = 'recovered';
  return pendingDelivered;
}
