import type { Credential } from '../credential';
import { DAY, HOUR, type Instant, utcSecond } from '../instant';
import type { CredentialHistory } from '../evaluation/judge';
import {
  createdAtOf,
  type CredentialReport,
  FUTURE_TOLERANCE,
  REPORT_LAG,
  type UserFacts,
} from '../credential-report/facts';
import type { KeyListing } from '../evaluation/key-identity';
import { EVENT_LAG } from '../remediation/password-events';
import { type AccessKeyId, isAccessKeyId } from '../identity';
import { credentialId, parseCredentialId, userId } from './credential-id';
import { indexOf } from './key-entries';
import type { Entry, Ledger } from './schema';

/** "In the last 20 hours" (docs/design.md §5.4). Less than a day, so an early run does not count the previous one. */
export const LIMITS_WINDOW = 20 * HOUR;

/** The history of each credential, for the judge. */
export function historyOf(ledger: Ledger, now: Instant): (credential: Credential) => CredentialHistory {
  const index = indexOf(ledger);
  return (credential) => {
    const entry = index.entryOf(credential);
    if (!entry) return {};
    const { announcedAt, announcedReference, restoredAt, timesRestored } = entry;
    const odd = instantInFuture(entry, now);
    return {
      passedOver: entry.passedOverAt !== undefined,
      ...(odd === undefined
        ? {}
        : {
            odd: `the ledger says ${odd}, which is in the future, in its entry ${credentialId(credential)}`,
          }),
      ...(entry.exemption === undefined ? {} : { exemption: entry.exemption }),
      ...(isDisabledByUs(entry) && entry.disabledAt !== undefined ? { disabledAt: entry.disabledAt } : {}),
      ...(announcedAt !== undefined && announcedReference !== undefined
        ? { announced: { at: announcedAt, reference: announcedReference } }
        : {}),
      ...(restoredAt === undefined ? {} : { restored: { at: restoredAt, times: timesRestored ?? 1 } }),
    };
  };
}

/** "An instant later than now + 15 minutes is not understood" (docs/design.md §5.8): the field and its value. */
function instantInFuture({ timesRestored: _times, ...entry }: Entry, now: Instant): string | undefined {
  for (const [field, value] of Object.entries(entry)) {
    if (typeof value === 'number' && value > now + FUTURE_TOLERANCE) return `${field} ${utcSecond(value)}`;
  }
  return undefined;
}

/** The number of credentials that were disabled recently. It reduces the allowance (docs/design.md §5.4). */
export function recentlyDisabled({ credentials }: Ledger, now: Instant): number {
  // What was tried in vain counts too: a read-back may have lagged behind the write.
  const isRecent = (at: Instant | undefined) => at !== undefined && at > now - LIMITS_WINDOW;
  return Object.values(credentials).filter(
    ({ disabledAt, triedAt }) => isRecent(disabledAt) || isRecent(triedAt),
  ).length;
}

/** A password that iam-lapse deleted, and about which CloudTrail is asked again. */
export interface DeletedPassword {
  readonly id: string;
  /** The latest instant at which it can have been deleted. */
  readonly at: Instant;
  readonly userName: string;
}

/** An event that has not come after so many days is not waited for. */
const LOOK_AGAIN_FOR = 7 * DAY;

/** Those whose last events CloudTrail's history should have by now (docs/design.md §5.6). */
export function passwordsToLookAgain({ credentials }: Ledger, now: Instant): DeletedPassword[] {
  return Object.entries(credentials).flatMap(([id, { lookAgain, disabledAt: at }]) => {
    const parts = lookAgain && at !== undefined ? parseCredentialId(id) : undefined;
    if (!parts || at === undefined || now - at < EVENT_LAG || now - at > LOOK_AGAIN_FOR) return [];
    return [{ id, at, userName: parts.userName }];
  });
}

/** What a report shows about the credentials that iam-lapse disabled. */
export interface ReportComparison {
  /** Ids that the report shows disabled for the first time. */
  readonly confirmed: readonly string[];
  /** Ids that somebody has enabled again. */
  readonly restored: readonly string[];
  /** Ids whose write was unproven and that are enabled: it was not done, or somebody has enabled them again. */
  readonly possiblyRestored: readonly string[];
  /** Ids that a read-back showed as active after the write, and that are disabled all the same. */
  readonly lateEffect: readonly string[];
  /** Ids that a read-back showed as active after the write, and that are active. */
  readonly neverDone: readonly string[];
}

/** One entry of a credential that iam-lapse disabled, with its row in a report that is young enough to show that. */
interface Disabled {
  readonly id: string;
  readonly entry: Entry;
  readonly row: UserFacts;
  readonly key: { readonly created: Instant; readonly id: AccessKeyId | undefined } | undefined;
}

