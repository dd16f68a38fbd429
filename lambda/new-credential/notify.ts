import type { DigestTopic } from '../ports';
import type { AccountId } from '../domain/identity';
import { parseNoticeEvent } from '../domain/new-credential/event';
import { noticeOf } from '../domain/new-credential/mail';
import { factsOf, type FactPorts } from './facts';

/** What a notice needs of the world. It writes nothing but the mail. */
export interface NoticePorts extends FactPorts {
  readonly topic: Pick<DigestTopic, 'publish'>;
}

/** For all reads together. The function has a minute, of which the mail takes up to 20 s, retries and all. */
const LONGEST_MS = 25_000;

/**
 * One event, one short mail. What cannot be read in time is said in it; only the event itself and the mail can
 * fail.
 *
 * @throws InvalidNoticeEvent, or what the topic throws
 */
export async function tell(
  event: unknown,
  account: AccountId,
  ports: NoticePorts,
  longestMs = LONGEST_MS,
): Promise<{ readonly status: 'told' | 'nothingNew' }> {
  const creation = parseNoticeEvent(event, account.id);
  if (creation === 'nothingNew') return { status: creation };
  await ports.topic.publish(noticeOf(creation, await factsOf(creation, ports, longestMs), account));
  return { status: 'told' };
}
