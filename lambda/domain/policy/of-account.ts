import type { Match, Policy } from './schema';

/** An account of an organization, as the rules of its policy see it. */
export interface RuledAccount {
  readonly id: string;
  /** The root and the organizational units above it; undefined if they are not known. */
  readonly parents: readonly string[] | undefined;
}

/**
 * The policy of an organization as it applies in one account: without the rules for other accounts, and without the names of
 * this one. A rule by OU stays as it is if the OUs are not known, and then `matches` does not know either.
 */
export function policyOfAccount(policy: Policy, account: RuledAccount): Policy {
  const ofAccount = <Rule extends { readonly match: Match }>(rules: readonly Rule[]): Rule[] =>
    rules.flatMap((rule) => {
      const match = matchOfAccount(rule.match, account);
      return match === undefined ? [] : [{ ...rule, match }];
    });
  return { ...policy, exemptions: ofAccount(policy.exemptions), overrides: ofAccount(policy.overrides) };
}

/** Undefined for a rule of other accounts. What is left may be empty, and matches every user of the account. */
function matchOfAccount(match: Match, { id, parents }: RuledAccount): Match | undefined {
  const { accounts, ous, ...users } = match;
  if (accounts && !accounts.includes(id)) return undefined;
  if (!ous) return users;
  if (!parents) return { ...users, ous };
  return ous.some((ou) => parents.includes(ou)) ? users : undefined;
}
