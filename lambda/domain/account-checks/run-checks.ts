import type { Credential } from '../credential';
import type { AccessKeyFacts, CredentialReport, PasswordFacts } from '../credential-report/facts';
import type { CheckResult, Check } from './check';
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
