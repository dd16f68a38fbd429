import type { LedgerSession } from '../ledger-session';
import { messageOf } from '../errors';
import { type Ports, RecordExists, type RecordName } from '../ports';
import { type Digest, digestOf } from '../domain/digest/digest';
import { pruned, withoutLapsedAnnouncements, withResults } from '../domain/ledger/updates';
import type { JudgedRun, PendingDigest } from '../domain/ledger/schema';
import { type Delivery, digestText } from '../domain/records/digest-file';
import { findingsCsv } from '../domain/records/findings-csv';
import { resultRecord } from '../domain/records/json-records';
import type { CredentialReport } from '../domain/credential-report/facts';
import type { HaltReason } from '../domain/run-report';
import type { RunReportDraft } from './run';
import { appendToPending, pendingDigest, withDelivered } from './pending-digest';

/** The ledger, when it is this run's to write. */
export interface Ending {
  readonly session: LedgerSession;
  readonly report: CredentialReport | undefined;
  /** What the next run compares itself with; undefined when nothing could be judged. */
  readonly judged: JudgedRun | undefined;
  /** The run has taken the mutex: the run's records are this delivery's to write. */
  readonly owner: boolean;
  /** The plan in the ledger is not settled: leave it for the next run to look up. */
  readonly keepOpen: boolean;
}

/**
 * Makes the outcome durable, tells it, and ends the run. The digest stands in the ledger as pending before it is
 * published: killed in between, it is sent once more rather than never. A failure here is one more thing to
 * tell, and stops nothing.
 */
export async function finish(draft: RunReportDraft, ending: Ending | undefined, ports: Ports): Promise<void> {
  const over = ending?.owner ? 'another' : 'nothing';
  await Promise.all([
    record('findings.csv', findingsCsv(draft), over, draft, ports),
    record('result.json', resultRecord(draft), over, draft, ports),
  ]);
  draft.subscribers = await readSubscribers(ports);
  const waiting = ending?.session.ledger.pendingDigest ?? null;
  let digest = digestOf(draft);
  if (ending) {
    const { halts } = draft;
    await commitResults(draft, ending, appendToPending(waiting, pendingDigest(digest, draft), draft), ports);
    // That the ledger could not be written is for the mail to tell.
    if (draft.halts !== halts) digest = digestOf(draft);
  }
  const delivery = await publish(digest, draft, ports);
  // The ledger does not wait for the record: killed in between, the mail would go out twice.
  await Promise.all([
    ending && delivery.kind === 'published' ? close(digest, draft, ending, waiting) : undefined,
    record('digest.txt', digestText(digest, delivery), over, draft, ports),
  ]);
}

/** The digest is out: nothing waits but what waited before, and what stood in it counts from now on. */
async function close(
  digest: Digest,
  draft: RunReportDraft,
  { session, judged }: Ending,
  waiting: PendingDigest | null,
): Promise<void> {
  // Nobody heard it: what was done must still be told.
  if (draft.subscribers === 0 && reportsChanges(draft)) return;
  const told = { ...session.ledger, pendingDigest: waiting };
  session.ledger = draft.subscribers ? withDelivered(told, digest, draft, judged) : told;
  await save(draft, session);
}

type Over = Parameters<Ports['records']['write']>[3];

async function record(
  name: RecordName,
  body: string,
  over: Over,
  draft: RunReportDraft,
  { records }: Ports,
): Promise<void> {
  try {
    await records.write(draft.runId, name, body, over);
  } catch (error) {
    // The first record of a run stands: this is its event once more.
    if (error instanceof RecordExists) return;
    halt(draft, 'ledger', `${name} could not be written: ${messageOf(error)}`);
  }
}

/** The outcomes and the digest that tells them, in the ledger, before anybody hears of it. */
async function commitResults(
  draft: RunReportDraft,
  { session, report, keepOpen }: Ending,
  pending: PendingDigest,
  { clock }: Ports,
): Promise<void> {
  const { runId, evaluation, results } = draft;
  // Dated when all is done: a report that is older cannot say anything about it.
  let ledger = withResults(session.ledger, results, clock.now());
  if (evaluation) ledger = withoutLapsedAnnouncements(ledger, evaluation.judged);
  if (report) ledger = pruned(ledger, report, draft.now);
  const { lastRun } = ledger;
  const users = report?.users.length ?? lastRun?.users;
  session.ledger = {
    ...ledger,
    open: keepOpen ? ledger.open : null,
    pendingDigest: pending,
    lastRun: {
      runId,
      endedAt: clock.now(),
      ...(users === undefined ? {} : { users }),
      ...(lastRun?.judged ? { judged: lastRun.judged } : {}),
    },
  };
  await save(draft, session);
}

async function save(draft: RunReportDraft, session: LedgerSession): Promise<void> {
  try {
    await session.save();
  } catch (error) {
    halt(draft, 'ledger', `the ledger could not be written: ${messageOf(error)}`);
  }
}

async function publish(
  digest: Digest,
  draft: RunReportDraft,
  { topic, clock, log }: Ports,
): Promise<Delivery> {
  try {
    await topic.publish(digest);
    return { kind: 'published', at: clock.now(), subscribers: draft.subscribers };
  } catch (error) {
    const cause = messageOf(error);
    const message = `the digest could not be published: ${cause}`;
    halt(draft, 'delivery', message);
    // Nothing done goes untold: what the mail would have said stands in the log.
    const { subject, body } = digest;
    log('ERROR', 'digest-not-published', { runId: draft.runId, error: message, subject, body });
    return { kind: 'notPublished', cause };
  }
}

/** Whether the digest tells of something that was done, or may have been. */
function reportsChanges({ results, reconciled }: RunReportDraft): boolean {
  return (
    results.some(({ outcome }) => outcome.kind === 'disabled' || outcome.kind === 'failed') ||
    (reconciled?.found ?? []).some(({ state }) => state.kind !== 'active')
  );
}

function halt(draft: RunReportDraft, reason: HaltReason, message: string): void {
  draft.halts = [...draft.halts, { effect: 'halted', reason, message }];
}

/** How many hear of it at this moment; undefined when that cannot be read. */
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
