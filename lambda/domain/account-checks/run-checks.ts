import type { CheckResult, Check } from './check';
import { CHECKS } from './registry';
import type { AccountFact, CheckFacts } from './facts';

/** One check that was made, and what it came to. */
export interface Checked {
  readonly id: string;
  readonly title: string;
  readonly answer: CheckResult;
}

/** The state of the account around the credentials: findings, never actions. */
export interface AccountChecks {
  /** Those that the policy has on, in the order of the list. */
  readonly checks: readonly Checked[];
}

/** What the policy says of the checks, by their ids; a check that it does not name is on. */
export type CheckSettings = Readonly<Record<string, unknown>>;

/** What the checks that are on ask of IAM: nothing else is worth a call. */
export function neededFacts(settings: CheckSettings = {}): ReadonlySet<AccountFact> {
  return new Set(checksOn(settings).flatMap(({ needs }) => needs));
}

/** Makes every check that is on. Pure. */
export function runChecks(facts: CheckFacts, settings: CheckSettings = {}): AccountChecks {
  return {
    checks: checksOn(settings).map(({ id, title, run }) => ({ id, title, answer: run(facts, settings[id]) })),
  };
}

function checksOn(settings: CheckSettings): readonly Check[] {
  return CHECKS.filter(({ id }) => settings[id] !== false);
}
