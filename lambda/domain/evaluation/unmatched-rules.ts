import type { Instant } from '../instant';
import { matches } from '../policy/match';
import type { Exemption, Policy } from '../policy/schema';
import type { CredentialReport } from '../credential-report/facts';
import { hasEnded } from '../policy/rules';

/** A rule of the policy that matches nobody. Perhaps it is misspelt. */
export interface UnmatchedRule {
  readonly kind: 'exemption' | 'override';
  readonly rule: Pick<Exemption, 'name' | 'match'>;
}

/**
 * Live exemptions, and overrides, whose `users` and `paths` match no user. Rules by tags or groups alone are left out,
 * because the tags and groups of most users are not read (docs/design.md §8.5).
 */
export function unmatchedRules({
  report,
  policy,
  now,
}: {
  readonly report: CredentialReport;
  readonly policy: Policy;
  readonly now: Instant;
}): UnmatchedRule[] {
  const rules: UnmatchedRule[] = [
    ...policy.exemptions
      .filter((exemption) => !hasEnded(exemption, now))
      .map((rule) => ({ kind: 'exemption', rule }) as const),
    ...policy.overrides.map((rule) => ({ kind: 'override', rule }) as const),
  ];
  return rules.filter(
    ({ rule: { match } }) =>
      (match.users ?? match.paths) !== undefined &&
      report.users.every(
        ({ user: { name, path } }) =>
          matches(match, { name, path, tags: undefined, groups: undefined }) === 'no',
      ),
  );
}
