import type { Section } from '../credential';
import { type Instant, utcDate } from '../instant';
import type { Exemption, Policy, Match } from './schema';

/** What a `match` looks at. What is undefined is unknown, which is not the same as none. */
export interface Subject {
  readonly name: string;
  /** `/` or `/team/`, from the user's ARN. */
  readonly path: string;
  readonly tags: ReadonlyMap<string, string> | undefined;
  /** Names of the groups. Undefined also when the policy names no group, because they are not read then. */
  readonly groups: readonly string[] | undefined;
  /** Whether the user has any access key, active or not. */
  readonly hasKeys: boolean | undefined;
}

/** `unknown` when the answer depends on tags, groups, keys or OUs that are unknown. */
export type Matched = 'yes' | 'no' | 'unknown';

/** "All fields that are given must match. One entry of a list is enough" (docs/design.md §3.3). */
export function matches(match: Match, subject: Subject): Matched {
  const results: Matched[] = [];
  if (match.users) results.push(yesNo(match.users.some((glob) => globMatches(glob, subject.name))));
  if (match.paths) results.push(yesNo(match.paths.some((prefix) => subject.path.startsWith(prefix))));
  if (match.groups) results.push(groupsMatch(match.groups, subject.groups));
  if (match.tags) results.push(tagsMatch(match.tags, subject.tags));
  if (match.keys) results.push(subject.hasKeys === undefined ? 'unknown' : yesNo(!subject.hasKeys));
  // `policyOfAccount` has answered what is known about the account.
  if (match.accounts ?? match.ous) results.push('unknown');
  if (results.includes('no')) return 'no';
  return results.includes('unknown') ? 'unknown' : 'yes';
}

function yesNo(isMatch: boolean): Matched {
  return isMatch ? 'yes' : 'no';
}

/** IAM does not allow two group names that differ only in case, so the case is ignored. */
function groupsMatch(wanted: readonly string[], groups: Subject['groups']): Matched {
  if (groups === undefined) return 'unknown';
  const memberOf = new Set(groups.map((group) => group.toLowerCase()));
  return yesNo(wanted.some((group) => memberOf.has(group.toLowerCase())));
}

/** Tag keys on IAM users are not case-sensitive; tag values are. */
function tagsMatch(wanted: Readonly<Record<string, string>>, tags: Subject['tags']): Matched {
  if (tags === undefined) return 'unknown';
  const byKey = new Map([...tags].map(([key, value]) => [key.toLowerCase(), value]));
  return yesNo(
    Object.entries(wanted).some(([key, value]) => {
      const actual = byKey.get(key.toLowerCase());
      return actual !== undefined && (value === '*' || value === actual);
    }),
  );
}

/** `*` matches any characters, `?` exactly one. Not a regular expression, which could be slow for a hostile pattern. */
function globMatches(glob: string, name: string): boolean {
  const pattern = glob.toLowerCase();
  const text = name.toLowerCase();
  let at = 0;
  let star = -1;
  let resume = 0;
  let next = 0;
  while (at < text.length) {
    if (next < pattern.length && pattern[next] === '*') {
      star = next;
      resume = at;
      next += 1;
    } else if (next < pattern.length && (pattern[next] === '?' || pattern[next] === text[at])) {
      at += 1;
      next += 1;
    } else if (star >= 0) {
      // Let the last star match one more character, and try again from there.
      resume += 1;
      at = resume;
      next = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[next] === '*') next += 1;
  return next === pattern.length;
}

/** `until` is "the last day on which it protects, a UTC date" (docs/design.md §3.3). */
export function hasEnded({ until }: Pick<Exemption, 'until'>, now: Instant): boolean {
  return until !== undefined && utcDate(now) > until;
}

/** "Any live one that matches protects" (docs/design.md §3.3). `unknown`: none matches for sure, but one may match. */
export function exemptionOf(policy: Policy, subject: Subject, now: Instant): Exemption | 'none' | 'unknown' {
  let result: 'none' | 'unknown' = 'none';
  for (const exemption of policy.exemptions) {
    if (hasEnded(exemption, now)) continue;
    const matched = matches(exemption.match, subject);
    if (matched === 'yes') return exemption;
    if (matched === 'unknown') result = 'unknown';
  }
  return result;
}

/** How long a credential may go unused, and the override that set the limit, if one did. */
export interface Threshold {
  readonly maxUnusedDays: number;
  readonly override?: string;
}

/** "The first that matches replaces the sections it names" (docs/design.md §3.3). `unknown`: one before it may match. */
export function thresholdOf(policy: Policy, section: Section, subject: Subject): Threshold | 'unknown' {
  for (const override of policy.overrides) {
    const matched = matches(override.match, subject);
    if (matched === 'unknown') return 'unknown';
    if (matched === 'yes') {
      const rule = override[section];
      return rule ? { maxUnusedDays: rule.maxUnusedDays, override: override.name } : policy[section];
    }
  }
  return policy[section];
}

/** The shortest limit anywhere in the policy, in days. Within it a credential is in use, whatever rule matches. */
export function shortestLimit({ password, accessKey, overrides }: Policy): number {
  let shortest = Math.min(password.maxUnusedDays, accessKey.maxUnusedDays);
  for (const override of overrides) {
    for (const rule of [override.password, override.accessKey]) {
      if (rule) shortest = Math.min(shortest, rule.maxUnusedDays);
    }
  }
  return shortest;
}

/** Whether a rule names groups. Only then are groups read, because that costs a call for each user. */
export function asksAboutGroups(policy: Policy): boolean {
  return asksAbout('groups', policy);
}

/** Whether a rule asks if a user has keys. Only then does the last look at a password list them. */
export function asksAboutKeys(policy: Policy): boolean {
  return asksAbout('keys', policy);
}

function asksAbout(field: keyof Match, { exemptions, overrides }: Policy): boolean {
  return [...exemptions, ...overrides].some(({ match }) => match[field] !== undefined);
}

/**
 * What a rule asks about the user and nobody knows, as in `tags or groups, and they are not known: AccessDenied`.
 *
 * @param unread why tags and groups could not be read, if so
 */
export function unknownAbout({ tags, groups, hasKeys }: Subject, policy: Policy, unread?: string): string {
  const isRead =
    (tags !== undefined || !asksAbout('tags', policy)) && (groups !== undefined || !asksAboutGroups(policy));
  const what = [
    ...(isRead ? [] : ['tags', 'groups']),
    ...(hasKeys === undefined && asksAboutKeys(policy) ? ['access keys'] : []),
    ...(asksAbout('ous', policy) ? ['OUs'] : []),
  ];
  const named = [what.slice(0, -1).join(', '), what.at(-1) ?? ''].filter((part) => part !== '').join(' or ');
  return `${named}, and they are not known${isRead || unread === undefined ? '' : `: ${unread}`}`;
}
