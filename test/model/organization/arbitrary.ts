import type { AccountEntry, OrganizationPolicy } from '../../../lambda/domain/organization/policy/schema';
import type { Policy } from '../../../lambda/domain/policy/schema';
import { aPolicy } from '../../support/builders';
import { fc } from '../../support/runs';
import type { FirstUser } from '../history';
import { event as userEvent } from '../history-events';
import { NAMES } from '../history-names';
import type { ModelSubscription } from '../world';
import type {
  Executing,
  FirstMember,
  OrganizationDay,
  OrganizationEvent,
  OrganizationHistory,
  StepFault,
  Trouble,
} from './history';
import { CENTRAL } from './world';

const SEVEN = 7 * 60;
const OUS = ['ou-ab12-11111111', 'ou-ab12-22222222'] as const;
const minute = fc.integer({ min: 0, max: 24 * 60 - 1 });
const member = fc.nat(4);
/** A step has from 10 to 40 calls. */
const at = fc.oneof(fc.nat(30), fc.integer({ min: 15, max: 35 }));
const some = <T>(percent: number, arbitrary: fc.Arbitrary<T>, otherwise: T) =>
  fc.oneof({ weight: 100 - percent, arbitrary: fc.constant(otherwise) }, { weight: percent, arbitrary });

const policy: fc.Arbitrary<Policy> = fc
  .record({
    noticeDays: fc.constantFrom(0, 1, 1, 3),
    maxDisabledPerDay: fc.constantFrom(1, 20, 20, 20),
  })
  .map(({ noticeDays, maxDisabledPerDay }) =>
    aPolicy({
      noticeDays,
      password: { maxUnusedDays: 30 },
      accessKey: { maxUnusedDays: 30 },
      limits: { maxDisabledPerDay, maxDisabledPercent: 100, onExceed: 'oldest-first' },
    }),
  );

const entry: fc.Arbitrary<AccountEntry> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .constantFrom(...OUS, 'r-ab12')
      .map((ou): AccountEntry => ({ name: `enforce ${ou}`, match: { ous: [ou] }, mode: 'enforce' })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(...OUS)
      .map((ou): AccountEntry => ({ name: `dry ${ou}`, match: { ous: [ou] }, mode: 'dry-run' })),
  },
  {
    weight: 1,
    arbitrary: member.map((which): AccountEntry => ({
      name: `excluded ${which}`,
      match: { accounts: [String(Number(CENTRAL) + which)] },
      mode: 'excluded',
      reason: 'an audit',
    })),
  },
);
const everybody: AccountEntry = { name: 'everybody', match: { ous: ['r-ab12'] }, mode: 'enforce' };

export const organizationPolicy: fc.Arbitrary<OrganizationPolicy> = fc
  .record({
    entries: fc.uniqueArray(entry, { maxLength: 2, selector: ({ name }) => name }),
    ofAll: fc.constantFrom(true, true, true, false),
    maxDisabledPerDay: fc.constantFrom(1, 1, 2, 3, 20),
    maxDisabledPercent: fc.constantFrom(10, 25, 100, 100),
    onExceed: some<OrganizationPolicy['limits']['onExceed']>(15, fc.constant('stop'), 'oldest-first'),
    maxUncoveredPercent: fc.constantFrom(0, 50, 50, 100, 100, 100, 100),
  })
  .map(({ entries, ofAll, maxUncoveredPercent, ...limits }) => ({
    version: 1,
    default: 'dry-run',
    accounts: [...entries, ...(ofAll ? [everybody] : [])],
    limits,
    coverage: { maxUncoveredPercent },
  }));

const ago = fc.integer({ min: 25, max: 70 });
const used = fc.option(fc.integer({ min: 20, max: 60 }));

function firstUser(name: string): fc.Arbitrary<FirstUser> {
  return fc.record({
    name: fc.constant(name),
    path: fc.constant('/'),
    tags: fc.constant({}),
    groups: fc.constant([]),
    password: fc.option(fc.record({ set: ago, used })),
    keys: fc.array(fc.record({ created: ago, used }), { maxLength: 2, size: 'max' }),
  });
}

const users = fc
  .subarray(NAMES, { minLength: 1, maxLength: 3 })
  .chain((names) => fc.tuple(...names.map(firstUser)));
