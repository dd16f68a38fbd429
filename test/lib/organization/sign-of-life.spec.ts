import { MAIL_IS_OUT } from '../../../lib/organization/alarms';
import { daysAgo, NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import { TestClock } from '../../support/clock';
import { aUser } from '../../support/fake-aws';
import {
  aSweptMember,
  type OrganizationDays,
  organizationDays,
  type OrganizationDaysOptions,
} from '../../support/organization-days';

afterEach(closeAll);

type Course = NonNullable<Parameters<OrganizationDays['execute']>[0]>;

/** Whether a run gives one, by the lines that the functions really write. */
async function isAlive(options: Partial<OrganizationDaysOptions>, course: Course): Promise<boolean> {
  const clock = new TestClock(NOW);
  const users = [aUser({ name: 'alice', password: { createdAt: daysAgo(400) } })];
  const members = [aSweptMember('111111111111', users, { clock })];
  const days = await organizationDays({ clock, members, ...options });
  await days.execute(course);
  const signs = days.log.filter(({ event, fields }) =>
    Object.entries(MAIL_IS_OUT).every(([name, value]) => ({ ...fields, event })[name] === value),
  );
  expect(signs.length).toBeLessThanOrEqual(1);
  return signs.length === 1;
}

describe('a sign of life is', () => {
  it.each<[string, boolean, Partial<OrganizationDaysOptions>, Course]>([
    ['the mail of a scheduled run', true, {}, {}],
    ['also where an account was not covered', true, {}, { lost: () => true }],
    ['also where the run was halted, and the mail says why', true, { mode: 'on' }, {}],
    ['not a run by hand', false, {}, { input: {} }],
    ['not a run that nobody hears of', false, { subscribers: 0 }, {}],
    ['not a run that was stopped before its mail', false, {}, { abortAfter: 'allot' }],
  ])('%s: %j', async (_, expected, options, course) => {
    expect(await isAlive(options, course)).toBe(expected);
  });
});
