import type { Section } from '../credential';
import { type Instant, utcDate } from '../instant';
import { matches, type Subject } from './match';
import type { Exemption, Policy } from './schema';

/** `until` is "the last day on which it protects, a UTC date" (docs/design.md §3.3). */
export function hasEnded(exemption: Exemption, now: Instant): boolean {
  return exemption.until !== undefined && utcDate(now) > exemption.until;
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
  return [...policy.exemptions, ...policy.overrides].some(({ match }) => match.groups !== undefined);
}