const ou = fc.constantFrom(...OUS);
const firstMember: fc.Arbitrary<FirstMember> = fc.record({
  ou,
  hasRole: some(8, fc.constant(false), true),
  users,
});

const subscriptions = fc.record({
  kind: fc.constant('subscriptions' as const),
  of: fc.constantFrom<readonly ModelSubscription[]>(
    ['email'],
    ['email'],
    ['email', 'sqs'],
    ['email', 'filtered'],
    [],
    ['pending'],
    ['unreadable'],
  ),
});

const event: fc.Arbitrary<OrganizationEvent> = fc.oneof(
  { weight: 30, arbitrary: fc.record({ kind: fc.constant('in' as const), member, event: userEvent }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('mode' as const),
      mode: fc.constantFrom('enforce' as const, 'enforce' as const, 'enforce' as const, 'dry-run' as const),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('organization' as const), policy: organizationPolicy }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('policy' as const), policy }) },
  { weight: 8, arbitrary: subscriptions },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('topic' as const),
      isDown: fc.constantFrom(true, false, false, false),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('join' as const), ou, users }) },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'leave' as const,
        'suspend' as const,
        'reopen' as const,
        'loseRole' as const,
        'getRole' as const,
        'getRole' as const,
      ),
      member,
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('move' as const), member, ou }) },
);

const fault: fc.Arbitrary<StepFault> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ kind: fc.constant('kill' as const), at, effect: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('throws' as const), at, effect: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('lostMail' as const), effect: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('slow' as const), at, minutes: fc.constantFrom(4, 9, 16) }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('meanwhile' as const), at, event }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('along' as const),
      at,
      as: fc.constantFrom('duplicate' as const, 'duplicate' as const, 'manual' as const, 'preview' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('stopped' as const), at, minutes: fc.constantFrom(1, 9, 14) }),
  },
);
const step = fc.constantFrom('freeze', 'judge', 'allot', 'act', 'act', 'act', 'tell', 'tell');
const trouble: fc.Arbitrary<Trouble> = fc.record({ step, which: member, fault });

const executing = (
  kind: fc.Arbitrary<Executing['kind']>,
  when: fc.Arbitrary<number>,
): fc.Arbitrary<Executing> =>
  fc.record({
    minute: when,
    kind,
    named: member,
    troubles: some(35, fc.array(trouble, { minLength: 1, maxLength: 2 }), []),
    attempts: fc.constantFrom(1, 1, 2),
    again: some<Executing['again']>(6, step, undefined),
    lost: some<Executing['lost']>(
      5,
      fc.record({ step: fc.constantFrom('judge' as const, 'act' as const), which: member }),
      undefined,
    ),
    abortAfter: some<Executing['abortAfter']>(
      6,
      fc.constantFrom('freeze', 'judge', 'allot', 'act'),
      undefined,
    ),
    late: some<Executing['late']>(4, fc.record({ step, minutes: fc.constantFrom(20, 241, 301) }), undefined),
    duplicateAfter: some<Executing['duplicateAfter']>(4, fc.constantFrom(1, 17, 50), undefined),
  });

const day: fc.Arbitrary<OrganizationDay> = fc
  .record({
    events: some(45, fc.array(fc.record({ minute, event }), { minLength: 1, maxLength: 2 }), []),
    daily: some(
      92,
      executing(fc.constant('scheduled' as const), fc.constant(SEVEN)).map((one) => [one]),
      [],
    ),
    extras: some(
      14,
      fc.array(
        executing(
          fc.constantFrom('manual', 'manual', 'named', 'preview'),
          fc.oneof(minute, fc.integer({ min: SEVEN + 1, max: SEVEN + 70 })),
        ),
        { minLength: 1, maxLength: 1 },
      ),
      [],
    ),
  })
  .map(({ events, daily, extras }) => ({ events, executions: [...daily, ...extras] }));

/** Twelve to eighteen days, and then two quiet ones in the life of an organization. */
export const organizationHistory: fc.Arbitrary<OrganizationHistory> = fc.record({
  mode: some<OrganizationHistory['mode']>(10, fc.constant('dry-run'), 'enforce'),
  policy,
  organization: organizationPolicy,
  members: fc.array(firstMember, { minLength: 1, maxLength: 4 }),
  days: fc.array(day, { minLength: 12, maxLength: 18, size: 'max' }),
});
