import { Halted, messageOf } from '../errors';
import type { LedgerSession } from '../ledger-session';
import { type IfExists, RecordExists, type RecordName } from '../ports';
import { type Digest, digestOf, type Delivery, digestText } from '../domain/digest/digest';
import type { Ledger, PendingDigest } from '../domain/ledger/schema';
import { withoutLapsedAnnouncements } from '../domain/ledger/announcements';
import { pruned, withLookedAgain, withResults } from '../domain/ledger/updates';
import { locksToKeep, type SeenLocks } from '../domain/locks/follow-up';
import { findingsCsv } from '../domain/records/findings-csv';
import { resultRecord } from '../domain/records/json-records';
import type { HaltReason, RunReport } from '../domain/run-report';
import { readAudience } from './audience';
import { appendToPending, type Appended, pendingDigest, withDelivered } from './pending-digest';
import { addHalt, learn, leavesPlanOpen, ownsRecords, type RunContext } from './run';

/**
 * Records the outcomes, publishes the digest and ends the run (docs/design.md §5.7). The digest is in the ledger as
 * pending before it is published: if the function is killed in between, the mail goes out twice rather than never. A
 * failure here adds a halt and stops nothing.
 */
export async function finish(run: RunContext): Promise<RunReport> {
  const { session, ports } = run;
  const ifExists = ownsRecords(run) ? 'overwrite' : 'fail';
  await Promise.all([
    writeRecord(run, 'findings.csv', findingsCsv(run.report), ifExists),
    writeRecord(run, 'result.json', resultRecord(run.report), ifExists),
  ]);
  learn(run, await readAudience(run.report, ports));
  const earlierPending = session?.ledger.pendingDigest ?? null;
  let digest = digestOf(run.report);
  if (session) {
    const { halts } = run.report;
    const appended = appendToPending(
      earlierPending,
      pendingDigest(digest, run.report),
      run.report.records?.location,
    );
    await commitResults(run, session, appended);
    // The mail has to say that the ledger could not be written.
    if (run.report.halts !== halts) digest = digestOf(run.report);
  }
  const delivery = await publish(run, digest);
  // The ledger does not wait for the record: if the function were killed in between, the mail would go out twice.
  await Promise.all([
    session && delivery.kind === 'published' ? close(run, session, digest, earlierPending) : undefined,
    writeRecord(run, 'digest.txt', digestText(digest, delivery), ifExists),
  ]);
  return run.report;
}

/** After publishing: only an earlier digest stays pending, and the announcements of this one count from now on. */
async function close(
  run: RunContext,
  session: LedgerSession,
  digest: Digest,
  earlierPending: PendingDigest | null,
): Promise<void> {
  const { report, judged } = run;
  // It reports changes, and nothing proves that anybody received it: it stays pending (docs/design.md §5.7).
  if (!report.subscribers && reportsChanges(report)) return;
  const delivered: Ledger = {
    ...session.ledger,
    open: leavesPlanOpen(run) ? session.ledger.open : null,
    pendingDigest: earlierPending,
  };
  session.ledger = report.subscribers ? withDelivered(delivered, digest, report, judged) : delivered;
  await save(run, session);
}

async function writeRecord(
  run: RunContext,
  name: RecordName,
  body: string,
  ifExists: IfExists,
): Promise<void> {
  try {
    await run.ports.records.write(run.report.runId, name, body, ifExists);
  } catch (error) {
    // Another delivery of this event has written the record, and that one stays (docs/design.md §3.7).
    if (error instanceof RecordExists) return;
    halt(run, 'ledger', `${name} could not be written: ${messageOf(error)}`, error);
  }
}

/** Writes the outcomes into the ledger, with the digest that reports them as pending, before it is published. */
async function commitResults(
  run: RunContext,
  session: LedgerSession,
  { pending, isWhole }: Appended,
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
  session.ledger = {
    ...ledger,
    // What found no room in the pending digest would be untold if this one is not delivered: the next run looks it up.
    open: leavesPlanOpen(run) || (!isWhole && reportsChanges(report)) ? ledger.open : null,
    pendingDigest: pending,
    lastRun: {
      runId,
      endedAt: clock.now(),
      ...(users === undefined ? {} : { users }),
      ...(lastRun?.judged ? { judged: lastRun.judged } : {}),
    },
  };
  await save(run, session);
}

async function save(run: RunContext, session: LedgerSession): Promise<void> {
  try {
    await session.save();
  } catch (error) {
    halt(run, 'ledger', `the ledger could not be written: ${messageOf(error)}`, error);
  }
}

async function publish(run: RunContext, digest: Digest): Promise<Delivery> {
  const { topic, clock, log } = run.ports;
  try {
    await topic.publish(digest);
    return { kind: 'published', at: clock.now(), subscribers: run.report.subscribers };
  } catch (error) {
    const cause = messageOf(error);
    const message = `the digest could not be published: ${cause}`;
    halt(run, 'delivery', message, error);
    // "Nothing that was done stays unreported" (docs/design.md §1, law 4): the log gets the whole mail.
    const { subject, body } = digest;
    log('ERROR', 'digest-not-published', { runId: run.report.runId, error: message, subject, body });
    return { kind: 'notPublished', cause };
  }
}

/** Whether the digest reports something that was done or may have been done. */
function reportsChanges({ results, caughtUp, report, locks }: RunReport): boolean {
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

function halt(run: RunContext, reason: HaltReason, message: string, cause: unknown): void {
  addHalt(run, new Halted(reason, message, { cause }).halt);
}