/** A report that is not younger than a write by `REPORT_LAG` is ignored for it. */
function disabledIn(ledger: Ledger, report: CredentialReport): Disabled[] {
  const rows = new Map(
    report.users.flatMap((row) =>
      row.created.kind === 'at' ? [[userId(row.user.arn, row.created.at), row] as const] : [],
    ),
  );
  return Object.entries(ledger.credentials).flatMap(([id, entry]) => {
    const at = entry.triedAt ?? (isDisabledByUs(entry) ? entry.disabledAt : undefined);
    if (at === undefined || report.generatedAt <= at + REPORT_LAG) return [];
    const parts = parseCredentialId(id);
    const row = parts && rows.get(parts.user);
    if (!row) return [];
    const keyId =
      parts.keyId ?? (entry.keyId !== undefined && isAccessKeyId(entry.keyId) ? entry.keyId : undefined);
    const key = parts.keyCreated === undefined ? undefined : { created: parts.keyCreated, id: keyId };
    return [{ id, entry, row, key }];
  });
}

/**
 * The users whose access keys have to be listed before the report can be compared: it shows an active key of the second
 * of one that iam-lapse disabled. Whether that is the same key, only its id tells (docs/design.md §5.10).
 */
export function usersToCompare(ledger: Ledger, report: CredentialReport): UserFacts['user'][] {
  const users = disabledIn(ledger, report).flatMap(({ row, key }) =>
    key && keyState(row, key.created) === 'active' ? [[row.user.arn, row.user] as const] : [],
  );
  return [...new Map(users).values()];
}

/**
 * Compares the ledger with a report.
 *
 * @param listings the access keys of `usersToCompare`, by user ARN
 */
export function compareWithReport(
  ledger: Ledger,
  report: CredentialReport,
  listings: ReadonlyMap<string, KeyListing>,
): ReportComparison {
  const found = {
    confirmed: [] as string[],
    restored: [] as string[],
    possiblyRestored: [] as string[],
    lateEffect: [] as string[],
    neverDone: [] as string[],
  };
  for (const { id, entry, row, key } of disabledIn(ledger, report)) {
    const reported = key ? keyState(row, key.created) : passwordState(row);
    const state = key && reported === 'active' ? listedState(key.id, listings.get(row.user.arn)) : reported;
    if (entry.triedAt !== undefined) {
      if (state === 'active') found.neverDone.push(id);
      else if (state === 'disabled') found.lateEffect.push(id);
    } else if (state === 'active') (entry.unproven ? found.possiblyRestored : found.restored).push(id);
    else if (state === 'disabled' && entry.confirmedAt === undefined) {
      (entry.unproven ? found.lateEffect : found.confirmed).push(id);
    }
  }
  return found;
}

export type State = 'active' | 'disabled' | 'notUnderstood';

export function passwordState({ password }: UserFacts): State {
  if (password.kind === 'notUnderstood') return 'notUnderstood';
  return password.kind === 'enabled' ? 'active' : 'disabled';
}

/** Of the keys of one second. A key that is not in the row was deleted, unless an odd cell may be about it. */
function keyState({ keys, keysUnreadable }: UserFacts, created: Instant): State {
  if (keys.some((key) => key.kind === 'active' && createdAtOf(key) === created)) return 'active';
  const odd = keys.some(
    (key) =>
      key.kind === 'notUnderstood' || ('lastRotated' in key && key.lastRotated.kind === 'notUnderstood'),
  );
  return odd || keysUnreadable !== undefined ? 'notUnderstood' : 'disabled';
}

/** A key that is not listed was deleted. A status that is not known is not enabled, and not disabled either. */
export function listedState(id: string | undefined, listing: KeyListing | undefined): State {
  if (id === undefined || listing?.kind !== 'read') return 'notUnderstood';
  const key = listing.keys.find((each) => each.id === id);
  if (!key || key.status === 'Inactive' || key.status === 'Expired') return 'disabled';
  return key.status === 'Active' ? 'active' : 'notUnderstood';
}

/** Whether iam-lapse disabled it and has seen no restore since. */
export function isDisabledByUs({ disabledAt, restoredAt }: Entry): boolean {
  return disabledAt !== undefined && (restoredAt === undefined || restoredAt < disabledAt);
}

/** The ledger ids of all users in the report. */
export function userIds(report: CredentialReport): Set<string> {
  return new Set(
    report.users.flatMap(({ user, created }) =>
      created.kind === 'at' ? [userId(user.arn, created.at)] : [],
    ),
  );
}
