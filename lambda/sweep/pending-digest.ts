import type { Digest } from '../domain/digest/digest';
import { MAX_BYTES } from '../domain/digest/layout';
import { COLUMNS, wrap } from '../domain/text';
import type { Instant } from '../domain/instant';
import type { Announces, PendingDigest, JudgedRun, Ledger } from '../domain/ledger/schema';
import type { RunReport } from '../domain/run-report';
import { knownFindings } from '../domain/account-checks/run-checks';
import { announcesOf, withAnnounced } from '../domain/ledger/announcements';
import { withExempt } from '../domain/ledger/updates';
import type { LedgerSession } from '../ledger-session';
import type { DigestTopic, Ports } from '../ports';

/** The digest as the ledger keeps it until it is delivered. */
export function pendingDigest(digest: Digest, report: RunReport): PendingDigest {
  return {
    runId: report.runId,
    subject: digest.subject,
    body: digest.body,
    announces: announcedIn(digest, report),
  };
}

/** The announced credentials: their reference times by ledger id. */
export function announcedIn({ announced }: Digest, { evaluated }: RunReport): Announces {
  const judged = new Map((evaluated?.evaluation.judged ?? []).map((each) => [each.credential, each]));
  return announcesOf(announced.flatMap((credential) => judged.get(credential) ?? []));
}

export interface Appended {
  readonly pending: PendingDigest;
  /** Whether all of the new digest is in it. */
  readonly isWhole: boolean;
}

/** An earlier pending digest comes first and is never dropped, because it may report changes (docs/design.md §5.7). */
export function appendToPending(
  earlier: PendingDigest | null,
  pending: PendingDigest,
  location: string | undefined,
): Appended {
  if (!earlier) return { pending, isWhole: true };
  const rule = '-'.repeat(COLUMNS);
  const body = `${earlier.body}\n${rule}\n${pending.subject}\n\n${pending.body}`;
  if (new TextEncoder().encode(body).length <= MAX_BYTES) {
    const announces = { ...earlier.announces, ...pending.announces };
    return { pending: { ...earlier, body, announces }, isWhole: true };
  }
  const noRoom = `${earlier.body}\n${rule}\n${pending.subject}\n(no room; see ${location ?? 'the records'})\n`;
  const fits = new TextEncoder().encode(noRoom).length <= MAX_BYTES;
  return { pending: fits ? { ...earlier, body: noRoom } : earlier, isWhole: false };
}

/** A delivered digest starts the notice of what it announces, and the next run's changes are relative to this run. */
export function withDelivered(
  ledger: Ledger,
  digest: Digest,
  report: RunReport,
  judged: JudgedRun | undefined,
): Ledger {
  const announced = withAnnounced(ledger, announcedIn(digest, report), report.now);
  const { lastRun } = announced;
  if (!judged || !lastRun || !report.evaluated) return announced;
  return {
    ...withExempt(announced, report.evaluated.evaluation.judged),
    lastRun: { ...lastRun, judged: withFindings(judged, report, lastRun.judged) },
  };
}

/** The findings are known later than the verdicts. If no check could be made, the earlier findings stay. */
export function withFindings(
  judged: JudgedRun,
  { accountChecks }: RunReport,
  before: JudgedRun | undefined,
): JudgedRun {
  const findings = accountChecks ? knownFindings(accountChecks, before?.findings) : before?.findings;
  return { ...judged, ...(findings ? { findings } : {}) };
}

/**
 * A late mail says so first. Its first lines need at most 200 bytes of the room that `MAX_BYTES` leaves. The run may have
 * been killed right after it had sent the mail, so the reader may know it.
 */
function lateBody({ runId, body }: PendingDigest): string {
  const note = `This mail is late: it is of the earlier run ${runId}. You may have received it before.`;
  return [...wrap(note), '', body].join('\n');
}

/**
 * "It publishes a digest that an earlier run could not publish" (docs/design.md §5.1). The notice that this digest
 * gives starts today.
 *
 * @returns false if a digest is still pending
 */
export async function deliverPending(
  session: LedgerSession,
  subscribers: number | undefined,
  now: Instant,
  { topic, log }: { readonly topic: DigestTopic } & Pick<Ports, 'log'>,
): Promise<boolean> {
  const pending = session.ledger.pendingDigest;
  if (!pending) return true;
  // Published to nobody it would be lost.
  if (!subscribers) return false;
  try {
    await topic.publish({ subject: pending.subject, body: lateBody(pending) });
  } catch (error) {
    log('ERROR', 'pending-digest-not-published', { runId: pending.runId, error: String(error) });
    return false;
  }
  const delivered = { ...session.ledger, pendingDigest: null };
  session.ledger = withAnnounced(delivered, pending.announces, now);
  return true;
}
