import type { AccessKey, Credential } from '../credential';
import type { AccessKeyId, UserIdentity } from '../identity';
import { type Instant, utcSecond } from '../instant';
import { withSigns, type Sign } from '../evaluation/evidence';
import { judge, type CredentialHistory } from '../evaluation/judge';
import { asksAboutKeys, type Subject } from '../policy/rules';
import type { Policy } from '../policy/schema';
import type { Candidate } from './candidate';
import type { LiveKey } from '../evaluation/key-identity';

/** One user and the user's credentials, as IAM describes them at the live look. */
export interface LiveUser {
  readonly identity: UserIdentity;
  readonly tags: ReadonlyMap<string, string>;
  readonly groups: readonly string[] | undefined;
  readonly passwordLastUsed: Instant | 'never';
  readonly loginProfile: { readonly createdAt: Instant } | 'none' | 'notAsked';
  readonly keys: readonly LiveKey[] | 'notAsked';
}

/** The keys whose last use matters: all, or those that are candidates. */
export function keysToLookUp<K extends Pick<LiveKey, 'id'>>(
  keys: readonly K[],
  ids: readonly AccessKeyId[] | 'all',
): K[] {
  return keys.filter(({ id }) => ids === 'all' || ids.includes(id));
}

/** The credential that a write is for. It has no optional field, so a write cannot reach another user. */
export type Target =
  | { readonly kind: 'password'; readonly user: UserIdentity }
  | { readonly kind: 'accessKey'; readonly user: UserIdentity; readonly keyId: AccessKeyId };

/** The result of the live look at a candidate. "A live look can only take a candidate away" (docs/design.md §4). */
export type Confirmation =
  | { readonly kind: 'confirmed'; readonly target: Target }
  | { readonly kind: 'alreadyAbsent'; readonly cause: string }
  | { readonly kind: 'refused'; readonly cause: string };

/** The id of the access key; undefined for a password, or without a target. */
export function keyIdOf(target: Target | undefined): AccessKeyId | undefined {
  return target?.kind === 'accessKey' ? target.keyId : undefined;
}

export interface ConfirmInput {
  readonly candidate: Candidate;
  readonly look: LiveUser | 'gone';
  readonly policy: Policy;
  readonly history: CredentialHistory;
  readonly now: Instant;
}

/** Judges a candidate again by the report and IAM's current data together (docs/design.md §5.3). Pure. */
export function confirm(input: ConfirmInput): Confirmation {
  const { candidate, look } = input;
  if (look === 'gone') return refused('the user no longer exists');
  const mismatch = identityMismatch(candidate.credential, look);
  if (mismatch !== undefined) return refused(mismatch);
  return candidate.credential.kind === 'password'
    ? confirmPassword(input, look)
    : confirmAccessKey(input, look, candidate.credential);
}

function confirmPassword(input: ConfirmInput, live: LiveUser): Confirmation {
  if (live.loginProfile === 'none') {
    return { kind: 'alreadyAbsent', cause: 'the user has no password any more' };
  }
  if (live.loginProfile === 'notAsked') return refused('the login profile was not read');
  // PasswordLastUsed outlives a password, so only the profile's creation shows that the password is new.
  const signs: Sign[] = [{ by: 'created', at: live.loginProfile.createdAt }];
  if (live.passwordLastUsed !== 'never') signs.push({ by: 'lastUsed', at: live.passwordLastUsed });
  return rejudge(input, live, signs, { kind: 'password', user: live.identity });
}

