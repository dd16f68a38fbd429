import { Halted, messageOf } from '../errors';
import type { LedgerSession } from '../ledger-session';
import type { Ledger } from '../domain/ledger/schema';
import { withoutLapsedAnnouncements } from '../domain/ledger/announcements';
import { pruned, withLookedAgain, withResults } from '../domain/ledger/updates';
import { locksToKeep, type SeenLocks } from '../domain/locks/follow-up';
import type { RunReport } from '../domain/run-report';
import { addHalt, leavesPlanOpen, type RunContext } from './run';

/** Where the ledger keeps the digest that reports the outcomes, until somebody has it. */
export interface Kept {
  /** Whether all of the digest is kept there. */
  readonly isWhole: boolean;
  readonly change: (ledger: Ledger) => Ledger;
}

/** Writes the outcomes into the ledger, and that their digest is not out yet, before it goes out. */
export async function commitResults(
  run: RunContext,
  session: LedgerSession,
  { isWhole, change }: Kept,
): Promise<void> {
  const { credentialReport, report, ports } = run;
  const { runId, evaluated, results, now } = report;
  const { clock } = ports;
  // Dated after the last write, because an older credential report is no evidence about any of them.
  const { lateResets } = report.caughtUp ?? {};
  const lookedAgain = lateResets?.kind === 'read' && isWhole ? lateResets.asked : [];
  let ledger = withResults(withLookedAgain(session.ledger, lookedAgain), results, clock.now());
  if (evaluated) ledger = withoutLapsedAnnouncements(ledger, evaluated.evaluation.judged);
  if (credentialReport) ledger = pruned(ledger, credentialReport, now);
  // News that found no room in the pending digest is news for the next run.
  if (report.locks && isWhole) ledger = { ...ledger, locks: locksToKeep(ledger.locks, report.locks, now) };
  const { lastRun } = ledger;
  const users = credentialReport?.users.length ?? lastRun?.users;
  session.ledger = change({
    ...ledger,
    // What found no room in the pending digest would be untold if this one is not delivered: the next run looks it up.
    open: leavesPlanOpen(run) || (!isWhole && reportsChanges(report)) ? ledger.open : null,
    lastRun: {
      runId,
      endedAt: clock.now(),
      ...(users === undefined ? {} : { users }),
      ...(lastRun?.judged ? { judged: lastRun.judged } : {}),
    },
  });
  await save(run, session);
}

/** Saves the ledger. A failure adds a halt and stops nothing. */
export async function save(run: RunContext, session: LedgerSession): Promise<void> {
  try {
    await session.save();
  } catch (error) {
    const message = `the ledger could not be written: ${messageOf(error)}`;
    addHalt(run, new Halted('ledger', message, { cause: error }).halt);
  }
}

/** Whether the digest reports something that was done or may have been done. */
export function reportsChanges({ results, caughtUp, report, locks }: RunReport): boolean {
  return (
    (locks !== undefined && hasNews(locks)) ||
    (report?.lateEffect ?? []).length > 0 ||
    (caughtUp?.lateResets?.kind === 'read' && caughtUp.lateResets.found.length > 0) ||
    results.some(({ outcome }) => outcome.kind === 'disabled' || outcome.kind === 'failed') ||
    (caughtUp?.reconciled?.found ?? []).some(({ state }) => state.kind !== 'active')
  );
}

/** What is told again every day needs no digest of its own to be told. */
function hasNews({ followed, notUnderstood }: SeenLocks): boolean {
  return (
    notUnderstood.length > 0 ||
    followed.some(({ isNew, isConfirmed, isWorse }) => isNew || isConfirmed || isWorse)
  );
}
