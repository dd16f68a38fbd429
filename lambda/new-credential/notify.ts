import type { DigestTopic } from '../ports';
import type { AccountId } from '../domain/identity';
import { parseCredentialEvent } from '../domain/new-credential/event';
import { mailOf } from '../domain/new-credential/mail';
import { factsOf, type FactPorts } from './facts';

/** The sources of the facts, and the topic. The mail is all that the function writes. */
export interface NotifyPorts extends FactPorts {
  readonly topic: Pick<DigestTopic, 'publish'>;
}

/** For all reads together. The function has a minute, and publishing takes up to 20 s of it with its retries. */
const READ_TIMEOUT_MS = 25_000;

/**
 * Sends one mail for one event. The mail says which facts could not be read in time; only a bad event or a failed
 * publish makes the function fail.
 *
 * @throws InvalidNoticeEvent, or what the topic throws
 */
export async function notify(
  event: unknown,
  account: AccountId,
  ports: NotifyPorts,
  timeoutMs = READ_TIMEOUT_MS,
): Promise<{ readonly status: 'told' | 'nothingNew' | 'otherAccount' }> {
  const newCredential = parseCredentialEvent(event, account.id);
  if (typeof newCredential === 'string') return { status: newCredential };
  await ports.topic.publish(mailOf(newCredential, await factsOf(newCredential, ports, timeoutMs), account));
  return { status: 'told' };
}
