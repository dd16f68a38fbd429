import type { Instant } from '../../instant';
import { otherDocument } from '../../policy/error-messages';
import {
  doubleNames,
  endsTooFarAhead,
  parseSettings,
  PolicyError,
  type PolicyIssue,
} from '../../policy/parse';
import { Policy } from '../../policy/schema';
import { POLICY_PARAMETER } from '../../settings';
import { OrganizationPolicy, PLACES_IN_ORGANIZATION } from './schema';

/** The SSM parameter that holds the modes of the accounts, and the limits over all of them. */
export const ORGANIZATION_PARAMETER = '/iam-lapse/organization';

/**
 * Parses and checks the parameter. Strict, and without defaults.
 *
 * @param now start of the run, from which the furthest `until` is counted
 * @throws PolicyError
 */
export function parseOrganizationPolicy(text: string, now: Instant): OrganizationPolicy {
  const other = isPolicyOfCredentials(text)
    ? `is the policy of the credentials; its place is the parameter ${POLICY_PARAMETER}`
    : otherDocument(text, OrganizationPolicy);
  if (other !== undefined) throw new PolicyError([{ place: '', message: other }]);
  const policy = parseSettings(text, OrganizationPolicy, PLACES_IN_ORGANIZATION);
  const issues = crossFieldIssues(policy, now);
  if (issues.length > 0) throw new PolicyError(issues);
  return policy;
}

/** Both have `limits`, so a list of unknown keys would be all that the reader gets. */
function isPolicyOfCredentials(text: string): boolean {
  try {
    return Policy.pick({ benchmark: true, noticeDays: true }).loose().safeParse(JSON.parse(text)).success;
  } catch {
    // The parser that follows says where it is not JSON.
    return false;
  }
}

/** Checks the rules that need two fields, or a field and the date. */
function crossFieldIssues({ accounts }: OrganizationPolicy, now: Instant): PolicyIssue[] {
  return [
    ...doubleNames('accounts', accounts),
    ...accounts.flatMap(({ match }, index) =>
      (['accounts', 'ous'] as const).flatMap((by) =>
        twice(match[by] ?? [], `accounts[${index}].match.${by}`),
      ),
    ),
    ...endsTooFarAhead('accounts', accounts, now, 'the exclusion'),
  ];
}

/** Where an id stands twice, another one was probably meant. */
function twice(ids: readonly string[], place: string): PolicyIssue[] {
  return ids.flatMap((id, index) => {
    const first = ids.indexOf(id);
    if (first === index) return [];
    return [
      {
        place: `${place}[${index}]`,
        message: `${id} stands at [${first}] already; remove it, or correct it`,
      },
    ];
  });
}
