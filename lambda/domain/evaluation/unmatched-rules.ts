import type { Instant } from '../instant';
import { matches } from '../policy/match';
import type { Exemption, Policy } from '../policy/schema';
import type { CredentialReport } from '../credential-report/facts';
import { hasEnded } from '../policy/rules';

/** A rule of the policy that matches nobody: misspelt, perhaps. */
export interface UnmatchedRule {
  readonly kind: 'exemption' | 'override';
  readonly rule: Pick<Exemption, 'name' | 'match'>;
}

/** Live exemptions, and overrides, that no user has the name and path for: of tags and groups not all are known. */
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
