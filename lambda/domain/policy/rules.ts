import type { Section } from '../credential';
import { type Instant, utcDate } from '../instant';
import { matches, type Subject } from './match';
import type { Exemption, Policy } from './schema';

/** An exemption protects up to and including `until`, a UTC calendar date. */
export function hasEnded(exemption: Exemption, now: Instant): boolean {
  return exemption.until !== undefined && utcDate(now) > exemption.until;
}

/** "Any live one that matches protects." `unknown`: none surely does, but one may, could its match be read. */
export function exemptionOf(policy: Policy, subject: Subject, now: Instant): Exemption | 'none' | 'unknown' {
  let answer: 'none' | 'unknown' = 'none';
  for (const exemption of policy.exemptions) {
    if (hasEnded(exemption, now)) continue;
    const matched = matches(exemption.match, subject);
    if (matched === 'yes') return exemption;
    if (matched === 'unknown') answer = 'unknown';
  }
  return answer;
}

/** How long a credential may go unused, and the override that says so, if one does. */
export interface Threshold {
  readonly maxUnusedDays: number;
  readonly override?: string;
}

/** "The first that matches replaces the sections it names." `unknown`: which one is first cannot be told. */
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

/** The shortest limit anywhere in the policy, in days: who is within it needs no second look. */
export function shortestLimit({ password, accessKey, overrides }: Policy): number {
  let shortest = Math.min(password.maxUnusedDays, accessKey.maxUnusedDays);
  for (const override of overrides) {
    for (const rule of [override.password, override.accessKey]) {
      if (rule) shortest = Math.min(shortest, rule.maxUnusedDays);
    }
  }
  return shortest;
}

/** Whether any exemption or override asks about group membership, which costs calls to learn. */
export function asksAboutGroups(policy: Policy): boolean {
  return [...policy.exemptions, ...policy.overrides].some(({ match }) => match.groups !== undefined);
}
