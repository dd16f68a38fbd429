import type { AccessKey, Credential, ReportedUser } from '../credential';
import { type AccessKeyFacts, createdAtOf, lastUseText, type UserFacts } from '../credential-report/facts';
import { type Instant, utcDate } from '../instant';
import type { Policy } from '../policy/schema';
import {
  accessKeyEvidence,
  type Evidence,
  lastUseEvidence,
  latest,
  notBeforeUser,
  notUnderstood,
  passwordEvidence,
} from './evidence';
import type { UserIdentity } from '../identity';

/** IAM's current data of a user in the report. */
export type UserLookup =
  | {
      readonly kind: 'read';
      readonly identity: UserIdentity;
      readonly tags: ReadonlyMap<string, string>;
      /** Undefined when the policy does not name groups. */
      readonly groups: readonly string[] | undefined;
    }
  | { readonly kind: 'gone' }
  /**
   * The call failed, or its response is not valid. Tags and groups are unknown, which is not the same as none
   * (docs/design.md §4.6).
   */
  | Unreadable;

export interface Unreadable {
  readonly kind: 'unreadable';
  readonly cause: string;
  /** The call was about all users, and nobody could be read. */
  readonly everybody?: true;
  /** AWS does not allow the function to make the call. */
  readonly denied?: true;
}

/** So many users, each unreadable by itself, are no coincidence any more. */
const TOO_MANY = 3;

/**
 * A user who cannot be read is `unclear`, and nobody else. If the account cannot be read, no exemption by tag works.
 * That is so when the call for all users failed, or when at least three users were asked for one by one and none could
 * be read: one or two may be protected, or odd in their own way (docs/design.md §4.6).
 *
 * @returns the first of them if the account cannot be read
 */
export function nobodyReadable(users: readonly UserLookup[]): Unreadable | undefined {
  const [first] = users;
  if (first?.kind !== 'unreadable' || users.some(({ kind }) => kind !== 'unreadable')) return undefined;
  return first.everybody || users.length >= TOO_MANY ? first : undefined;
}

export interface CredentialEvidence {
  readonly credential: Credential;
  readonly evidence: Evidence;
}

/** The judged credentials of one user, each with its evidence. */
export function evidenceOfUser(facts: UserFacts, policy: Policy, now: Instant): CredentialEvidence[] {
  const user = reportedUser(facts);
  const own: CredentialEvidence[] = [];
  const { password } = facts;
  if (password.kind !== 'none') {
    const evidence = password.kind === 'enabled' ? passwordEvidence(password, now) : notUnderstood(password);
    own.push({ credential: { kind: 'password', user }, evidence });
  }
  for (const key of facts.keys) {
    if (key.kind === 'none' || key.kind === 'inactive') continue;
    const evidence = keyEvidence(key, facts, now);
    own.push({ credential: accessKeyOf(user, key, facts), evidence });
  }
  const { created } = facts;
  if (created.kind !== 'at') {
    const cause =
      created.kind === 'never'
        ? 'the report does not say when the user was created'
        : `user_creation_time is ${JSON.stringify(created.token)}, which is not understood`;
    return own.map(({ credential }) => ({ credential, evidence: { kind: 'missing', cause } }));
  }
  const checked = own.map(({ credential, evidence }) => ({
    credential,
    evidence: notBeforeUser(evidence, created.at),
  }));
  return policy.judge === 'user' ? shareSigns(checked, facts, now) : checked;
}

/** If not all keys of a user are known, none is called in use either: the digest must list the user. */
function keyEvidence(
  key: Exclude<AccessKeyFacts, { kind: 'none' | 'inactive' }>,
  { keysUnreadable }: UserFacts,
  now: Instant,
): Evidence {
  if (keysUnreadable !== undefined) return { kind: 'missing', cause: keysUnreadable };
  return key.kind === 'notUnderstood' ? notUnderstood(key) : accessKeyEvidence(key, now);
}

/**
 * "With `judge: user`, the latest sign of life of any credential of a user counts for all of them"
 * (docs/design.md §4.5). If one credential's evidence is not known, the latest sign is not known for any of them.
 */
function shareSigns(
  own: readonly CredentialEvidence[],
  facts: UserFacts,
  now: Instant,
): CredentialEvidence[] {
  const notJudged = [
    ...(facts.password.kind === 'none' ? [lastUseEvidence(facts.password.lastUsed, now)] : []),
    ...facts.keys.map((key) => (key.kind === 'inactive' ? lastUseEvidence(key.lastUsed, now) : undefined)),
  ].filter((evidence) => evidence !== undefined);
  return own.map((one) => {
    let { evidence } = one;
    for (const other of [...own.filter((each) => each !== one).map((each) => each.evidence), ...notJudged]) {
      if (evidence.kind === 'missing') break;
      evidence =
        other.kind === 'missing'
          ? { kind: 'missing', cause: `another credential of the user: ${other.cause}` }
          : {
              ...evidence,
              signs: [...evidence.signs, { by: 'otherCredential', at: latest(other.signs).at }],
            };
    }
    return { credential: one.credential, evidence };
  });
}

export function reportedUser({ user, created }: UserFacts): ReportedUser {
  return { ...user, createdAt: created.kind === 'at' ? created.at : undefined };
}

function accessKeyOf(user: ReportedUser, key: AccessKeyFacts, { keys }: UserFacts): AccessKey {
  const createdAt = createdAtOf(key);
  const others = keys.filter((other) => other !== key).map(createdAtOf);
  return {
    kind: 'accessKey',
    user,
    slot: key.slot,
    createdAt,
    lastUse: lastUseText(key),
    hasTwin: createdAt !== undefined && others.includes(createdAt),
    sharesDay:
      createdAt !== undefined &&
      others.some((other) => other !== undefined && utcDate(other) === utcDate(createdAt)),
  };
}
