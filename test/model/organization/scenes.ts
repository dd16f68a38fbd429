import type { OrganizationPolicy } from '../../../lambda/domain/organization/policy/schema';
import type { Policy } from '../../../lambda/domain/policy/schema';
import { aPolicy } from '../../support/builders';
import type { FirstUser } from '../history';
import {
  type Executing,
  type FirstMember,
  HEALTHY,
  type OrganizationDay,
  type OrganizationEvent,
  type OrganizationHistory,
  type StepFault,
} from './history';

// Histories made by hand, for what chance rarely brings about.

const OU = 'ou-ab12-11111111';
export const OTHER_OU = 'ou-ab12-22222222';

export function anOrganizationPolicy(options: Partial<OrganizationPolicy> = {}): OrganizationPolicy {
  return {
    version: 1,
    default: 'dry-run',
    accounts: [{ name: 'sandboxes', match: { ous: [OU] }, mode: 'enforce' }],
    limits: { maxDisabledPerDay: 20, maxDisabledPercent: 100, onExceed: 'oldest-first' },
    coverage: { maxUncoveredPercent: 100 },
    ...options,
  };
}

/** Somebody with a password and a key that were never used, which are due on the first day. */
export function aStaleUser(name: string, { set = 60 }: { readonly set?: number } = {}): FirstUser {
  const keys = [{ created: set, used: null }];
  return { name, path: '/', tags: {}, groups: [], password: { set, used: null }, keys };
}

export function aFirstMember(options: Partial<FirstMember> = {}): FirstMember {
  return { ou: OU, hasRole: true, users: [aStaleUser('ada')], ...options };
}

/** A day with one scheduled execution at seven. */
export function aDay(
  executing: Partial<Executing> = {},
  ...events: readonly { readonly minute: number; readonly event: OrganizationEvent }[]
): OrganizationDay {
  return { events, executions: [{ ...HEALTHY, ...executing }] };
}

/** Something goes wrong in one step; in Judge and Act, in that of the first account. */
export function trouble(
  step: Executing['troubles'][number]['step'],
  fault: StepFault,
  { which = 0 }: { readonly which?: number } = {},
): Pick<Executing, 'troubles'> {
  return { troubles: [{ step, which, fault }] };
}

export function aNotice(noticeDays: number): Policy {
  const limits = { maxDisabledPerDay: 20, maxDisabledPercent: 100, onExceed: 'oldest-first' as const };
  return aPolicy({ noticeDays, limits });
}

/** Two accounts and a notice of one day: what is stale is announced on the first day, and disabled on the second. */
export function aScene(
  days: readonly OrganizationDay[],
  options: Partial<OrganizationHistory> = {},
): OrganizationHistory {
  return {
    mode: 'enforce',
    policy: aNotice(1),
    organization: anOrganizationPolicy(),
    members: [aFirstMember(), aFirstMember({ users: [aStaleUser('bob')] })],
    days,
    ...options,
  };
}
