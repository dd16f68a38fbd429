import type { LiveKey } from '../evaluation/key-identity';
import type { AccessKeyId, UserIdentity } from '../identity';
import type { Instant } from '../instant';

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
