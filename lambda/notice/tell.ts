import type { LedgerSession } from '../ledger-session';
import { messageOf } from '../message-of';
import type { DigestTopic, SettingsSource } from '../ports';
import type { AccountId, UserIdentity, UserName } from '../domain/identity';
import type { Read } from '../domain/hygiene/facts';
import type { Instant } from '../domain/instant';
import { asksAboutGroups } from '../domain/judge/rule';
import { userId } from '../domain/ledger/credential-id';
import type { Ledger } from '../domain/ledger/schema';
import { type Creation, parseNoticeEvent } from '../domain/notice/event';
import { type NoticeFacts, noticeOf } from '../domain/notice/notice';
import { parsePolicy } from '../domain/policy/parse';
import type { Policy } from '../domain/policy/schema';

/** What a notice needs of the world. It writes nothing but the mail. */
export interface NoticePorts {
  readonly settings: SettingsSource;
  readonly users: {
    user(
      name: UserName,
    ): Promise<{ readonly identity: UserIdentity; readonly tags: ReadonlyMap<string, string> } | 'gone'>;
    groups(name: UserName): Promise<readonly string[]>;
    hasMfa(name: UserName): Promise<boolean>;
  };
  readonly ledger: () => Promise<Pick<LedgerSession, 'ledger'>>;
  readonly topic: Pick<DigestTopic, 'publish'>;
}

/**
 * One event, one short mail. What cannot be read is said in it; only the event itself and the mail can fail.
 *
 * @throws InvalidNoticeEvent, or what the topic throws
 */
export async function tell(
  event: unknown,
  account: AccountId,
  ports: NoticePorts,
): Promise<{ readonly status: 'told' | 'nothingNew' }> {
  const creation = parseNoticeEvent(event, account.id);
  if (creation === 'nothingNew') return { status: creation };
  await ports.topic.publish(noticeOf(creation, await factsOf(creation, ports), account));
  return { status: 'told' };
}

const NOT_ASKED = { kind: 'notAsked' } as const;

async function factsOf(creation: Creation, ports: NoticePorts): Promise<NoticeFacts> {
  const { user: name } = creation;
  if (name === 'root') {
    return { policy: NOT_ASKED, subject: NOT_ASKED, mfa: NOT_ASKED, disabledBySweep: NOT_ASKED };
  }
  const policy = await attempt(() => policyOf(creation.at, ports));
  const live = await attempt(async () => {
    const user = await ports.users.user(name);
    if (user === 'gone') throw new Error('the user is gone already');
    return user;
  });
  const needsGroups = policy.kind === 'read' && asksAboutGroups(policy.value);
  // A look-up that fails is "not known" to the match, and is told so there.
  const groups = needsGroups ? await attempt(() => ports.users.groups(name)) : NOT_ASKED;
  const subject: NoticeFacts['subject'] =
    live.kind === 'read'
      ? {
          kind: 'read',
          value: {
            name,
            path: live.value.identity.path,
            tags: live.value.tags,
            groups: groups.kind === 'read' ? groups.value : undefined,
          },
        }
      : live;
  return {
    policy,
    subject,
    mfa: await attempt(() => ports.users.hasMfa(name)),
    disabledBySweep: await disabledBySweep(creation, live, ports),
  };
}

/** @throws when it cannot be read or used */
async function policyOf(now: Instant, { settings }: NoticePorts): Promise<Policy> {
  const { name, value } = (await settings.read()).policy;
  if (!value) throw new Error(`there is no SSM parameter ${name}`);
  return parsePolicy(value.text, now);
}

/** Keys are known to the ledger by their id since they were planned; a password by its user. */
async function disabledBySweep(
  { what }: Creation,
  live: Read<{ readonly identity: UserIdentity }>,
  ports: NoticePorts,
): Promise<NoticeFacts['disabledBySweep']> {
  switch (what.kind) {
    case 'user':
    case 'accessKey':
      return NOT_ASKED;
    case 'enabledKey':
      return attempt(async () => disabledAt(await ports.ledger(), (_, { keyId }) => keyId === what.keyId));
    case 'password': {
      if (live.kind !== 'read') return live;
      const { arn, createdAt } = live.value.identity;
      const id = `${userId(arn, createdAt)}/password`;
      return attempt(async () => disabledAt(await ports.ledger(), (key) => key === id));
    }
  }
}

function disabledAt(
  { ledger }: { readonly ledger: Ledger },
  isMeant: (id: string, entry: Ledger['credentials'][string]) => boolean,
): Instant | undefined {
  return Object.entries(ledger.credentials).find(([id, entry]) => isMeant(id, entry))?.[1].disabledAt;
}

async function attempt<T>(call: () => Promise<T>): Promise<Read<T>> {
  try {
    return { kind: 'read', value: await call() };
  } catch (error) {
    return { kind: 'unreadable', cause: messageOf(error) };
  }
}
