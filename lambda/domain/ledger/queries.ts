import type { Credential } from '../credential';
import { HOUR, type Instant, MINUTE } from '../instant';
import type { CredentialHistory } from '../evaluation/judge';
import { createdAtOf, type CredentialReport, lastUseText, type UserFacts } from '../credential-report/facts';
import { credentialId, parseCredentialId, userId } from './credential-id';
import type { Entry, Ledger } from './schema';

/** A report may be collected before its date. One that is younger than a write by this much includes the write. */
const REPORT_LAG = 5 * MINUTE;
/** "In the last 20 hours" (docs/design.md §5.4). Less than a day, so an early run does not count the previous one. */
const LIMITS_WINDOW = 20 * HOUR;

/** The history of each credential, for the judge. */
export function historyOf(ledger: Ledger): (credential: Credential) => CredentialHistory {
  return (credential) => {
    const entry = entryOf(ledger, credential);
    if (!entry) return {};
    const { announcedAt, announcedReference, restoredAt, timesRestored } = entry;
    return {
      passedOver: entry.passedOverAt !== undefined,
      ...(entry.exemption === undefined ? {} : { exemption: entry.exemption }),
      ...(isDisabledByUs(entry) && entry.disabledAt !== undefined ? { disabledAt: entry.disabledAt } : {}),
      ...(announcedAt !== undefined && announcedReference !== undefined
        ? { announced: { at: announcedAt, reference: announcedReference } }
        : {}),
      ...(restoredAt === undefined ? {} : { restored: { at: restoredAt, times: timesRestored ?? 1 } }),
    };
  };
}

export function entryOf(ledger: Ledger, credential: Credential): Entry | undefined {
  const id = credentialId(credential);
  if (id === undefined) return undefined;
  const own = ledger.credentials[id];
  if (credential.kind === 'password' || credential.hasTwin) return own;
  // While it had a twin, its id ended in its last use. The twin may be gone by now.
  const asTwin = ledger.credentials[`${id}#${credential.lastUse}`];
  return own || asTwin ? { ...asTwin, ...own } : undefined;
}

/** The number of credentials that were disabled recently. It reduces the allowance (docs/design.md §5.4). */
export function recentlyDisabled({ credentials }: Ledger, now: Instant): number {
  return Object.values(credentials).filter(
    ({ disabledAt }) => disabledAt !== undefined && disabledAt > now - LIMITS_WINDOW,
  ).length;
}

/** What a report shows about the credentials that iam-lapse disabled. */
export interface ReportComparison {
  /** Ids that the report shows disabled for the first time. */
  readonly confirmed: readonly string[];
  /** Ids that somebody has enabled again. */
  readonly restored: readonly string[];
  /** Ids whose write was unproven and that are enabled: it was not done, or somebody has enabled them again. */
  readonly possiblyRestored: readonly string[];
}

/** Compares the ledger with a report. A report that is not younger than a write by `REPORT_LAG` is ignored for it. */
export function compareWithReport(ledger: Ledger, report: CredentialReport): ReportComparison {
  const rows = new Map(
    report.users.flatMap((row) =>
      row.created.kind === 'at' ? [[userId(row.user.arn, row.created.at), row] as const] : [],
    ),
  );
  const found = { confirmed: [] as string[], restored: [] as string[], possiblyRestored: [] as string[] };
  for (const [id, entry] of Object.entries(ledger.credentials)) {
    if (!isDisabledByUs(entry) || report.generatedAt <= (entry.disabledAt ?? 0) + REPORT_LAG) continue;
    const parts = parseCredentialId(id);
    const row = parts && rows.get(parts.user);
    if (!row) continue;
    const state =
      parts.keyCreated === undefined ? passwordState(row) : keyState(row, parts.keyCreated, parts.twin);
    if (state === 'active') (entry.unproven ? found.possiblyRestored : found.restored).push(id);
    else if (state === 'disabled' && entry.confirmedAt === undefined) found.confirmed.push(id);
  }
  return found;
}

type State = 'active' | 'disabled' | 'notUnderstood';

function passwordState({ password }: UserFacts): State {
  if (password.kind === 'notUnderstood') return 'notUnderstood';
  return password.kind === 'enabled' ? 'active' : 'disabled';
}

/** A key that is not in the row has been deleted, unless a cell that is not understood may belong to it. */
function keyState({ keys }: UserFacts, created: Instant, twin: string | undefined): State {
  const same = keys.filter(
    (key) => createdAtOf(key) === created && (twin === undefined || lastUseText(key) === twin),
  );
  if (same.some(({ kind }) => kind === 'active')) return 'active';
  const odd = keys.some(
    (key) =>
      key.kind === 'notUnderstood' || ('lastRotated' in key && key.lastRotated.kind === 'notUnderstood'),
  );
  return odd ? 'notUnderstood' : 'disabled';
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
