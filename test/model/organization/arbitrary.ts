import { fc } from '../../support/runs';
import { event as userEvent } from '../history-events';
import type { ModelSubscription } from '../world';
import { firstMember, member, organizationPolicy, ou, policy, some, users } from './arbitrary-members';
import type {
  Executing,
  OrganizationDay,
  OrganizationEvent,
  OrganizationHistory,
  StepFault,
  Trouble,
} from './history';

const SEVEN = 7 * 60;
const minute = fc.integer({ min: 0, max: 24 * 60 - 1 });
/** A step has from 10 to 40 calls. */
const at = fc.oneof(fc.nat(30), fc.integer({ min: 15, max: 35 }));

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
