import { ActionsFailed, SweepHalted } from './halted';
import type { LedgerSession } from './ledger-session';
import type { Ports, RecordName } from './ports';
import { type Counts, countsOf } from './domain/counts';
import { type Digest, digestOf } from './domain/digest/digest';
import { MAX_BYTES } from './domain/digest/section';
import type { Instant } from './domain/instant';
import { reportReference } from './domain/judge/evidence';
import { pruned, withAnnounced, withoutLapsedAnnouncements, withResults } from './domain/ledger/amend';
import { credentialId } from './domain/ledger/credential-id';
import type { PendingDigest } from './domain/ledger/schema';
import type { Mode } from './domain/mode';
import { findingsCsv } from './domain/record/findings';
import { resultRecord } from './domain/record/record';
import type { CredentialReport } from './domain/report/facts';
import type { HaltReason, Sweep } from './domain/sweep';

/** A sweep that is still going on. */
export type Draft = { -readonly [K in keyof Sweep]: Sweep[K] };

/** What the caller of the function gets. */
export interface SweepAnswer {
  readonly runId: string;
  readonly accountId: string;
  readonly trigger: Sweep['trigger'];
  /** The effective mode. */
  readonly mode: Mode;
  readonly status: 'completed' | 'already-ran';
  /** Confirmed subscribers of the digest topic; null when not known. */
  readonly subscribers: number | null;
  readonly counts: Counts;
  /** The `s3://` prefix of the run's records. */
  readonly record: string;
}

/** Makes the outcome durable, then tells it. A failure here is one more thing to tell, and stops nothing. */
export async function tell(draft: Draft, ports: Ports): Promise<{ digest: Digest; published: boolean }> {
  const record = async (name: RecordName, body: string) => {
    try {
      await ports.records.write(draft.runId, name, body);
    } catch (error) {
      halt(draft, 'ledger', `${name} could not be written: ${messageOf(error)}`);
    }
  };
  await Promise.all([record('findings.csv', findingsCsv(draft)), record('result.json', resultRecord(draft))]);
  const digest = digestOf(draft);
  const [published] = await Promise.all([
    publish(digest, draft, ports),
    record('digest.txt', `Subject: ${digest.subject}\n\n${digest.body}`),
  ]);
  return { digest, published };
}

async function publish(digest: Digest, draft: Draft, ports: Pick<Ports, 'topic' | 'log'>): Promise<boolean> {
  try {
    await ports.topic.publish(digest);
    return true;
  } catch (error) {
    const message = `the digest could not be published: ${messageOf(error)}`;
    halt(draft, 'delivery', message);
    // Nothing done goes untold: what the mail would have said stands in the log.
    ports.log('ERROR', 'digest-not-published', {
      runId: draft.runId,
      error: message,
      subject: digest.subject,
      body: digest.body,
    });
    return false;
  }
}

/** Ends the run in the ledger: outcomes, announcements, and the digest that did not go out. */
export async function close(
  draft: Draft,
  told: { readonly digest: Digest; readonly published: boolean },
  session: LedgerSession,
  {
    report,
    brokeWhileActing,
  }: { readonly report: CredentialReport | undefined; readonly brokeWhileActing: boolean },
  ports: Ports,
): Promise<void> {
  const { now, runId, evaluation, subscribers } = draft;
  const announces = announcedIn(told.digest, draft);
  let ledger = withResults(session.ledger, draft.results, now);
  if (evaluation) ledger = withoutLapsedAnnouncements(ledger, evaluation.judged);
  if (told.published && subscribers) ledger = withAnnounced(ledger, announces, now);
  if (report) ledger = pruned(ledger, report, now);
  const pending: PendingDigest = { runId, subject: told.digest.subject, body: told.digest.body, announces };
  const users = report?.users.length ?? ledger.lastRun?.users;
  session.ledger = {
    ...ledger,
    // What may have been done and is not known stays in the plan, for the next run to look up.
    open: brokeWhileActing ? ledger.open : null,
    pendingDigest: told.published ? ledger.pendingDigest : joined(ledger.pendingDigest, pending),
    lastRun: { runId, endedAt: ports.clock.now(), ...(users === undefined ? {} : { users }) },
  };
  try {
    await session.save();
  } catch (error) {
    halt(draft, 'ledger', `the ledger could not be closed: ${messageOf(error)}`);
  }
}

/** By ledger id, with the reference time that stood in the digest. */
function announcedIn({ announced }: Digest, { evaluation }: Draft): Record<string, Instant> {
  const evidence = new Map((evaluation?.judged ?? []).map((judged) => [judged.credential, judged.evidence]));
  return Object.fromEntries(
    announced.flatMap((credential) => {
      const id = credentialId(credential);
      const known = evidence.get(credential);
      const reference = known && reportReference(known);
      return id === undefined || reference === undefined ? [] : [[id, reference] as const];
    }),
  );
}

/** What waits already goes first and is never dropped: it may tell of actions. */
function joined(waiting: PendingDigest | null, pending: PendingDigest): PendingDigest {
  if (!waiting) return pending;
  const body = `${waiting.body}\n${'-'.repeat(72)}\n${pending.subject}\n\n${pending.body}`;
  return new TextEncoder().encode(body).length > MAX_BYTES
    ? waiting
    : { ...waiting, body, announces: { ...waiting.announces, ...pending.announces } };
}

/** The last log line, and what the caller gets. @throws SweepHalted, ActionsFailed */
export function conclude(draft: Sweep, { log, records }: Ports): SweepAnswer {
  const { runId, trigger, account, halts, mode = 'dry-run', subscribers = null } = draft;
  const counts = countsOf(draft);
  const record = records.location(runId);
  const [first] = halts;
  const status = first ? 'halted' : counts.failed > 0 ? 'failed' : 'completed';
  log(status === 'completed' ? 'INFO' : 'ERROR', 'sweep-end', {
    runId,
    trigger,
    status,
    mode,
    ...(first ? { reason: first.reason, message: first.message } : {}),
    subscribers,
    counts,
    record,
  });
  if (first) throw new SweepHalted(first, record);
  if (counts.failed > 0) throw new ActionsFailed(counts.failed, record);
  return { runId, accountId: account.id, trigger, mode, status: 'completed', subscribers, counts, record };
}

/** The same event a second time: nothing is done and nothing is sent. */
export function alreadyRan(draft: Sweep, { log, records }: Ports): SweepAnswer {
  const { runId, trigger, account, mode = 'dry-run', subscribers = null } = draft;
  const status = 'already-ran';
  const counts = countsOf(draft);
  const record = records.location(runId);
  log('INFO', 'sweep-end', { runId, trigger, status, mode, subscribers, counts, record });
  return { runId, accountId: account.id, trigger, mode, status, subscribers, counts, record };
}

export function halt(draft: Draft, reason: HaltReason, message: string): void {
  draft.halts = [...draft.halts, { effect: 'halted', reason, message }];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
