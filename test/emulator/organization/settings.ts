import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../shell';

/** The shipped policy, without an account's own limits: each has too few users for a quarter of them. */
export function policyText({ noticeDays }: { readonly noticeDays: number }): string {
  return JSON.stringify({
    ...JSON.parse(readFileSync(join(PROJECT, 'policy.json'), 'utf8')),
    noticeDays,
    // Nobody is in it, and every last look asks.
    exemptions: [{ name: 'break glass', match: { groups: ['break-glass'] }, reason: 'tested once a year' }],
    limits: { maxDisabledPerDay: 20, maxDisabledPercent: 100, onExceed: 'oldest-first' },
  });
}

export interface Modes {
  readonly excluded?: readonly string[];
  /** OUs. */
  readonly enforce?: readonly string[];
  /** In the whole organization, in 20 hours. */
  readonly limit?: number;
}

/** The text of the parameter /iam-lapse/organization. */
export function organizationText({ excluded = [], enforce = [], limit = 100 }: Modes): string {
  const left = { name: 'left out', match: { accounts: excluded }, mode: 'excluded', reason: 'an audit' };
  const acted = { name: 'acted on', match: { ous: enforce }, mode: 'enforce' };
  return JSON.stringify({
    version: 1,
    default: 'dry-run',
    accounts: [...(excluded.length > 0 ? [left] : []), ...(enforce.length > 0 ? [acted] : [])],
    limits: { maxDisabledPerDay: limit, maxDisabledPercent: 100, onExceed: 'oldest-first' },
    coverage: { maxUncoveredPercent: 10 },
  });
}
