import * as z from 'zod';
import { type DigestTopic, type Log } from '../ports';
import { LedgerConflict, type NoticeStore, type StoredLedger } from '../record-store';
import type { AccountId, UserName } from '../domain/identity';
import type { Instant } from '../domain/instant';
import { batchMail } from '../domain/new-credential/batch-mail';
import {
  type CredentialEvent,
  type Heard,
  InvalidNoticeEvent,
  parseCredentialEvent,
} from '../domain/new-credential/event';
import { ledgerFactsOf } from '../domain/new-credential/aging';
import { noticeLine } from '../domain/new-credential/mail';
import {
  type DisabledByUs,
  MAILS_A_DAY,
  newsOf,
  noticeState,
  type NoticeState,
  noticeStateText,
  withLeftOut,
  withMail,
} from '../domain/new-credential/notices';
import { messageOf } from '../errors';
import { factsOf, type FactPorts, within } from './facts';

/** The sources of the facts, the topic, and what was told before. Mail and state are all that the function writes. */
export interface NotifyPorts extends FactPorts {
  readonly topic: Pick<DigestTopic, 'publish'>;
  readonly notices: NoticeStore;
  readonly now: () => Instant;
  readonly log: Log;
}

/** What Lambda expects for a batch of SQS: the messages that it must deliver again. */
export interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

const Batch = z.object({ Records: z.array(z.object({ messageId: z.string(), body: z.string() })).min(1) });

/** For all reads together. The function has two minutes. Each call before and after takes up to 20 s of it with its retries. */
const READ_TIMEOUT_MS = 25_000;
/** Events whose facts are read, at the same time. Each user's policies are read once. */
const MAX_WITH_FACTS = 10;
const WRITE_ATTEMPTS = 3;

/**
 * Sends one mail for the news of a batch. The mail says which facts could not be read in time. A message that is no such
 * event is handed back alone; after three times SQS puts it aside, which raises an alarm.
 *
 * @throws InvalidNoticeEvent for anything but a batch, or what topic and store throw; then SQS delivers all again
 */
export async function notify(
  event: unknown,
  account: AccountId,
  ports: NotifyPorts,
  timeoutMs = READ_TIMEOUT_MS,
): Promise<BatchAnswer> {
  const batch = Batch.safeParse(event);
  if (!batch.success) throw new InvalidNoticeEvent('not a batch of the queue of new IAM credentials');
  const heard: Heard[] = [];
  const failed: string[] = [];
  let otherAccounts = 0;
  for (const { messageId, body } of batch.data.Records) {
    try {
      const parsed = parseCredentialEvent(jsonOf(body), account.id);
      if (parsed === 'otherAccount') otherAccounts += 1;
      else if (parsed !== 'nothingNew') heard.push(parsed);
    } catch (error) {
      if (!(error instanceof InvalidNoticeEvent)) throw error;
      failed.push(messageId);
      ports.log('ERROR', 'notice-refused', { messageId, error: error.message });
    }
  }
  const outcome = heard.length > 0 ? await tell(heard, account, ports, timeoutMs) : NOTHING;
  ports.log('INFO', 'notice-end', { ...outcome, otherAccounts, failed: failed.length });
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

interface Outcome {
  readonly status: 'told' | 'leftOut' | 'nothingNew';
  readonly told: number;
  readonly leftOut: number;
}
const NOTHING: Outcome = { status: 'nothingNew', told: 0, leftOut: 0 };

/** The text of a message that is not JSON is itself the event, which is refused. */
function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return body;
    throw error;
  }
}

