import { type Instant, utcSecond, MINUTE } from '../instant';
import type { UserIdentity } from '../identity';

/** A cell that was read and makes no sense: which column, and what stood there. */
export interface NotUnderstood {
  readonly kind: 'notUnderstood';
  readonly column: string;
  readonly token: string;
}

/** What the report says about one point in time. "Never" and "not understood" are no dates. */
export type Moment =
  { readonly kind: 'at'; readonly at: Instant } | { readonly kind: 'never' } | NotUnderstood;

export type PasswordFacts =
  | { readonly kind: 'none'; readonly lastUsed: Moment }
  | { readonly kind: 'enabled'; readonly lastUsed: Moment; readonly lastChanged: Moment }
  | NotUnderstood;

/** 1 or 2: the report's columns, which are no order and no identity. */
export type Slot = 1 | 2;

export type AccessKeyFacts =
  | { readonly kind: 'none'; readonly slot: Slot }
  | {
      readonly kind: 'active' | 'inactive';
      readonly slot: Slot;
      /** The key's creation: IAM has no other rotation than a new key. */
      readonly lastRotated: Moment;
      readonly lastUsed: Moment;
      /** Region and service of the last use as AWS writes them; `N/A` when never used. */
      readonly region: string;
      readonly service: string;
    }
  | (NotUnderstood & { readonly slot: Slot });

/** When the key was created; undefined for no key, or where the report is not understood. */
export function createdAtOf(key: AccessKeyFacts): Instant | undefined {
  return 'lastRotated' in key && key.lastRotated.kind === 'at' ? key.lastRotated.at : undefined;
}

/** The last use of a key as a word: all that two keys created in the same second differ in. */
export function lastUseText(key: AccessKeyFacts): string {
  if (!('lastUsed' in key) || key.lastUsed.kind === 'notUnderstood') return 'unknown';
  return key.lastUsed.kind === 'at' ? utcSecond(key.lastUsed.at) : 'never';
}

/** A cell that says yes or no. */
export type Truth = boolean | NotUnderstood;

/** What is there besides the credentials that are judged. Nothing of it bears on a verdict. */
export interface Surroundings {
  readonly mfa: Truth;
  /** Whether each of the two X.509 signing certificates is active. */
  readonly certificates: readonly [Truth, Truth];
  /** When each of them was set, where the report says so: an inactive one is still there. */
  readonly certificatesSet: readonly [Moment, Moment];
}

/** One row of the credential report. The root user has none. */
export interface UserFacts extends Surroundings {
  readonly user: Omit<UserIdentity, 'createdAt'>;
  readonly created: Moment;
  readonly password: PasswordFacts;
  readonly keys: readonly [AccessKeyFacts, AccessKeyFacts];
}

/** The root user's row, of a type of its own: nothing that judges or acts on users takes it. */
export interface RootFacts extends Surroundings {
  readonly rootHasPassword: Truth;
  readonly rootPasswordLastUsed: Moment;
  readonly rootKeys: readonly [AccessKeyFacts, AccessKeyFacts];
}

/** The credential report of one account, as far as it could be understood. */
export interface CredentialReport {
  readonly generatedAt: Instant;
  readonly users: readonly UserFacts[];
  /** undefined: the report has no row of the root user. */
  readonly root: RootFacts | undefined;
}

/** AWS's clocks and ours may differ by so much; a sign dated later than that is not understood. */
export const FUTURE_TOLERANCE = 15 * MINUTE;

/** IAM records the use of a key once per 15 minutes: the first one may be dated before the key. */
export const USE_ROUNDING = 15 * MINUTE;
