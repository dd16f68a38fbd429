import type { OrganizationPolicy } from '../../lambda/domain/organization/policy/schema';

/** Every account of the organization enforces. */
export const ENFORCE_ALL: Partial<OrganizationPolicy> = {
  accounts: [{ name: 'all', match: { ous: ['r-ab12'] }, mode: 'enforce' }],
};

/** Whoever is announced today is due tomorrow, and the accounts' own limits hold nobody back. */
export const SHORT_NOTICE = {
  noticeDays: 1,
  limits: { maxDisabledPerDay: 100, maxDisabledPercent: 100, onExceed: 'oldest-first' },
};

export function organizationText(replaced: Partial<OrganizationPolicy> = {}): string {
  return JSON.stringify({
    version: 1,
    default: 'dry-run',
    accounts: [],
    limits: { maxDisabledPerDay: 100, maxDisabledPercent: 100, onExceed: 'oldest-first' },
    coverage: { maxUncoveredPercent: 10 },
    ...replaced,
  });
}
