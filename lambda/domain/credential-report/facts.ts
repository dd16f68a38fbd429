import { type Instant, utcSecond, MINUTE } from '../instant';
import type { UserIdentity } from '../identity';

/** A cell with an unrecognized value: its column and raw text. */
export interface NotUnderstood {
  readonly kind: 'notUnderstood';
  readonly column: string;
  readonly token: string;
}

/** A cell with a timestamp. "Never" and "not understood" are no dates (docs/design.md §4.2). */
export type Moment =
  { readonly kind: 'at'; readonly at: Instant } | { readonly kind: 'never' } | NotUnderstood;

export type PasswordFacts =
  | { readonly kind: 'none'; readonly lastUsed: Moment }
  | { readonly kind: 'enabled'; readonly lastUsed: Moment; readonly lastChanged: Moment }
  | NotUnderstood;

/** Column pair of the report. It is not an ordering, and not a stable identifier of a key. */
export type ReportSlot = 1 | 2;

/** The place of a key among the keys of its user: a column pair, or 3 and more for keys that IAM listed. */
export type Slot = number;

export type AccessKeyFacts =
  | { readonly kind: 'none'; readonly slot: Slot }
  | {
      readonly kind: 'active' | 'inactive';
      readonly slot: Slot;
      /** When the key was created. In IAM, rotating means creating a new key. */
      readonly lastRotated: Moment;
      readonly lastUsed: Moment;
      /** Region and service of the last use as AWS writes them; `N/A` when never used. */
      readonly region: string;
      readonly service: string;
    }
  | (NotUnderstood & { readonly slot: Slot });

/** When the key was created. Undefined when there is no key, or when the cell is not understood. */
export function createdAtOf(key: AccessKeyFacts): Instant | undefined {
  return 'lastRotated' in key && key.lastRotated.kind === 'at' ? key.lastRotated.at : undefined;
}

/** Whether the user has an access key, active or not. Undefined where the report does not say so for sure. */
export function hasKeys({ keys, hasMoreKeys }: Pick<UserFacts, 'keys' | 'hasMoreKeys'>): boolean | undefined {
  if (keys.some((key) => key.kind === 'active' || createdAtOf(key) !== undefined)) return true;
  return hasMoreKeys || keys.some(({ kind }) => kind !== 'none') ? undefined : false;
}

/** The last use of a key as text. In the report, only this distinguishes two keys created in the same second. */
export function lastUseText(key: AccessKeyFacts): string {
  if (!('lastUsed' in key) || key.lastUsed.kind === 'notUnderstood') return 'unknown';
  return key.lastUsed.kind === 'at' ? utcSecond(key.lastUsed.at) : 'never';
}

/** A cell with a boolean. */
export type Truth = boolean | NotUnderstood;

/** The cells of a row besides password and keys. No verdict depends on them. */
export interface Surroundings {
  readonly mfa: Truth;
  /** Whether each of the two X.509 signing certificates is active. */
  readonly certificates: readonly [Truth, Truth];
  /** When each certificate was set. An inactive certificate has a date too. */
  readonly certificatesSet: readonly [Moment, Moment];
}

/** One row of the credential report. The root user has none. */
export interface UserFacts extends Surroundings {
  readonly user: Omit<UserIdentity, 'createdAt'>;
  readonly created: Moment;
  readonly password: PasswordFacts;
  /** The two keys that the report shows, or all keys where IAM was asked for them. */
  readonly keys: readonly AccessKeyFacts[];
  /** The report says that the user has more access keys than `keys` has. */
  readonly hasMoreKeys: boolean;
  /** Why the keys that the report does not show could not be listed, if so. */
  readonly keysUnreadable?: string;
}

/** The root user's row. It has its own type, so no function that judges or acts on users accepts it. */
export interface RootFacts extends Surroundings {
  readonly rootHasPassword: Truth;
  readonly rootPasswordLastUsed: Moment;
  readonly rootKeys: readonly [AccessKeyFacts, AccessKeyFacts];
}

/** The credential report of one account. */
export interface CredentialReport {
  readonly generatedAt: Instant;
  readonly users: readonly UserFacts[];
  /** Undefined when the report has no row of the root user. */
  readonly root: RootFacts | undefined;
}

/**
 * A report may be collected before its date. One that is younger than a write by this much includes the write, and one
 * that is younger than a user by this much has the user.
 */
export const REPORT_LAG = 5 * MINUTE;

/** The clocks of AWS and of the function may differ this much. A later date is not understood (docs/design.md §4.2). */
export const FUTURE_TOLERANCE = 15 * MINUTE;

/**
 * From when on IAM has recorded the use of each kind. A password or key that is older and has no last use may have been
 * used before (IAM User Guide, "Getting credential reports": passwords since 20 October 2014, keys since 22 April 2015).
 */
export const USE_RECORDED_SINCE = {
  password: Date.UTC(2014, 9, 20),
  accessKey: Date.UTC(2015, 3, 22),
} as const satisfies Record<string, Instant>;

/** IAM records the use of a key once in 15 minutes, so the first use may be dated before the key's creation. */
export const USE_ROUNDING = 15 * MINUTE;
