import { Halted, messageOf } from '../errors';
import type { LedgerSession } from '../ledger-session';
import type { DigestTopic } from '../ports';
import type { IfExists } from '../record-store';
import { type Digest, digestOf, type Delivery, digestText } from '../domain/digest/digest';
import type { Ledger, PendingDigest } from '../domain/ledger/schema';
import { readAudience } from './audience';
import { commitResults, reportsChanges, save } from './commit-results';
import type { DigestOutlet, Prepared } from './digest-outlet';
import { appendToPending, deliverPending, pendingDigest, withDelivered } from './pending-digest';
import { unmetToTell } from './preconditions';
import { addHalt, learn, leavesPlanOpen, type RunContext } from './run';
import { settleUntold, toldIn } from './settle-untold';
import { writeRecord } from './write-record';

/** The account's own topic. */
export function mailOutlet(topic: DigestTopic): DigestOutlet {
  return {
    prepare: (run, session) => prepare(run, session, topic),
    tell: (run, ifExists) => mailDigest(run, topic, ifExists),
  };
}

async function prepare(run: RunContext, session: LedgerSession, topic: DigestTopic): Promise<Prepared> {
  const { log, records } = run.ports;
  await settleUntold(session, (runId) => toldIn(records, run.report.account.id, runId), { log });
  const { untold = [], pendingDigest: pending } = session.ledger;
  if (untold.length > 0) {
    const runs = untold.map(({ runId }) => runId).join(', ');
    throw new Halted(
      'ledger',
      `the ledger comes from an organization's deployment, and the records here do not say that its run ${runs} was told: let that deployment tell it, and copy the account's whole folder then, told.json of each run included`,
    );
  }
  learn(run, await readAudience(run.report, { topic, log }));
  const { subscribers, uncounted, now } = run.report;
  const isDelivered =
    run.invocation.preview || (await deliverPending(session, subscribers, now, { topic, log }));
  return {
    unmet: unmetToTell({ audience: { subscribers, uncounted }, pendingDelivered: isDelivered }),
    lateDigestRunId: isDelivered && !run.invocation.preview ? pending?.runId : undefined,
  };
}

/**
 * Publishes the digest to the account's own topic. The ledger has it as pending before that: if the function is killed in
 * between, the mail goes out twice rather than never.
 */
async function mailDigest(run: RunContext, topic: DigestTopic, ifExists: IfExists): Promise<void> {
  const { session, ports } = run;
  learn(run, await readAudience(run.report, { topic, log: ports.log }));
  const earlierPending = session?.ledger.pendingDigest ?? null;
  let digest = digestOf(run.report);
  if (session) {
    const { halts } = run.report;
    const { pending, isWhole } = appendToPending(
      earlierPending,
      pendingDigest(digest, run.report),
      run.report.records?.location,
    );
    await commitResults(run, session, {
      isWhole,
      change: (ledger) => ({ ...ledger, pendingDigest: pending }),
    });
    // The mail has to say that the ledger could not be written.
    if (run.report.halts !== halts) digest = digestOf(run.report);
  }
  const delivery = await publish(run, topic, digest);
  // The ledger does not wait for the record: if the function were killed in between, the mail would go out twice.
  await Promise.all([
    session && delivery.kind === 'published' ? close(run, session, digest, earlierPending) : undefined,
    writeRecord(run, 'digest.txt', digestText(digest, delivery), ifExists),
  ]);
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

async function publish(run: RunContext, topic: DigestTopic, digest: Digest): Promise<Delivery> {
  const { clock, log } = run.ports;
  try {
    await topic.publish(digest);
    return { kind: 'published', at: clock.now(), subscribers: run.report.subscribers };
  } catch (error) {
    const cause = messageOf(error);
    const message = `the digest could not be published: ${cause}`;
    addHalt(run, new Halted('delivery', message, { cause: error }).halt);
    // "Nothing that was done stays unreported" (docs/design.md §1, law 4): the log gets the whole mail.
    const { subject, body } = digest;
    log('ERROR', 'digest-not-published', { runId: run.report.runId, error: message, subject, body });
    return { kind: 'notPublished', cause };
  }
}
