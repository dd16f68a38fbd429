import type { DigestTopic } from '../ports';
import type { AccountId } from '../domain/identity';
import { parseCredentialEvent } from '../domain/new-credential/event';
import { mailOf } from '../domain/new-credential/mail';
import { factsOf, type FactPorts } from './facts';

/** What a notice needs of the world. It writes nothing but the mail. */
export interface NotifyPorts extends FactPorts {
  readonly topic: Pick<DigestTopic, 'publish'>;
}

/** For all reads together. The function has a minute, of which the mail takes up to 20 s, retries and all. */
const READ_TIMEOUT_MS = 25_000;

/**
 * One event, one short mail. What cannot be read in time is said in it; only the event itself and the mail can
 * fail.
 *
 * @throws InvalidNoticeEvent, or what the topic throws
 */
export async function notify(
  event: unknown,
  account: AccountId,
  ports: NotifyPorts,
  longestMs = READ_TIMEOUT_MS,
): Promise<{ readonly status: 'told' | 'nothingNew' }> {
  const creation = parseCredentialEvent(event, account.id);
  if (creation === 'nothingNew') return { status: creation };
  await ports.topic.publish(mailOf(creation, await factsOf(creation, ports, longestMs), account));
  return { status: 'told' };
}