async function tell(
  heard: readonly Heard[],
  account: AccountId,
  ports: NotifyPorts,
  timeoutMs: number,
): Promise<Outcome> {
  const shared = {
    ...ports,
    settings: once(ports.settings.read.bind(ports.settings)),
    ledger: once(ports.ledger),
    permissions: oncePerUser(ports.policies.permissions.bind(ports.policies)),
  };
  const facts: FactPorts = {
    ...shared,
    settings: { read: shared.settings },
    policies: { permissions: shared.permissions },
  };
  const [disabledByUs, stored] = await Promise.all([
    disabledByLedger(heard, shared.ledger, timeoutMs),
    storedNotices(ports, timeoutMs),
  ]);
  const before = noticeState(stored?.text, account.id, ports.now());
  const { news, state } = newsOf(before, heard, disabledByUs);
  const again = (current: NoticeState) => newsOf(current, heard, disabledByUs).state;
  const [first, ...others] = news;
  if (!first) {
    await save(stored, state, again, account, ports);
    return NOTHING;
  }
  if (state.mails >= MAILS_A_DAY) {
    const lines = news.map(noticeLine);
    const leftOut = (current: NoticeState) => withLeftOut(again(current), lines);
    // Not told: if it is not counted either, the batch must come again.
    await save(stored, withLeftOut(state, lines), leftOut, account, ports);
    return { status: 'leftOut', told: 0, leftOut: news.length };
  }
  const withFacts = async (each: CredentialEvent) => ({
    event: each,
    facts: await factsOf(each, facts, timeoutMs),
  });
  const [told, ...more] = await Promise.all([
    withFacts(first),
    ...others.slice(0, MAX_WITH_FACTS - 1).map(withFacts),
  ]);
  await ports.topic.publish(batchMail([told, ...more], others.slice(MAX_WITH_FACTS - 1), state, account));
  try {
    await save(stored, withMail(state), (current) => withMail(again(current)), account, ports);
  } catch (error) {
    // The mail is out. If this failed, all of it would come again.
    ports.log('WARN', 'notices-not-saved', { error: messageOf(error) });
  }
  return { status: 'told', told: news.length, leftOut: 0 };
}

function once<T>(call: () => Promise<T>): () => Promise<T> {
  let called: Promise<T> | undefined;
  return () => (called ??= call());
}

/** A new user, its password and its key come in one batch mostly. */
function oncePerUser<A, T>(call: (user: UserName, given: A) => Promise<T>) {
  const called = new Map<UserName, Promise<T>>();
  return (user: UserName, given: A): Promise<T> => {
    const first = called.get(user) ?? call(user, given);
    called.set(user, first);
    return first;
  };
}

/** Only an enabled key can be a repetition, so only for one is the ledger read here. */
async function disabledByLedger(
  heard: readonly Heard[],
  ledger: FactPorts['ledger'],
  timeoutMs: number,
): Promise<DisabledByUs> {
  const asks = heard.some((each) => 'credential' in each && each.credential.kind === 'enabledKey');
  if (!asks) return () => undefined;
  const read = await within(timeoutMs, (attempt) => attempt(ledger));
  // The mail says why it could not be read; without it, no key counts as a repetition.
  return read.kind === 'read'
    ? (keyId) => ledgerFactsOf(read.value.ledger, { keyId }).disabled?.at
    : 'unknown';
}

/** Without the state, everything is news, and no cap holds: it is better to tell too much than nothing. */
async function storedNotices(
  { notices, log }: NotifyPorts,
  timeoutMs: number,
): Promise<StoredLedger | undefined> {
  const read = await within(timeoutMs, (attempt) => attempt(() => notices.readNotices()));
  if (read.kind === 'unreadable') log('WARN', 'notices-not-read', { error: read.cause });
  return read.kind === 'read' ? read.value : undefined;
}

/** @param again applies the batch to a state that another invocation has written meanwhile */
async function save(
  stored: StoredLedger | undefined,
  state: NoticeState,
  again: (current: NoticeState) => NoticeState,
  account: AccountId,
  { notices, now }: NotifyPorts,
): Promise<void> {
  let previous = stored;
  let next = state;
  for (let attempt = 1; ; attempt += 1) {
    const text = noticeStateText(next);
    if (text === previous?.text) return;
    try {
      await notices.writeNotices(text, previous);
      return;
    } catch (error) {
      if (!(error instanceof LedgerConflict) || attempt >= WRITE_ATTEMPTS) throw error;
      previous = await notices.readNotices();
      next = again(noticeState(previous?.text, account.id, now()));
    }
  }
}
