import { DAY, type Instant, utcDate } from '../instant';
import { hasEnded } from '../policy/rules';
import type { Exemption, Policy } from '../policy/schema';
import type { Evaluation } from '../evaluation/evaluate';
import type { Section } from './layout';
import { clean, wrap } from '../text';

const DAYS_BEFORE_END = 14;

/** `break-glass (until 2027-06-30): tested once a year` */
export function exemptionText({ name, until, reason }: Exemption): string {
  const end = until === undefined ? 'no end' : `until ${until}`;
  return `${clean(name)} (${end}): ${clean(reason)}`;
}

/** Exemptions that have ended, and those that end soon (docs/design.md §3.3). */
export function endingSection(policy: Policy, now: Instant): Section {
  const soon = utcDate(now + DAYS_BEFORE_END * DAY);
  const items = policy.exemptions.flatMap((exemption) => {
    const { until } = exemption;
    if (until === undefined || until > soon) return [];
    const state = hasEnded(exemption, now) ? 'HAS ENDED, protects nobody' : 'ends soon';
    return [{ lines: wrap(`${exemptionText(exemption)} - ${state}`, 2, 4) }];
  });
  return {
    title: 'EXEMPTIONS THAT ENDED, OR END WITHIN 14 DAYS',
    intro: wrap('Renew these in the policy, or remove them.', 2),
    items,
  };
}

/** A misspelt name in a rule is hard to see in the policy: the rule looks as if it protects somebody. */
export function matchNobodySection(evaluation: Evaluation | undefined): Section {
  const items = (evaluation?.matchNobody ?? []).map(({ kind, rule: { name, match } }) => {
    const entries = (['users', 'paths'] as const).flatMap((by) =>
      match[by] ? [`${by} ${match[by].map((entry) => clean(entry)).join(', ')}`] : [],
    );
    return { lines: wrap(`${kind} ${clean(name)}: ${entries.join('; ')}`, 2, 4) };
  });
  return {
    title: 'EXEMPTIONS AND OVERRIDES THAT MATCH NOBODY',
    intro: wrap('No user has such a name and path. Are they misspelt, or no longer needed?', 2),
    items,
  };
}
