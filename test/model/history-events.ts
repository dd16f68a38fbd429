import type { Exemption, Override, Policy } from '../../lambda/domain/policy/schema';
import { aPolicy } from '../support/builders';
import { NAMES } from './history-names';
import type { Event } from './people';
import { fc } from '../support/runs';
import type { ModelSubscription } from './world';

const who = fc.nat(20);
const which = fc.nat(7);

const exemption = fc.constantFrom<Exemption>(
  { name: 'break glass', match: { users: ['break-glass-*'] }, reason: 'tested yearly' },
  { name: 'kept', match: { tags: { keep: '*' } }, reason: 'tagged' },
  { name: 'really kept', match: { tags: { keep: 'yes' }, users: ['?ob', 'svc-*'] }, reason: 'tagged' },
  { name: 'sre', match: { groups: ['sre'] }, reason: 'on call' },
  { name: 'people', match: { keys: 'none' }, reason: 'no programs' },
  { name: 'until spring', match: { users: ['eve', 'fay'] }, reason: 'leave', until: '2026-03-25' },
);
const override = fc.constantFrom<Override>(
  { name: 'service', match: { paths: ['/service/'] }, accessKey: { maxUnusedDays: 60 } },
  { name: 'short', match: { tags: { tier: 'short' } }, password: { maxUnusedDays: 30 } },
  { name: 'people', match: { keys: 'none' }, password: { maxUnusedDays: 60 } },
  {
    name: 'both',
    match: { groups: ['sre'] },
    password: { maxUnusedDays: 60 },
    accessKey: { maxUnusedDays: 30 },
  },
);
const byName = { selector: ({ name }: { readonly name: string }) => name };

export const policy: fc.Arbitrary<Policy> = fc
  .record({
    judge: fc.constantFrom<Policy['judge'][]>('credential', 'credential', 'user'),
    password: fc.constantFrom(30, 30, 45),
    accessKey: fc.constantFrom(30, 30, 45),
    noticeDays: fc.constantFrom(0, 1, 1, 7, 7),
    exemptions: fc.uniqueArray(exemption, { maxLength: 3, ...byName }),
    overrides: fc.uniqueArray(override, { maxLength: 2, ...byName }),
    maxDisabledPerDay: fc.constantFrom(1, 2, 3, 20, 20),
    maxDisabledPercent: fc.constantFrom(10, 25, 100, 100),
    onExceed: fc.constantFrom<Policy['limits']['onExceed'][]>('oldest-first', 'oldest-first', 'stop'),
    hearers: fc.constantFrom<Policy['hearers'][]>(undefined, undefined, undefined, ['email', 'sqs'], ['sqs']),
  })
  .map(({ password, accessKey, maxDisabledPerDay, maxDisabledPercent, onExceed, hearers, ...rest }) =>
    aPolicy({
      ...rest,
      password: { maxUnusedDays: password },
      accessKey: { maxUnusedDays: accessKey },
      limits: { maxDisabledPerDay, maxDisabledPercent, onExceed },
      ...(hearers ? { hearers } : {}),
    }),
  );

const toUser = fc.record({
  kind: fc.constantFrom(
    'signIn' as const,
    'signIn' as const,
    'addKey' as const,
    'addTwins' as const,
    'addHalfActiveTwins' as const,
    'swapKeys' as const,
    'setPassword' as const,
    'setPassword' as const,
    'changePassword' as const,
    'failToChangePassword' as const,
    'deletePassword' as const,
    'deleteUser' as const,
    'recreateUser' as const,
    'join' as const,
    'leave' as const,
  ),
  who,
});
const toKey = fc.record({
  kind: fc.constantFrom('useKey' as const, 'useKey' as const, 'toggleKey' as const, 'deleteKey' as const),
  who,
  which,
});
const tagging = fc.record({
  kind: fc.constantFrom('tag' as const, 'untag' as const),
  who,
  key: fc.constantFrom('keep', 'KEEP', 'tier'),
  value: fc.constantFrom('yes', 'no', 'short'),
});
const restoring = fc.record({ kind: fc.constant('restore' as const), which });
const arrival = fc.record({
  kind: fc.constant('createUser' as const),
  name: fc.constantFrom(...NAMES),
  path: fc.constantFrom('/', '/service/'),
});

export const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 20, arbitrary: toUser },
  { weight: 12, arbitrary: toKey },
  { weight: 10, arbitrary: tagging },
  { weight: 20, arbitrary: restoring },
  { weight: 4, arbitrary: arrival },
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('mode' as const),
      mode: fc.constantFrom('enforce', 'enforce', 'enforce', 'enforce', 'dry-run'),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('policy' as const), policy }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('lease' as const), count: fc.constantFrom(0, 1, 12, 20) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('subscriptions' as const),
      of: fc.oneof(
        fc.constantFrom<readonly ModelSubscription[]>(['email'], ['email', 'sqs'], []),
        fc.array(fc.constantFrom<ModelSubscription[]>('email', 'sqs', 'pending', 'filtered', 'unreadable'), {
          maxLength: 3,
        }),
      ),
    }),
  },
);

/** What a person may do in the middle of a run, and a run may still be expected to see. */
export const meanwhile: fc.Arbitrary<Event> = fc.oneof(
  fc.record({ kind: fc.constant('signIn' as const), who }),
  fc.record({ kind: fc.constant('useKey' as const), who, which }),
  tagging,
  restoring,
  fc.record({ kind: fc.constantFrom('join' as const, 'leave' as const, 'swapKeys' as const), who }),
  fc.record({ kind: fc.constantFrom('setPassword' as const, 'changePassword' as const), who }),
);
