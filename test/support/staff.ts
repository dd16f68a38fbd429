import type { Exemption, Policy } from '../../lambda/domain/policy/schema';
import { DAY, type Instant } from '../../lambda/domain/instant';
import { NOW } from './builders';
import { aKey, aUser, type FakeUser } from './fake-aws';

/** The keys that are stale at 45 days. */
export const ALICE_OLD_KEY = 'AKIAZZZZALICEOLDKEY1';
export const BOB_OLD_KEY = 'AKIAZZZZZZBOBOLDKEY1';

/** Exempts carol by a tag. */
export const PROTECT_CAROL: Exemption = {
  name: 'on leave',
  match: { tags: { 'on-leave': '*' } },
  reason: 'back next year',
};

/** Without notice, so that the first sweep acts on everything that is stale. */
export const AT_ONCE = {
  noticeDays: 0,
  exemptions: [PROTECT_CAROL],
  limits: { maxDisabledPerDay: 20, maxDisabledPercent: 100, onExceed: 'oldest-first' },
} as const satisfies Partial<Policy>;

/** The writes of a sweep under AT_ONCE. */
export const STALE_WRITES = [
  'alice DeleteLoginProfile',
  `alice UpdateAccessKey ${ALICE_OLD_KEY} Inactive`,
  `bob UpdateAccessKey ${BOB_OLD_KEY} Inactive`,
] as const;

/**
 * Eight active credentials, without the root user's. Three are stale at 45 days: alice's password (60 days), her old
 * key (50 days) and bob's old key (created in 2024, never used). Carol's key would be stale, but she is on leave. Key ids
 * sort in the opposite order of the slots, so that code that takes the slot for the key takes the wrong key.
 */
export function theStaff(now: Instant = NOW): FakeUser[] {
  const daysAgo = (days: number) => now - days * DAY;
  const used = (days: number) => ({ at: daysAgo(days), region: 'eu-west-1', service: 's3' });
  return [
    aUser({
      name: 'alice',
      password: { createdAt: daysAgo(400) },
      passwordLastUsedAt: daysAgo(60),
      keys: [
        aKey({ id: ALICE_OLD_KEY, createdAt: daysAgo(300), lastUsed: used(50) }),
        aKey({ id: 'AKIAAAAAALICENEWKEY1', createdAt: daysAgo(20), lastUsed: used(1) }),
      ],
    }),
    aUser({
      name: 'bob',
      path: '/team/',
      password: { createdAt: daysAgo(100) },
      passwordLastUsedAt: daysAgo(2),
      keys: [aKey({ id: 'AKIAAAAAAABOBNEWKEY1', createdAt: daysAgo(44) }), aKey({ id: BOB_OLD_KEY })],
    }),
    aUser({
      name: 'carol',
      tags: { 'on-leave': 'since summer' },
      keys: [aKey({ id: 'AKIAZZZZZCAROLSKEY01', lastUsed: used(90) })],
    }),
    aUser({
      name: 'dave',
      keys: [
        aKey({ id: 'AKIAZZZZZZDAVEOLDKEY', status: 'Inactive', lastUsed: used(200) }),
        aKey({ id: 'AKIAAAAAAADAVENEWKEY', lastUsed: used(44) }),
      ],
    }),
  ];
}

/** Without the checks that read everybody's policies, the few users who matter are looked up with GetUser. */
export const WITHOUT_POLICIES = { adminUsers: false, directPolicies: false, quarantined: false } as const;
