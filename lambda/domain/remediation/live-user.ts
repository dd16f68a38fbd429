import type { AccessKeyId, UserIdentity } from '../identity';
import type { Instant } from '../instant';

/** An access key as ListAccessKeys and GetAccessKeyLastUsed tell it. */
export interface LiveKey {
  readonly id: AccessKeyId;
  /** `Active`, `Inactive`, `Expired`, or a word that IAM did not have when this was written. */
  readonly status: string;
  readonly createdAt: Instant;
  /** `notAsked`: nothing that is meant depends on this key. */
  readonly lastUsed: Instant | 'never' | 'notAsked';
}

/** What IAM says about one user and the user's credentials at the last look before anything is done. */
export interface LiveUser {
  readonly identity: UserIdentity;
  readonly tags: ReadonlyMap<string, string>;
  readonly groups: readonly string[] | undefined;
  readonly passwordLastUsed: Instant | 'never';
  readonly loginProfile: { readonly createdAt: Instant } | 'none' | 'notAsked';
  readonly keys: readonly LiveKey[] | 'notAsked';
}

/** The keys whose last use matters: those created in the same second as a key that is meant, or all. */
export function keysToLookUp<K extends Pick<LiveKey, 'createdAt'>>(
  keys: readonly K[],
  meant: readonly Instant[] | 'all',
): K[] {
  return keys.filter(({ createdAt }) => meant === 'all' || meant.includes(createdAt));
}
