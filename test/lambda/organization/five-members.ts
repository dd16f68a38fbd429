import { daysAgo, NOW } from '../../support/builders';
import { TestClock } from '../../support/clock';
import { aUser } from '../../support/fake-aws';
import { aSweptMember, organizationDays } from '../../support/organization-days';
import { ENFORCE_ALL, SHORT_NOTICE } from '../../support/organization-policies';

export const RUN = '20261120T070000Z';
export const FOLDER = `organization/runs/2026/11/20/${RUN}/`;
export const MEMBERS = [
  '111111111111',
  '222222222222',
  '333333333333',
  '444444444444',
  '555555555555',
] as const;
/** A password of this age that nobody has ever used. */
export const stale = (name: string, age = 400) => aUser({ name, password: { createdAt: daysAgo(age) } });

type Options = Omit<Parameters<typeof organizationDays>[0], 'members' | 'clock'>;

/** Five members with two stale passwords each: `a-1` in the first account is the oldest, `b-5` in the last the youngest. */
export async function fiveMembers(options: Options = {}) {
  const clock = new TestClock(NOW);
  return organizationDays({
    clock,
    members: MEMBERS.map((id, index) =>
      aSweptMember(id, [stale(`a-${index + 1}`, 500 - index), stale(`b-${index + 1}`, 400 - index)], {
        clock,
      }),
    ),
    organization: ENFORCE_ALL,
    policy: SHORT_NOTICE,
    ...options,
  });
}

/** Days of five members, which a test breaks. */
export type Days = Awaited<ReturnType<typeof fiveMembers>>;

export const setParameter = (days: Days, name: string, value: string, version = 2) => {
  days.central.parameters[name] = { value, version };
};
