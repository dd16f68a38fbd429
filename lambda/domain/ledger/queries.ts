import type { Credential } from '../credential';
import { HOUR, type Instant, MINUTE } from '../instant';
import type { CredentialHistory } from '../evaluation/judge';
import { createdAtOf, type CredentialReport, lastUseText, type UserFacts } from '../credential-report/facts';
import { credentialId, parseCredentialId, userId } from './credential-id';
import type { Entry, Ledger } from './schema';

/** A report is written some time before it is dated; what is younger by this much has seen our write. */
const REPORT_LAG = 5 * MINUTE;
/** "Over the last 20 hours", so that a daily run that is early does not meet its predecessor's. */
const LIMITS_WINDOW = 20 * HOUR;

/** What the ledger remembers, for the judge. */
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
  // Its twin may be gone since: then it was ledgerFacts by its last use.
  const asTwin = ledger.credentials[`${id}#${credential.lastUse}`];
  return own || asTwin ? { ...asTwin, ...own } : undefined;
}

/** How many credentials were disabled lately, which `limits` count. */
export function recentlyDisabled({ credentials }: Ledger, now: Instant): number {
  return Object.values(credentials).filter(
    ({ disabledAt }) => disabledAt !== undefined && disabledAt > now - LIMITS_WINDOW,
  ).length;
}

/** What a report says about the credentials that we disabled. */
export interface ReportComparison {
  /** Ids that the report shows disabled for the first time. */
  readonly confirmed: readonly string[];
  /** Ids that somebody has enabled again. */
  readonly restored: readonly string[];
  /** Ids that we may have disabled, and that are enabled: never done, or enabled again since. */
  readonly possiblyRestored: readonly string[];
}

/** Only a report that is younger than the write, by more than its lag, can say anything about it. */
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

/** A key that is not in the row has been deleted, unless a cell that is not understood may be that key's. */
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

/** Disabled by us, and not enabled again since, as far as we know. */
export function isDisabledByUs({ disabledAt, restoredAt }: Entry): boolean {
  return disabledAt !== undefined && (restoredAt === undefined || restoredAt < disabledAt);
}

/** Users of the report, by the ledger's id. */
export function userIds(report: CredentialReport): Set<string> {
  return new Set(
    report.users.flatMap(({ user, created }) =>
      created.kind === 'at' ? [userId(user.arn, created.at)] : [],
    ),
  );
}
