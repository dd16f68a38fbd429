import type { Digest } from '../domain/digest/digest';
import { MAX_BYTES } from '../domain/digest/layout';
import { COLUMNS } from '../domain/text';
import type { Instant } from '../domain/instant';
import { reportReference } from '../domain/evaluation/evidence';
import { credentialId } from '../domain/ledger/credential-id';
import type { PendingDigest, JudgedRun, Ledger } from '../domain/ledger/schema';
import type { RunReport } from '../domain/run-report';
import { knownFindings } from '../domain/account-checks/known-findings';
import { withAnnounced, withExempt } from '../domain/ledger/updates';
import type { LedgerSession } from '../ledger-session';
import type { Ports } from '../ports';

/** As it stands in the ledger until somebody has it. */
export function pendingDigest(digest: Digest, report: RunReport): PendingDigest {
  return {
    runId: report.runId,
    subject: digest.subject,
    body: digest.body,
    announces: announcedIn(digest, report),
  };
}

/** By ledger id, with the reference time that stood in the digest. */
export function announcedIn({ announced }: Digest, { evaluated }: RunReport): Record<string, Instant> {
  const evidence = new Map(
    (evaluated?.evaluation.judged ?? []).map((judged) => [judged.credential, judged.evidence]),
  );
  return Object.fromEntries(
    announced.flatMap((credential) => {
      const id = credentialId(credential);
      const known = evidence.get(credential);
      const reference = known && reportReference(known);
      return id === undefined || reference === undefined ? [] : [[id, reference] as const];
    }),
  );
}

/** What waits already goes first and is never dropped: it may tell of deeds. */
export function appendToPending(
  waiting: PendingDigest | null,
  pending: PendingDigest,
  location: string | undefined,
): PendingDigest {
  if (!waiting) return pending;
  const rule = '-'.repeat(COLUMNS);
  const body = `${waiting.body}\n${rule}\n${pending.subject}\n\n${pending.body}`;
  if (new TextEncoder().encode(body).length <= MAX_BYTES) {
    return { ...waiting, body, announces: { ...waiting.announces, ...pending.announces } };
  }
  const noRoom = `${waiting.body}\n${rule}\n${pending.subject}\n(no room; see ${location ?? 'the records'})\n`;
  return new TextEncoder().encode(noRoom).length <= MAX_BYTES ? { ...waiting, body: noRoom } : waiting;
}

/** What counts once people have it: the notice that stood in this very mail, and what the next one is new against. */
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

/** The account's findings are known later than the verdicts; where no check could be made, the last ones stand. */
function withFindings(
  judged: JudgedRun,
  { accountChecks }: RunReport,
  before: JudgedRun | undefined,
): JudgedRun {
  const findings = accountChecks ? knownFindings(accountChecks, before?.findings) : before?.findings;
  return { ...judged, ...(findings ? { findings } : {}) };
}

/**
 * "A digest that an earlier sweep could not publish goes out first." What it announces counts from today.
 *
 * @returns whether nothing is pending any more
 */
export async function deliverPending(
  session: LedgerSession,
  subscribers: number | undefined,
  now: Instant,
  { topic, log }: Pick<Ports, 'topic' | 'log'>,
): Promise<boolean> {
  const pending = session.ledger.pendingDigest;
  if (!pending) return true;
  // Published to nobody it would be gone, and still untold.
  if (!subscribers) return false;
  try {
    await topic.publish(pending);
  } catch (error) {
    log('ERROR', 'pending-digest-not-published', { runId: pending.runId, error: String(error) });
    return false;
  }
  const delivered = { ...session.ledger, pendingDigest: null };
  session.ledger = withAnnounced(delivered, pending.announces, now);
  return true;
}
