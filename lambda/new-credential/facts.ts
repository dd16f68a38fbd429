import type { LedgerSession } from '../ledger-session';
import type { SettingsSource } from '../ports';
import type { UserIdentity, UserName } from '../domain/identity';
import type { Fetched } from '../domain/account-checks/facts';
import type { Instant } from '../domain/instant';
import { userId } from '../domain/ledger/credential-id';
import type { Ledger } from '../domain/ledger/schema';
import type { CredentialEvent, NewCredential } from '../domain/new-credential/event';
import type { NewCredentialFacts } from '../domain/new-credential/mail';
import { ledgerFactsOf } from '../domain/new-credential/aging';
import type { UserPermissions } from '../domain/new-credential/permissions';
import { parsePolicy } from '../domain/policy/parse';
import type { Policy } from '../domain/policy/schema';
import { messageOf } from '../errors';

interface LiveUser {
  readonly identity: UserIdentity;
  readonly tags: ReadonlyMap<string, string>;
}

/** The sources of the facts in a mail. */
export interface FactPorts {
  readonly settings: SettingsSource;
  readonly users: {
    user(name: UserName): Promise<LiveUser | 'gone'>;
    groups(name: UserName): Promise<readonly string[]>;
    hasMfa(name: UserName): Promise<boolean>;
  };
  readonly policies: {
    permissions(name: UserName, groups: Fetched<readonly string[]>): Promise<UserPermissions>;
  };
  readonly ledger: () => Promise<Pick<LedgerSession, 'ledger'>>;
}

const NOT_ASKED = { kind: 'notAsked' } as const;

/**
 * Reads all facts in parallel, within `timeoutMs` in all. Groups are read even if the policy does not name any, because
 * waiting for the policy first would take longer than the one call. Never throws.
 */
export async function factsOf(
  { credential, user: name, at }: CredentialEvent,
  ports: FactPorts,
  timeoutMs: number,
): Promise<NewCredentialFacts> {
  if (name === 'root') {
    return {
      policy: NOT_ASKED,
      subject: NOT_ASKED,
      mfa: NOT_ASKED,
      permissions: NOT_ASKED,
      ledgerFacts: NOT_ASKED,
    };
  }
  const { users, policies } = ports;
  return within(timeoutMs, async (attempt) => {
    const readGroups = attempt(() => users.groups(name));
    const [policy, live, groups, mfa, permissions, ledger] = await Promise.all([
      attempt(() => policyOf(at, ports)),
      attempt(async () => {
        const user = await users.user(name);
        if (user === 'gone') throw new Error('the user is gone already');
        return user;
      }),
      readGroups,
      attempt(() => users.hasMfa(name)),
      attempt(async () => policies.permissions(name, await readGroups)),
      needsLedger(credential) ? attempt(async () => (await ports.ledger()).ledger) : NOT_ASKED,
    ]);
    return {
      policy,
      subject: subjectOf(name, { credential, live, groups }),
      mfa,
      permissions,
      ledgerFacts: factsFromLedger(credential, live, ledger),
    };
  });
}

/** @throws if the policy cannot be read or is not valid */
async function policyOf(now: Instant, { settings }: FactPorts): Promise<Policy> {
  const { name, value } = (await settings.read()).policy;
  if (!value) throw new Error(`there is no SSM parameter ${name}`);
  return parsePolicy(value.text, now);
}

/**
 * Groups that could not be read are undefined; then a match by group is unknown, not a mismatch. The event of a key says
 * that the user has one. Otherwise that is unknown: the function may not list keys.
 */
function subjectOf(
  name: UserName,
  {
    credential: { kind },
    live,
    groups,
  }: {
    readonly credential: NewCredential;
    readonly live: Fetched<LiveUser>;
    readonly groups: Fetched<readonly string[]>;
  },
): NewCredentialFacts['subject'] {
  if (live.kind !== 'read') return live;
  const { identity, tags } = live.value;
  return {
    kind: 'read',
    value: {
      name,
      path: identity.path,
      tags,
      groups: groups.kind === 'read' ? groups.value : undefined,
      hasKeys: kind === 'accessKey' || kind === 'enabledKey' ? true : undefined,
    },
  };
}

/** The ledger cannot know a new user or a new key. */
function needsLedger({ kind }: NewCredential): boolean {
  return kind === 'enabledKey' || kind === 'password';
}

function factsFromLedger(
  credential: NewCredential,
  live: Fetched<LiveUser>,
  ledger: Fetched<Ledger>,
): NewCredentialFacts['ledgerFacts'] {
  if (ledger.kind !== 'read') return ledger;
  switch (credential.kind) {
    case 'user':
    case 'accessKey':
      return NOT_ASKED;
    case 'enabledKey':
      if (credential.keyId === undefined)
        return { kind: 'unreadable', cause: 'the event does not name the key' };
      return { kind: 'read', value: ledgerFactsOf(ledger.value, { keyId: credential.keyId }) };
    case 'password': {
      if (live.kind !== 'read') return live;
      const { arn, createdAt } = live.value.identity;
      return {
        kind: 'read',
        value: ledgerFactsOf(ledger.value, { id: `${userId(arn, createdAt)}/password` }),
      };
    }
  }
}

/** Makes a call, and returns its result or the reason why there is none. Never throws. */
export type Attempt = <T>(call: () => Promise<T>) => Promise<Fetched<T>>;

/**
 * Runs `work`, whose attempts share one deadline of `ms` from now. A call without a response by then is `unreadable`; a
 * late response is ignored.
 */
export async function within<T>(ms: number, work: (attempt: Attempt) => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<Fetched<never>>((resolve) => {
    const cause = `not read within ${ms / 1_000} s`;
    timer = setTimeout(() => resolve({ kind: 'unreadable', cause }), ms);
  });
  try {
    return await work((call) => Promise.race([resultOf(call), timeout]));
  } finally {
    clearTimeout(timer);
  }
}

async function resultOf<T>(call: () => Promise<T>): Promise<Fetched<T>> {
  try {
    return { kind: 'read', value: await call() };
  } catch (error) {
    return { kind: 'unreadable', cause: messageOf(error) };
  }
}
