import type * as z from 'zod';
import { DAY, type Instant } from '../instant';
import { printable } from '../text';
import { joinPlace, JsonError, parseStrictJson } from '../json';
import { Policy } from './schema';
import { missingKeysMeant, otherDocument, policyErrorMessage } from './error-messages';

/** SSM's limit for an advanced parameter. A larger policy could not be deployed. */
const MAX_BYTES = 8192;
const MAX_UNTIL_DAYS_AHEAD = 400;

/** One mistake in the policy, with its place, such as `exemptions[2].until`. */
export interface PolicyIssue {
  readonly place: string;
  readonly message: string;
}

/** A text that is not a policy at all may have thousands of mistakes. */
const MAX_LISTED_ISSUES = 10;

/** The policy cannot be used. `message` is one line with the first ten mistakes, and shows invisible characters. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  readonly issues: readonly PolicyIssue[];
  /** The mistakes in `message`, a line for each. */
  readonly lines: readonly string[];
  constructor(issues: readonly PolicyIssue[], options?: ErrorOptions) {
    const lines = issues
      .slice(0, MAX_LISTED_ISSUES)
      .map(({ place, message }) => printable(place ? `${place}: ${message}` : message));
    if (issues.length > MAX_LISTED_ISSUES) lines.push(`and ${issues.length - MAX_LISTED_ISSUES} more`);
    super(lines.join('; '), options);
    this.issues = issues;
    this.lines = lines;
  }
}

/** What a policy is for. To a single account's deployment, `accounts` and `ous` of a match mean nothing. */
export type PolicyScope = 'singleAccount' | 'organization';

/**
 * Parses and checks the policy. Strict, and without defaults: see "Strictness" in docs/design.md §3.3.
 *
 * @param now start of the run, from which the furthest `until` is counted
 * @throws PolicyError
 */
export function parsePolicy(text: string, now: Instant, scope: PolicyScope = 'singleAccount'): Policy {
  const other = otherDocument(text);
  if (other !== undefined) throw new PolicyError([{ place: '', message: other }]);
  const policy = parseSettings(text, Policy);
  const issues = [
    ...crossFieldIssues(policy, now),
    ...(scope === 'organization' ? [] : otherAccounts(policy)),
  ];
  if (issues.length > 0) throw new PolicyError(issues);
  return policy;
}

/**
 * Parses the JSON of a parameter by its schema, with messages for people. @throws PolicyError
 *
 * @param places of the schema's keys, if it is not the policy's
 */
export function parseSettings<T>(
  text: string,
  schema: z.ZodType<T>,
  places?: ReadonlyMap<string, readonly string[]>,
): T {
  if (new TextEncoder().encode(text).length > MAX_BYTES) {
    throw new PolicyError([{ place: '', message: `is over ${MAX_BYTES} bytes, more than SSM can hold` }]);
  }
  let json: unknown;
  try {
    json = parseStrictJson(text);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new PolicyError([{ place: '', message: error.message }], { cause: error });
  }
  const misspelt = new Set<string>();
  const parsed = schema.safeParse(json, {
    error: (issue) => {
      if (issue.code === 'unrecognized_keys') {
        for (const key of missingKeysMeant(issue)) misspelt.add(joinPlace([...(issue.path ?? []), key]));
      }
      return policyErrorMessage(issue, places);
    },
  });
  if (!parsed.success) {
    throw new PolicyError(
      parsed.error.issues
        .map((issue) => ({ place: joinPlace(issue.path), message: issue.message }))
        .filter(({ place }) => !misspelt.has(place)),
      { cause: parsed.error },
    );
  }
  return parsed.data;
}

/** Checks the rules that need two fields, or a field and the date. */
function crossFieldIssues(policy: Policy, now: Instant): PolicyIssue[] {
  const issues: PolicyIssue[] = [];
  for (const { place, maxUnusedDays } of thresholdsOf(policy)) {
    if (policy.noticeDays >= maxUnusedDays) {
      issues.push({
        place: 'noticeDays',
        message: `${policy.noticeDays} must be less than ${place} (${maxUnusedDays}), or every credential would be on notice at once`,
      });
    }
  }
  return [
    ...issues,
    ...doubleNames('exemptions', policy.exemptions),
    ...doubleNames('overrides', policy.overrides),
    ...endsTooFarAhead('exemptions', policy.exemptions, now, 'the exemption'),
  ];
}

/** Such a rule would hold in this account, too, or in none: only its author knows. */
function otherAccounts({ exemptions, overrides }: Policy): PolicyIssue[] {
  return Object.entries({ exemptions, overrides }).flatMap(([list, rules]) =>
    rules.flatMap(({ match }, index) =>
      (['accounts', 'ous'] as const)
        .filter((by) => match[by] !== undefined)
        .map((by) => ({
          place: `${list}[${index}].match.${by}`,
          message:
            'is for the deployment of an organization, and this is that of a single account. If the rule is meant for this account, remove this key; if not, remove the rule',
        })),
    ),
  );
}

/** A digest names the entries of a list by their names, so a name stands for one entry. */
export function doubleNames(list: string, entries: readonly { readonly name: string }[]): PolicyIssue[] {
  const names = entries.map(({ name }) => name);
  return names.flatMap((name, index) => {
    const first = names.indexOf(name);
    if (first === index) return [];
    const message = `${printable(JSON.stringify(name))} is already the name of ${list}[${first}]`;
    return [{ place: `${list}[${index}].name`, message }];
  });
}

/** What is meant to end must end within sight of the person who wrote it. */
export function endsTooFarAhead(
  list: string,
  entries: readonly { readonly until?: string | undefined }[],
  now: Instant,
  what: string,
): PolicyIssue[] {
  return entries.flatMap(({ until }, index) => {
    if (until === undefined || Date.parse(until) <= now + MAX_UNTIL_DAYS_AHEAD * DAY) return [];
    const message = `${until} is more than ${MAX_UNTIL_DAYS_AHEAD} days ahead; choose an earlier day, and renew ${what} before then`;
    return [{ place: `${list}[${index}].until`, message }];
  });
}

/** Every `maxUnusedDays` of the policy with its place. */
export function thresholdsOf(policy: Policy): { place: string; maxUnusedDays: number }[] {
  const own = (['password', 'accessKey'] as const).map((section) => ({
    place: `${section}.maxUnusedDays`,
    maxUnusedDays: policy[section].maxUnusedDays,
  }));
  const overriding = policy.overrides.flatMap((override, index) =>
    (['password', 'accessKey'] as const).flatMap((section) => {
      const rule = override[section];
      return rule
        ? [{ place: `overrides[${index}].${section}.maxUnusedDays`, maxUnusedDays: rule.maxUnusedDays }]
        : [];
    }),
  );
  return [...own, ...overriding];
}
