import type { AccessKeyId } from '../identity';
import type { Instant } from '../instant';
import { type AccessKeyFacts, createdAtOf, type UserFacts } from '../credential-report/facts';

/** An access key as ListAccessKeys and GetAccessKeyLastUsed describe it. */
export interface LiveKey {
  readonly id: AccessKeyId;
  /** `Active`, `Inactive`, `Expired`, or a status that IAM has introduced since. */
  readonly status: string;
  readonly createdAt: Instant;
  /** `notAsked` when nothing depends on the last use of this key. */
  readonly lastUsed: Instant | 'never' | 'notAsked';
  /** Of the last use, as IAM writes them. */
  readonly usedFor?: { readonly service: string; readonly region: string };
}

/** The access keys that IAM lists for one user at this moment. */
export type KeyListing =
  | { readonly kind: 'read'; readonly keys: readonly LiveKey[] }
  /** Reading failed. The ids are unknown, and no key of the user may be announced or disabled. */
  | {
      readonly kind: 'unreadable';
      readonly cause: string;
      /** AWS does not allow the function to make the call. */
      readonly denied?: true;
    };

/** Which of the listed keys a key of the report is, or why that cannot be told. */
export type KeyIdentity =
  | {
      readonly kind: 'known';
      readonly id: AccessKeyId;
      /** IAM lists another key of this second, which the report may not show. */
      readonly hasTwin: boolean;
    }
  | { readonly kind: 'doubt'; readonly cause: string };

/** The cause of a doubt about twins (docs/design.md §4.4). */
export const INDISTINGUISHABLE =
  'the user has another key of the same second, and the last use does not tell them apart';

/**
 * The id of a key in the report (docs/design.md §4.4). The report names keys by their second of creation alone. Where
 * several keys share it, only a last use that no other of them has tells which is which. The one exception is a pair:
 * two active keys of one second that were never used, or last used at the same instant. Both are judged by the same
 * evidence, so it does not matter which id belongs to which column.
 */
export function identifyKey(
  key: AccessKeyFacts,
  ofUser: readonly AccessKeyFacts[],
  listing: readonly LiveKey[],
): KeyIdentity {
  const createdAt = createdAtOf(key);
  if (createdAt === undefined) return doubt('the report does not say when the key was created');
  const live = listing.filter((each) => each.createdAt === createdAt);
  const reported = ofUser.filter((each) => createdAtOf(each) === createdAt);
  const [only] = live;
  if (!only) return doubt('the key has been deleted since the report');
  if (live.length === 1 && reported.length === 1) return known(only.id, live);
  // A cell that is not understood may be about a key of this second, with this last use.
  if (ofUser.some((each) => each !== key && isNotUnderstood(each))) return doubt(INDISTINGUISHABLE);
  const alike = live.filter((each) => usedAsReported(each, key));
  if (isPair(reported)) {
    const ids = alike.filter(({ status }) => status === 'Active').map(({ id }) => id);
    const id = ids.toSorted()[reported.indexOf(key)];
    return live.length === 2 && ids.length === 2 && id ? known(id, live) : doubt(INDISTINGUISHABLE);
  }
  const [match, ...more] = alike;
  const unique = reported.filter((each) => sameUse(each, key)).length === 1;
  return match && more.length === 0 && unique ? known(match.id, live) : doubt(INDISTINGUISHABLE);
}

/**
 * Why a key cannot be told from another key of its user by the report, if so: another key of the same second has the
 * same last use, whatever its status. A status changes without a trace, so it does not tell keys apart. A pair of two
 * active ones is no doubt.
 */
export function doubtAboutTwins(key: AccessKeyFacts, ofUser: readonly AccessKeyFacts[]): string | undefined {
  const createdAt = createdAtOf(key);
  if (createdAt === undefined) return undefined;
  const sameSecond = ofUser.filter((each) => createdAtOf(each) === createdAt);
  const alike = sameSecond.filter((each) => sameUse(each, key));
  return alike.length === 1 || isPair(sameSecond) ? undefined : INDISTINGUISHABLE;
}

/** Two active keys of one second with the same last use: one verdict for both, and both are disabled or neither. */
export function isPair(sameSecond: readonly AccessKeyFacts[]): boolean {
  const [first, second, ...more] = sameSecond;
  return (
    first !== undefined &&
    second !== undefined &&
    more.length === 0 &&
    first.kind === 'active' &&
    second.kind === 'active' &&
    sameUse(first, second)
  );
}

/** Whether the two columns show the same last use. A cell that is not understood may be any. */
export function sameUse(one: AccessKeyFacts, other: AccessKeyFacts): boolean {
  if (!('lastUsed' in one) || !('lastUsed' in other)) return true;
  if (one.lastUsed.kind === 'notUnderstood' || other.lastUsed.kind === 'notUnderstood') return true;
  return one.lastUsed.kind === 'at' && other.lastUsed.kind === 'at'
    ? one.lastUsed.at === other.lastUsed.at
    : one.lastUsed.kind === other.lastUsed.kind;
}

/** The row of a user with all the keys that IAM lists, instead of the two that the report shows. */
export function withListedKeys(facts: UserFacts, listing: KeyListing | undefined): UserFacts {
  if (listing?.kind !== 'read') {
    const cause = listing?.cause ?? 'nobody asked for them';
    return { ...facts, keysUnreadable: `the user has more keys than the report shows: ${cause}` };
  }
  return { ...facts, keys: listing.keys.map(factsOf), hasMoreKeys: false };
}

function factsOf({ status, createdAt, lastUsed, usedFor }: LiveKey, index: number): AccessKeyFacts {
  const slot = index + 1;
  const isActive = status === 'Active';
  if (!isActive && status !== 'Inactive' && status !== 'Expired') {
    return { kind: 'notUnderstood', slot, column: 'the status of an access key', token: status };
  }
  if (lastUsed === 'notAsked') {
    return { kind: 'notUnderstood', slot, column: 'the last use of an access key', token: lastUsed };
  }
  return {
    kind: isActive ? 'active' : 'inactive',
    slot,
    lastRotated: { kind: 'at', at: createdAt },
    lastUsed: lastUsed === 'never' ? { kind: 'never' } : { kind: 'at', at: lastUsed },
    region: usedFor?.region ?? 'N/A',
    service: usedFor?.service ?? 'N/A',
  };
}

function usedAsReported({ lastUsed }: LiveKey, key: AccessKeyFacts): boolean {
  if (!('lastUsed' in key)) return false;
  return key.lastUsed.kind === 'at' ? lastUsed === key.lastUsed.at : lastUsed === 'never';
}

function isNotUnderstood(key: AccessKeyFacts): boolean {
  if (key.kind === 'none') return false;
  if (key.kind === 'notUnderstood') return true;
  return key.lastRotated.kind === 'notUnderstood' || key.lastUsed.kind === 'notUnderstood';
}

function known(id: AccessKeyId, ofSecond: readonly LiveKey[]): KeyIdentity {
  return { kind: 'known', id, hasTwin: ofSecond.length > 1 };
}

function doubt(cause: string): KeyIdentity {
  return { kind: 'doubt', cause };
}
