import type { AccountEntry, OrganizationPolicy } from '../../../lambda/domain/organization/policy/schema';
import type { Policy } from '../../../lambda/domain/policy/schema';
import { aPolicy } from '../../support/builders';
import { fc } from '../../support/runs';
import type { FirstUser } from '../history';
import { NAMES } from '../history-names';
import type { FirstMember } from './history';
import { CENTRAL } from './world';

const OUS = ['ou-ab12-11111111', 'ou-ab12-22222222'] as const;
export const member = fc.nat(4);
/** In so many percent of the cases something else. */
export const some = <T>(percent: number, arbitrary: fc.Arbitrary<T>, otherwise: T): fc.Arbitrary<T> =>
  fc.oneof({ weight: 100 - percent, arbitrary: fc.constant(otherwise) }, { weight: percent, arbitrary });

export const policy: fc.Arbitrary<Policy> = fc
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

export const users = fc
  .subarray(NAMES, { minLength: 1, maxLength: 3 })
  .chain((names) => fc.tuple(...names.map(firstUser)));
export const ou = fc.constantFrom(...OUS);
export const firstMember: fc.Arbitrary<FirstMember> = fc.record({
  ou,
  hasRole: some(8, fc.constant(false), true),
  users,
});
