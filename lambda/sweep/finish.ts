import { messageOf } from '../errors';
import type { LedgerSession } from '../ledger-session';
import { type IfExists, type Ports, RecordExists, type RecordName } from '../ports';
import { type Digest, digestOf } from '../domain/digest/digest';
import type { PendingDigest } from '../domain/ledger/schema';
import { pruned, withoutLapsedAnnouncements, withResults } from '../domain/ledger/updates';
import { type Delivery, digestText } from '../domain/records/digest-file';
import { findingsCsv } from '../domain/records/findings-csv';
import { resultRecord } from '../domain/records/json-records';
import type { HaltReason, RunReport } from '../domain/run-report';
import { appendToPending, pendingDigest, withDelivered } from './pending-digest';
import { addHalt, learn, leavesPlanOpen, ownsRecords, type RunContext } from './run';

/**
 * Makes the outcomes durable, publishes the digest, and ends the run. The digest is in the ledger as pending before
 * it is published: if the function is killed in between, the mail goes out twice rather than never. A failure here
 * is one more thing to report, and stops nothing.
 */
export async function finish(run: RunContext): Promise<RunReport> {
  const { session, ports } = run;
  const ifExists = ownsRecords(run) ? 'overwrite' : 'fail';
  await Promise.all([
    writeRecord(run, 'findings.csv', findingsCsv(run.report), ifExists),
    writeRecord(run, 'result.json', resultRecord(run.report), ifExists),
  ]);
  learn(run, { subscribers: await readSubscribers(ports) });
  const waiting = session?.ledger.pendingDigest ?? null;
  let digest = digestOf(run.report);
  if (session) {
    const { halts } = run.report;
    const pending = appendToPending(waiting, pendingDigest(digest, run.report), run.report.records?.location);
    await commitResults(run, session, pending);
    // The mail has to say that the ledger could not be written.
    if (run.report.halts !== halts) digest = digestOf(run.report);
  }
  const delivery = await publish(run, digest);
  // The ledger does not wait for the record: if the function were killed in between, the mail would go out twice.
  await Promise.all([
    session && delivery.kind === 'published' ? close(run, session, digest, waiting) : undefined,
    writeRecord(run, 'digest.txt', digestText(digest, delivery), ifExists),
  ]);
  return run.report;
}

/** The digest is out: only what was pending before stays pending, and what the digest announced counts from now on. */
async function close(
  run: RunContext,
  session: LedgerSession,
  digest: Digest,
  waiting: PendingDigest | null,
): Promise<void> {
  const { report, judged } = run;
  // Nobody received it: what was done must still be reported.
  if (report.subscribers === 0 && reportsChanges(report)) return;
  const delivered = { ...session.ledger, pendingDigest: waiting };
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
    // Another delivery of this event wrote the first record, and that one stays.
    if (error instanceof RecordExists) return;
    halt(run, 'ledger', `${name} could not be written: ${messageOf(error)}`);
  }
}

/** Puts the outcomes, and the digest that reports them, into the ledger before anybody receives it. */
async function commitResults(run: RunContext, session: LedgerSession, pending: PendingDigest): Promise<void> {
  const { credentialReport, report, ports } = run;
  const { runId, evaluated, results, now } = report;
  const { clock } = ports;
  // Dated when all is done: a credential report that is older cannot say anything about it.
  let ledger = withResults(session.ledger, results, clock.now());
  if (evaluated) ledger = withoutLapsedAnnouncements(ledger, evaluated.evaluation.judged);
  if (credentialReport) ledger = pruned(ledger, credentialReport, now);
  const { lastRun } = ledger;
  const users = credentialReport?.users.length ?? lastRun?.users;
  session.ledger = {
    ...ledger,
    open: leavesPlanOpen(run) ? ledger.open : null,
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
    halt(run, 'ledger', `the ledger could not be written: ${messageOf(error)}`);
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
    halt(run, 'delivery', message);
    // Law 4: nothing done goes unreported. The log has what the mail would have said.
    const { subject, body } = digest;
    log('ERROR', 'digest-not-published', { runId: run.report.runId, error: message, subject, body });
    return { kind: 'notPublished', cause };
  }
}

/** Whether the digest reports something that was done, or may have been. */
function reportsChanges({ results, caughtUp }: RunReport): boolean {
  return (
    results.some(({ outcome }) => outcome.kind === 'disabled' || outcome.kind === 'failed') ||
    (caughtUp?.reconciled?.found ?? []).some(({ state }) => state.kind !== 'active')
  );
}

function halt(run: RunContext, reason: HaltReason, message: string): void {
  addHalt(run, { effect: 'halted', reason, message });
}

/** The topic's confirmed subscribers at this moment; undefined when they cannot be counted. */
export async function readSubscribers({
  topic,
  log,
}: Pick<Ports, 'topic' | 'log'>): Promise<number | undefined> {
  try {
    return await topic.subscribers();
  } catch (error) {
    log('WARN', 'subscribers-unknown', { error: String(error) });
    return undefined;
  }
}
