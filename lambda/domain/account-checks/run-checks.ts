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
