import type { LedgerSession } from './ledger-session';
import { messageOf } from './message-of';
import { type Ports, RecordExists, type RecordName } from './ports';
import { type Digest, digestOf } from './domain/digest/digest';
import { MAX_BYTES } from './domain/digest/section';
import { COLUMNS } from './domain/digest/text';
import { knownFindings } from './domain/hygiene/known';
import type { Instant } from './domain/instant';
import { reportReference } from './domain/judge/evidence';
import {
  pruned,
  withAnnounced,
  withExempt,
  withoutLapsedAnnouncements,
  withResults,
} from './domain/ledger/amend';
import { credentialId } from './domain/ledger/credential-id';
import type { JudgedRun, Ledger, PendingDigest } from './domain/ledger/schema';
import { findingsCsv } from './domain/record/findings';
import { resultRecord } from './domain/record/record';
import type { CredentialReport } from './domain/report/facts';
import type { HaltReason, Sweep } from './domain/sweep';

/** A sweep that is still going on. */
export type Draft = { -readonly [K in keyof Sweep]: Sweep[K] };

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
export async function finish(draft: Draft, ending: Ending | undefined, ports: Ports): Promise<void> {
  const over = ending?.owner ? 'another' : 'nothing';
  await Promise.all([
    record('findings.csv', findingsCsv(draft), over, draft, ports),
    record('result.json', resultRecord(draft), over, draft, ports),
  ]);
  draft.subscribers = await subscribersOf(ports);
  const waiting = ending?.session.ledger.pendingDigest ?? null;
  let digest = digestOf(draft);
  if (ending) {
    const { halts } = draft;
    await settle(draft, ending, joined(waiting, pendingDigest(digest, draft), draft), ports);
    // That the ledger could not be written is for the mail to tell.
    if (draft.halts !== halts) digest = digestOf(draft);
  }
  const [published] = await Promise.all([
    publish(digest, draft, ports),
    record('digest.txt', `Subject: ${digest.subject}\n\n${digest.body}`, over, draft, ports),
  ]);
  if (!ending || !published) return;
  // Nobody heard it: what was done must still be told.
  if (draft.subscribers === 0 && tellsOfDeeds(draft)) return;
  const { session } = ending;
  const told = { ...session.ledger, pendingDigest: waiting };
  session.ledger = draft.subscribers ? withTold(told, digest, draft, ending) : told;
  await save(draft, session);
}

/** How many hear of it at this moment; undefined when that cannot be read. */
export async function subscribersOf({
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

type Over = Parameters<Ports['records']['write']>[3];

async function record(
  name: RecordName,
  body: string,
  over: Over,
  draft: Draft,
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
async function settle(
  draft: Draft,
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

/** What counts once people have it: the notice that stood in this very mail, and what the next one is new against. */
function withTold(ledger: Ledger, digest: Digest, draft: Draft, { judged }: Ending): Ledger {
  const announced = withAnnounced(ledger, announcedIn(digest, draft), draft.now);
  const { lastRun } = announced;
  if (!judged || !lastRun || !draft.evaluation) return announced;
  return {
    ...withExempt(announced, draft.evaluation.judged),
    lastRun: { ...lastRun, judged: withFindings(judged, draft, lastRun.judged) },
  };
}

/** The account's findings are known later than the verdicts; where no check could be made, the last ones stand. */
function withFindings(judged: JudgedRun, { hygiene }: Draft, before: JudgedRun | undefined): JudgedRun {
  const findings = hygiene ? knownFindings(hygiene, before?.findings) : before?.findings;
  return { ...judged, ...(findings ? { findings } : {}) };
}

async function save(draft: Draft, session: LedgerSession): Promise<void> {
  try {
    await session.save();
  } catch (error) {
    halt(draft, 'ledger', `the ledger could not be written: ${messageOf(error)}`);
  }
}

async function publish(digest: Digest, draft: Draft, { topic, log }: Ports): Promise<boolean> {
  try {
    await topic.publish(digest);
    return true;
  } catch (error) {
    const message = `the digest could not be published: ${messageOf(error)}`;
    halt(draft, 'delivery', message);
    // Nothing done goes untold: what the mail would have said stands in the log.
    const { subject, body } = digest;
    log('ERROR', 'digest-not-published', { runId: draft.runId, error: message, subject, body });
    return false;
  }
}

/** Whether the digest tells of something that was done, or may have been. */
function tellsOfDeeds({ results, reconciled }: Draft): boolean {
  return (
    results.some(({ outcome }) => outcome.kind === 'disabled' || outcome.kind === 'failed') ||
    (reconciled?.found ?? []).some(({ state }) => state.kind !== 'active')
  );
}

function pendingDigest(digest: Digest, draft: Draft): PendingDigest {
  return {
    runId: draft.runId,
    subject: digest.subject,
    body: digest.body,
    announces: announcedIn(digest, draft),
  };
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

/** What waits already goes first and is never dropped: it may tell of deeds. */
function joined(
  waiting: PendingDigest | null,
  pending: PendingDigest,
  { record: where }: Draft,
): PendingDigest {
  if (!waiting) return pending;
  const rule = '-'.repeat(COLUMNS);
  const body = `${waiting.body}\n${rule}\n${pending.subject}\n\n${pending.body}`;
  if (new TextEncoder().encode(body).length <= MAX_BYTES) {
    return { ...waiting, body, announces: { ...waiting.announces, ...pending.announces } };
  }
  const noRoom = `${waiting.body}\n${rule}\n${pending.subject}\n(no room; see ${where ?? 'the records'})\n`;
  return new TextEncoder().encode(noRoom).length <= MAX_BYTES ? { ...waiting, body: noRoom } : waiting;
}

export function halt(draft: Draft, reason: HaltReason, message: string): void {
  draft.halts = [...draft.halts, { effect: 'halted', reason, message }];
}