/** A key is found by its id alone, which it was announced by (docs/design.md §4.4). */
function confirmAccessKey(input: ConfirmInput, live: LiveUser, { id, createdAt }: AccessKey): Confirmation {
  if (id === undefined) return refused('its access key id is not known');
  if (live.keys === 'notAsked') return refused('the access keys were not read');
  const key = live.keys.find((each) => each.id === id);
  if (key === undefined) return { kind: 'alreadyAbsent', cause: 'the key has been deleted' };
  if (key.createdAt !== createdAt) return refused('the key with this id was created at another time');
  if (key.status === 'Inactive' || key.status === 'Expired') {
    return { kind: 'alreadyAbsent', cause: `the key already is ${key.status}` };
  }
  if (key.status !== 'Active') return refused(`the key's status is ${JSON.stringify(key.status)}`);
  if (key.lastUsed === 'notAsked') return refused('its last use was not read');
  return rejudge(input, live, signsOf(key), { kind: 'accessKey', user: live.identity, keyId: key.id });
}

/** The judge's verdict with live signs, tags and groups added. Only `stale` is confirmed. */
function rejudge(
  { candidate, policy, history, now }: ConfirmInput,
  live: LiveUser,
  own: readonly Sign[],
  target: Target,
): Confirmation {
  const others = policy.judge === 'user' ? signsOfOthers(live) : [];
  if (others === 'notAsked') return refused("another of the user's credentials was not read");
  const verdict = judge({
    policy,
    section: candidate.credential.kind,
    subject: subjectOf(live),
    evidence: withSigns(candidate.evidence, [...own, ...others], now),
    history,
    now,
  });
  switch (verdict.kind) {
    case 'stale':
      return { kind: 'confirmed', target };
    case 'inUse':
    case 'due':
      return refused(whyNotStale(verdict.reference, candidate, policy));
    case 'exempt':
      return refused(`now exempt: ${verdict.exemption.name}`);
    case 'held':
    case 'unclear':
      return refused(verdict.cause);
  }
}

function subjectOf({ identity: { name, path }, tags, groups, keys }: LiveUser): Subject {
  return { name, path, tags, groups, hasKeys: keys === 'notAsked' ? undefined : keys.length > 0 };
}

/** Either a younger sign of life, or a change of tags, groups or keys that makes another limit apply. */
function whyNotStale(reference: Sign, { verdict }: Candidate, policy: Policy): string {
  if (reference.at > verdict.reference.at) return `${SIGN_WORDS[reference.by]} ${utcSecond(reference.at)}`;
  const what = asksAboutKeys(policy) ? 'tags, groups and access keys' : 'tags and groups';
  return `by the ${what} that the user has now, the policy allows it more days`;
}

const SIGN_WORDS: Readonly<Record<Sign['by'], string>> = {
  lastUsed: 'used on',
  lastChanged: 'set on',
  lastRotated: 'created on',
  created: 'created on',
  restored: 'enabled again on',
  otherCredential: 'the user used another credential on',
};

function signsOf(key: LiveKey): Sign[] {
  const created: Sign = { by: 'created', at: key.createdAt };
  return typeof key.lastUsed === 'number' ? [created, { by: 'lastUsed', at: key.lastUsed }] : [created];
}

/** With `judge: user`: every live sign of the user's other credentials (docs/design.md §4.5). */
function signsOfOthers({ passwordLastUsed, loginProfile, keys }: LiveUser): Sign[] | 'notAsked' {
  if (loginProfile === 'notAsked' || keys === 'notAsked') return 'notAsked';
  const instants = [
    passwordLastUsed,
    loginProfile === 'none' ? 'never' : loginProfile.createdAt,
    ...keys.flatMap(({ createdAt, lastUsed }) => [createdAt, lastUsed]),
  ];
  if (instants.includes('notAsked')) return 'notAsked';
  return instants
    .filter((at) => typeof at === 'number')
    .map((at) => ({ by: 'otherCredential' as const, at }));
}

/** A row and a live user are the same when name, ARN and creation time are equal (docs/design.md §4.4). */
function identityMismatch(credential: Credential, { identity }: LiveUser): string | undefined {
  const { name, arn, createdAt } = credential.user;
  if (identity.name !== name || identity.arn !== arn) return 'the user has been renamed or moved';
  return identity.createdAt === createdAt ? undefined : 'the user has been deleted and created again';
}

function refused(cause: string): Confirmation {
  return { kind: 'refused', cause };
}
