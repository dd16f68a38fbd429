import pLimit from 'p-limit';
import { messageOf } from '../errors';
import { RecordExists } from '../record-store';
import type { OrganizationDigest } from '../domain/organization/digest/digest';
import { type Mail, mailText } from '../domain/organization/digest/mail-text';
import { withPublished, withSettled } from '../domain/organization/ledger/updates';
import {
  parseToldPlan,
  type ToldPlan,
  ToldError,
  toldOf,
  toldPlanText,
  toldText,
  withoutNotice,
} from '../domain/organization/told';
import type { CoordinatorPorts } from './coordinator';
import type { OrganizationLedgerSession } from './organization-ledger';

/** What became of a run's mail. */
export type Delivery =
  { readonly kind: 'published' } | { readonly kind: 'notPublished'; readonly cause: string };

const WRITES_AT_ONCE = 20;

/**
 * Lays the mail down with who is told by it, before it goes out. Once `told-plan.json` stands, the mail is that of then: a
 * repeated step lays out nothing anew, and of two at the same time the second one takes the first one's.
 *
 * @param lay called only if no mail stands
 */
export async function layDown(
  runId: string,
  lay: () => OrganizationDigest,
  { isHeard, records }: Pick<CoordinatorPorts, 'records'> & { readonly isHeard: boolean },
): Promise<Mail> {
  const { mail } =
    (await readPlan(runId, { records })) ?? (await writePlan(runId, lay(), { isHeard, records }));
  await records.write(runId, 'digest.txt', mailText(mail));
  return mail;
}

async function writePlan(
  runId: string,
  { told, subject, body }: OrganizationDigest,
  { isHeard, records }: Pick<CoordinatorPorts, 'records'> & { readonly isHeard: boolean },
): Promise<ToldPlan> {
  const plan = { ...(isHeard ? told : withoutNotice(told)), mail: { subject, body } };
  const standing = await records.writeOnce(runId, 'told-plan.json', toldPlanText(plan));
  return parseToldPlan(standing.text, { runId });
}

async function readPlan(
  runId: string,
  { records }: Pick<CoordinatorPorts, 'records'>,
): Promise<ToldPlan | undefined> {
  const text = await records.read(runId, 'told-plan.json');
  return text === undefined ? undefined : parseToldPlan(text, { runId });
}

/**
 * Sends the mail of a run that the ledger has as untold, writes every `told.json` by `told-plan.json` alone, and settles
 * it. May be repeated from any point: killed right after publishing, it publishes twice rather than never.
 *
 * @param subscribers who hears it at this moment; undefined: not known, so it goes out and tells nobody
 * @throws what the store throws
 */
export async function deliver(
  session: OrganizationLedgerSession,
  runId: string,
  subscribers: number | undefined,
  ports: Pick<CoordinatorPorts, 'records' | 'topic' | 'clock' | 'log'>,
): Promise<Delivery> {
  const untold = () => session.ledger.untold.find((each) => each.runId === runId);
  if (!untold()) return { kind: 'published' };
  let plan: ToldPlan | undefined;
  try {
    plan = await readPlan(runId, ports);
  } catch (error) {
    if (!(error instanceof ToldError)) throw error;
    ports.log('ERROR', 'mail-lost', { runId, error: error.message });
  }
  if (!plan) {
    // It can never go out. No `told.json` says that it did, so the accounts repeat what they did in their next answers.
    await session.add((ledger) => withSettled(ledger, runId));
    return { kind: 'notPublished', cause: `the mail of run ${runId} is not in the bucket any more` };
  }
  if (untold()?.publishedAt === undefined) {
    const delivery = await publish(runId, plan.mail, subscribers, ports);
    if (delivery.kind === 'notPublished') return delivery;
    const at = ports.clock.now();
    await session.add((ledger) => withPublished(ledger, runId, { at, subscribers: subscribers ?? 0 }));
  }
  await settle(session, runId, plan, ports);
  return { kind: 'published' };
}

export async function publish(
  runId: string,
  mail: Mail,
  subscribers: number | undefined,
  { topic, log }: Pick<CoordinatorPorts, 'topic' | 'log'>,
): Promise<Delivery> {
  if (subscribers === 0) {
    return { kind: 'notPublished', cause: 'no subscription that counts would receive the digest' };
  }
  try {
    await topic.publish(mail);
    return { kind: 'published' };
  } catch (error) {
    const cause = `the digest could not be published: ${messageOf(error)}`;
    // "Nothing that was done stays unreported" (docs/design.md §1, law 4): the log gets the whole mail.
    log('ERROR', 'digest-not-published', { runId, error: cause, ...mail });
    return { kind: 'notPublished', cause };
  }
}

/** Each account's `told.json`, below its own run and below each earlier run that it settles: there the account looks. */
async function settle(
  session: OrganizationLedgerSession,
  runId: string,
  plan: ToldPlan,
  { records }: Pick<CoordinatorPorts, 'records'>,
): Promise<void> {
  const { publishedAt: at, subscribers = 0 } =
    session.ledger.untold.find((each) => each.runId === runId) ?? {};
  if (at === undefined) return;
  const all = toldOf(plan, { at, subscribers, digest: `${records.location(runId)}digest.txt` });
  const writes = all.flatMap((told) =>
    [...new Set([runId, ...told.runs])].map((of) => ({
      accountId: told.accountId,
      of,
      text: toldText(told),
    })),
  );
  await pLimit(WRITES_AT_ONCE).map(writes, async ({ accountId, of, text }) => {
    try {
      await records.recordsOf(accountId).write(of, 'told.json', text, 'fail');
    } catch (error) {
      // An attempt before has written it; or a mail of that run itself, which counts.
      if (!(error instanceof RecordExists)) throw error;
    }
  });
  await session.add((ledger) => withSettled(ledger, runId));
}
