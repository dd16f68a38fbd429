import { createdAtOf, REPORT_LAG, type UserFacts } from '../credential-report/facts';
import type { KeyListing } from '../evaluation/key-identity';
import { DAY, type Instant, MINUTE } from '../instant';
import { parseCredentialId, userId } from '../ledger/credential-id';
import { listedState, passwordState, type State } from '../ledger/queries';
import type { Lock, LockedCredential, Locks } from '../ledger/schema';

/** What is known now about the user of a lock. */
export type SeenUser =
  | { readonly kind: 'row'; readonly row: UserFacts; readonly listing: KeyListing | undefined }
  /** `replaced`: another user has the name now. */
  | { readonly kind: 'gone' | 'replaced' }
  | { readonly kind: 'unknown'; readonly cause: string };

/** A lock as a run leaves it, and what is new about it. */
export interface FollowedLock {
  readonly lock: Lock;
  /** Its credentials as they were before this run's report. */
  readonly before: readonly LockedCredential[];
  /** No digest has told it yet. */
  readonly isNew: boolean;
  /** A report has confirmed it now. */
  readonly isConfirmed: boolean;
  /** Something of it is on that the last digest did not call on. */
  readonly isWorse: boolean;
  /** `gone` and `replaced` are told once, when they confirm the lock. */
  readonly user?: 'gone' | 'replaced';
  readonly unknown: readonly { readonly credential: LockedCredential; readonly cause: string }[];
}

/** The locks that people have ordered, as a run has read them and found them (docs/design.md §5.14). */
export interface SeenLocks {
  /** From which day on the records were listed. */
  readonly listedFrom: Instant;
  /** Every lock of before has been read, by this run or an earlier one. */
  readonly readUntil: Instant;
  readonly followed: readonly FollowedLock[];
  /** Records that are not valid; told once. */
  readonly notUnderstood: readonly { readonly id: string; readonly key: string; readonly cause: string }[];
  /** Records that could not be read; the next run tries again. */
  readonly unread: readonly { readonly key: string; readonly cause: string }[];
  /** How many locks are left to the next run. */
  readonly left: number;
  /** Why the records could not be listed, if so. */
  readonly unlisted?: string;
}

/** A lock that no report has been compared with in this run. */
export function asRead(lock: Lock, isNew: boolean): FollowedLock {
  return { lock, before: lock.credentials, isNew, isConfirmed: false, isWorse: false, unknown: [] };
}

/** A lock that did not end may have written until then. `npm run lock` takes a minute or two, unless IAM throttles it. */
export const MAX_LOCK_DURATION = 15 * MINUTE;

/** Whether a report is young enough to show what the lock did: the rule for our own writes (docs/design.md §5.10). */
export function isShownIn({ generatedAt }: { readonly generatedAt: Instant }, lock: Lock): boolean {
  return generatedAt > (lock.endedAt ?? lock.at + MAX_LOCK_DURATION) + REPORT_LAG;
}

/**
 * Whether IAM must be asked for the user's keys: the report names a key by its second, and shows two keys of a user. Only
 * a key that it shows inactive, in a second that no other key has, needs no question.
 */
export function needsListing({ credentials }: Lock, row: UserFacts): boolean {
  return credentials.some((credential) => credential.kind === 'accessKey' && !isShownOff(credential, row));
}

function isShownOff({ created }: { readonly created?: Instant | undefined }, { keys }: UserFacts): boolean {
  const ofSecond = keys.filter((key) => created !== undefined && createdAtOf(key) === created);
  return ofSecond.length === 1 && ofSecond[0]?.kind === 'inactive';
}

/** Compares a lock with what a report of after it shows. What is not known changes nothing. Pure. */
export function follow(before: FollowedLock, seen: SeenUser, now: Instant): FollowedLock {
  const unknown: { credential: LockedCredential; cause: string }[] = [];
  const credentials = before.lock.credentials.map((credential) => {
    const state = stateOf(credential, seen);
    if (typeof state !== 'string') unknown.push({ credential, cause: state.cause });
    return typeof state === 'string' ? { ...credential, state: after(credential.state, state) } : credential;
  });
  const { confirmedAt, ...lock } = before.lock;
  const isOff = unknown.length === 0 && credentials.every(({ state }) => state === 'off');
  // While it is not known, what was confirmed stays so.
  const stays =
    unknown.length > 0 && credentials.every(({ state }) => state === 'off') ? confirmedAt : undefined;
  const since = isOff ? (confirmedAt ?? now) : stays;
  return {
    ...before,
    lock: { ...lock, credentials, ...(since === undefined ? {} : { confirmedAt: since }) },
    isConfirmed: isOff && confirmedAt === undefined,
    isWorse: credentials.some(
      ({ state }, index) =>
        (state === 'undone' || state === 'neverOff') && state !== before.before[index]?.state,
    ),
    ...(seen.kind === 'gone' || seen.kind === 'replaced' ? { user: seen.kind } : {}),
    unknown,
  };
}

function stateOf(
  credential: LockedCredential,
  seen: SeenUser,
): Exclude<State, 'notUnderstood'> | { readonly cause: string } {
  switch (seen.kind) {
    case 'unknown':
      return { cause: seen.cause };
    case 'gone':
    case 'replaced':
      return 'disabled';
    case 'row': {
      const { row, listing } = seen;
      if (credential.kind === 'password') {
        return known(passwordState(row), 'the report does not say whether the user has a password');
      }
      if (isShownOff(credential, row)) return 'disabled';
      if (listing?.kind === 'unreadable') return { cause: listing.cause };
      return known(listedState(credential.keyId, listing), 'IAM has a status of the key that is not known');
    }
  }
}

function known(state: State, cause: string): Exclude<State, 'notUnderstood'> | { readonly cause: string } {
  return state === 'notUnderstood' ? { cause } : state;
}

function after(before: LockedCredential['state'], shown: 'active' | 'disabled'): LockedCredential['state'] {
  if (shown === 'disabled') return 'off';
  return before === 'unproven' || before === 'neverOff' ? 'neverOff' : 'undone';
}

/** Whether a lock named the credential of this ledger id. */
export function isNamedBy(
  lock: Lock,
  id: string,
  { keyId }: { readonly keyId?: string | undefined },
): boolean {
  const parts = parseCredentialId(id);
  if (!parts || parts.user !== userId(lock.user.arn, lock.user.created)) return false;
  const key = parts.keyCreated === undefined ? undefined : (parts.keyId ?? keyId ?? '');
  return lock.credentials.some((credential) =>
    credential.kind === 'password' ? key === undefined : credential.keyId === key,
  );
}

/** As long as CloudTrail's event history can say who enabled a credential again. */
const KEPT_FOR = 90 * DAY;

/** What the next run must know of the locks. */
export function locksToKeep(
  before: Locks | undefined,
  { listedFrom, readUntil, followed, notUnderstood }: SeenLocks,
  now: Instant,
): Locks {
  const told = { ...before?.passedOver };
  for (const { id } of notUnderstood) told[id] = now;
  // What is listed again tomorrow must be known tomorrow.
  const isOver = (at: Instant, since: Instant | undefined) =>
    at < listedFrom && since !== undefined && now - since >= KEPT_FOR;
  return {
    readUntil,
    known: followed.map(({ lock }) => lock).filter(({ at, confirmedAt }) => !isOver(at, confirmedAt)),
    passedOver: Object.fromEntries(Object.entries(told).filter(([, at]) => !isOver(at, at))),
  };
}
