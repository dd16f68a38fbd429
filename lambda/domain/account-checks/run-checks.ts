import type { Credential } from '../credential';
import type { AccessKeyFacts, CredentialReport, PasswordFacts } from '../credential-report/facts';
import { type CheckResult, type Check, type Finding, unreadableFactsOf, type FindingSubject } from './check';
import { CHECKS } from './registry';
import type { AccountFact, CheckFacts } from './facts';

/** One check and its result. */
export interface Checked {
  readonly id: string;
  readonly title: string;
  readonly result: CheckResult;
}

/** The state of the account around the credentials. iam-lapse only reports it (docs/design.md §3.10). */
export interface AccountChecks {
  /** The checks that the policy has on, in the order of the registry. */
  readonly checks: readonly Checked[];
}

/** The policy's `checks`, by check id. A check that the policy does not name is on (docs/design.md §3.3). */
export type CheckSettings = Readonly<Record<string, unknown>>;

/** The facts that the enabled checks need. Nothing else is read from IAM. */
export function neededFacts(settings: CheckSettings = {}): ReadonlySet<AccountFact> {
  return new Set(enabledChecks(settings).flatMap(({ needs }) => needs));
}

/** Makes every check that is on. Pure. */
export function runChecks(facts: CheckFacts, settings: CheckSettings = {}): AccountChecks {
  return {
    checks: enabledChecks(settings).map(({ id, title, run }) => ({
      id,
      title,
      result: run(facts, settings[id]),
    })),
  };
}

function enabledChecks(settings: CheckSettings): readonly Check[] {
  return CHECKS.filter(({ id }) => settings[id] !== false);
}

/**
 * The report without the credentials that have ended since it was made: a deleted password, an inactive key. Otherwise a
 * check would ask for MFA of a password that the same mail says is deleted (docs/design.md §3.10).
 */
export function withoutEnded(report: CredentialReport, ended: readonly Credential[]): CredentialReport {
  if (ended.length === 0) return report;
  const byUser = new Map<string, Credential[]>();
  for (const credential of ended) {
    const { arn } = credential.user;
    byUser.set(arn, [...(byUser.get(arn) ?? []), credential]);
  }
  const users = report.users.map((row) => {
    const own = byUser.get(row.user.arn);
    if (!own) return row;
    const slots = new Set(own.map((credential) => (credential.kind === 'accessKey' ? credential.slot : 0)));
    const password = slots.has(0) ? deleted(row.password) : row.password;
    const keys = row.keys.map((key) => (slots.has(key.slot) ? deactivated(key) : key));
    return { ...row, password, keys };
  });
  return { ...report, users };
}

function deleted(password: PasswordFacts): PasswordFacts {
  return password.kind === 'enabled' ? { kind: 'none', lastUsed: password.lastUsed } : password;
}

function deactivated(key: AccessKeyFacts): AccessKeyFacts {
  return key.kind === 'active' ? { ...key, kind: 'inactive' } : key;
}

/** The findings of an earlier run by check id. Each is one text: severity, subject and key. */
export type KnownFindings = Readonly<Record<string, readonly string[]>>;

/**
 * The findings to remember for the next run. A finding whose facts could not be read today is kept: it may still exist,
 * and must not be reported as new once it can be read again.
 */
export function knownFindings(
  { checks }: AccountChecks,
  before: KnownFindings = {},
): Record<string, string[]> {
  return Object.fromEntries(
    checks.map(({ id, result }) => {
      const found = result.kind === 'failing' ? result.findings.map(keyOf) : [];
      const isIncomplete = result.kind === 'notAsked' || unreadableFactsOf(result).length > 0;
      return [id, [...new Set([...found, ...(isIncomplete ? (before[id] ?? []) : [])])].toSorted()];
    }),
  );
}

/** The findings of one check that the last run did not have. */
export function newFindings(id: string, findings: readonly Finding[], known: KnownFindings): Finding[] {
  const before = new Set(known[id]);
  return findings.filter((finding) => !before.has(keyOf(finding)));
}

/** Counts the findings that the last run did not have. */
export function countNewFindings({ checks }: AccountChecks, known: KnownFindings): number {
  return checks.reduce(
    (sum, { id, result }) =>
      sum + (result.kind === 'failing' ? newFindings(id, result.findings, known).length : 0),
    0,
  );
}

function keyOf({ severity, subject, key }: Finding): string {
  return `${severity} ${nameOf(subject)}${key === undefined ? '' : ` ${key}`}`;
}

/** IAM allows no space in a user name, so no user can be called "the account". */
function nameOf(subject: FindingSubject): string {
  return subject.kind === 'user' ? subject.name : 'the account';
}
