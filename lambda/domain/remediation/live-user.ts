import type { AccessKeyId, UserIdentity } from '../identity';
import type { Instant } from '../instant';

/** An access key as ListAccessKeys and GetAccessKeyLastUsed describe it. */
export interface LiveKey {
  readonly id: AccessKeyId;
  /** `Active`, `Inactive`, `Expired`, or a status that IAM has introduced since. */
  readonly status: string;
  readonly createdAt: Instant;
  /** `notAsked` when no candidate depends on this key. */
  readonly lastUsed: Instant | 'never' | 'notAsked';
}

/** One user and the user's credentials, as IAM describes them at the live look. */
export interface LiveUser {
  readonly identity: UserIdentity;
  readonly tags: ReadonlyMap<string, string>;
  readonly groups: readonly string[] | undefined;
  readonly passwordLastUsed: Instant | 'never';
  readonly loginProfile: { readonly createdAt: Instant } | 'none' | 'notAsked';
  readonly keys: readonly LiveKey[] | 'notAsked';
}

/** The keys whose last use matters: all, or those created in the same second as a candidate. */
export function keysToLookUp<K extends Pick<LiveKey, 'createdAt'>>(
  keys: readonly K[],
  created: readonly Instant[] | 'all',
): K[] {
  return keys.filter(({ createdAt }) => created === 'all' || created.includes(createdAt));
}
