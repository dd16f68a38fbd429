import { orHalt } from '../errors';
import { LedgerSession } from '../ledger-session';
import type { Halt } from '../domain/halt';
import { readLocks } from './locks';
import { hasAlreadyRun } from './open-run';
import { findLateResets } from './password-resets';
import { reconcile, refuseIfBusy } from './reconcile';
import { learn, type RunContext } from './run';
import { type LoadedSettings, loadSettings } from './settings';

export interface Recovered {
  readonly session: LedgerSession;
  readonly settings: LoadedSettings;
  /** Why the run may act on nobody, as far as telling is concerned. */
  readonly unmetToTell: readonly Halt[];
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
  const { unmet, lateDigestRunId } = await ports.outlet.prepare(run, session);
  if (!invocation.preview) await catchUp(run, session, lateDigestRunId);
  if (settings.status === 'rejected') throw settings.reason;
  return { session, settings: settings.value, unmetToTell: unmet };
}

/** @throws Halted */
async function catchUp(
  run: RunContext,
  session: LedgerSession,
  lateDigestRunId: string | undefined,
): Promise<void> {
  const { ports, report } = run;
  // Reconciling may halt the run, and the late digest is delivered all the same.
  learn(run, { caughtUp: { lateDigestRunId, reconciled: undefined } });
  const lateResets = await findLateResets(session.ledger, report.now, ports);
  learn(run, { caughtUp: { lateDigestRunId, reconciled: undefined, lateResets } });
  const reconciled = await reconcile(session, run.report, ports);
  learn(run, { caughtUp: { lateDigestRunId, reconciled, lateResets } });
  run.phase = 'recovered';
}
