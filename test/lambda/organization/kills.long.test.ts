import { HOUR } from '../../../lambda/domain/instant';
import { NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import { TestClock } from '../../support/clock';
import { killedAt } from '../../support/killed-ports';
import { aSweptMember, organizationDays, type OrganizationDays } from '../../support/organization-days';
import { SHORT_NOTICE } from '../../support/organization-policies';
import { sectionOf } from '../../support/mail-section';
import { stale } from './five-members';

// A process of the coordinator is killed before and after each of its calls, on the day on which the organization acts.
// Whatever comes then, the laws hold (docs/design.md §1).

afterEach(closeAll);

const LIMIT = 2;
const MEMBERS = ['111111111111', '222222222222'] as const;

async function dueTomorrow(): Promise<OrganizationDays> {
  const clock = new TestClock(NOW);
  const days = await organizationDays({
    clock,
    members: MEMBERS.map((id, index) =>
      aSweptMember(id, index === 0 ? [stale('a', 500), stale('b', 450)] : [stale('c', 400)], { clock }),
    ),
    organization: {
      default: 'excluded',
      accounts: [{ name: 'both', match: { accounts: [...MEMBERS] }, mode: 'enforce' }],
      limits: { maxDisabledPerDay: LIMIT, maxDisabledPercent: 100, onExceed: 'oldest-first' },
    },
    policy: SHORT_NOTICE,
  });
  await days.announced();
  return days;
}

const STEPS = ['freeze', 'allot', 'tell'] as const;
const scenes = STEPS.flatMap((step) =>
  (['before', 'after'] as const).flatMap((when) =>
    [2, 1].map((attempts) => ({
      step,
      when,
      attempts,
      then: attempts === 2 ? 'Step Functions tries again' : 'the step fails',
    })),
  ),
);

it.each(scenes)(
  'a kill $when each call of $step, and $then',
  async ({ step, when, attempts }) => {
    const reached: string[] = [];
    for (let number = 1; ; number += 1) {
      const days = await dueTomorrow();
      const kill = killedAt(number, when);
      await days.execute({ wrap: { [step]: kill.wrap }, attempts });
      if (kill.calls.length < number) break;
      reached.push(kill.calls.at(-1) ?? '');
      const broken = await brokenLaws(days);
      expect({ step, when, number, call: reached.at(-1), broken }).toMatchObject({ broken: [] });
      await closeAll();
    }
    expect(reached.length).toBeGreaterThanOrEqual(10);
  },
  900_000,
);

/** The same day once more, and three days on which nothing is killed: then all is done, told, and was announced before. */
async function brokenLaws(days: OrganizationDays): Promise<string[]> {
  days.clock.advance(HOUR);
  await days.execute({ input: {} });
  for (let day = 0; day < 3; day += 1) {
    days.nextDay();
    await days.execute();
  }
  const done = days.disabled();
  const { open, untold, inFlight } = days.ledger();
  return [
    ...(done.length === 3 ? [] : [`${done.length} of 3 were disabled`]),
    ...(open === null ? [] : ['a run has not ended']),
    ...(untold.length === 0 ? [] : ['a mail is pending']),
    ...(inFlight.length === 0 ? [] : ['what may have been disabled is not looked up']),
    ...done.flatMap((deed) => [
      ...(done.filter(({ at }) => at >= deed.at && at < deed.at + 20 * HOUR).length <= LIMIT
        ? []
        : [`more than the limit within 20 hours from ${deed.user} on`]),
      ...(announcedBefore(days, deed) ? [] : [`${deed.user} was not announced before`]),
      ...(toldAfter(days, deed) ? [] : [`nobody was told that ${deed.user} was disabled`]),
    ]),
  ];
}

type Deed = ReturnType<OrganizationDays['disabled']>[number];

function announcedBefore(days: OrganizationDays, { account, user, at }: Deed): boolean {
  return days
    .keys()
    .filter((key) => key.startsWith(`${account}/`) && key.endsWith('/told.json'))
    .map((key): { at: string; announced: string[] } => JSON.parse(days.object(key) ?? ''))
    .some(
      (told) =>
        told.announced.some((id) => id.includes(`:user/${user}@`)) && Date.parse(told.at) <= at - 23 * HOUR,
    );
}

function toldAfter(days: OrganizationDays, { user, at }: Deed): boolean {
  const titles = ['DISABLED', 'MAY HAVE BEEN DISABLED', 'DISABLED BY A RUN THAT DID NOT END'];
  return days
    .mails()
    .filter((mail) => mail.at >= at)
    .some(({ body }) => titles.some((title) => sectionOf(body, title).includes(`${user}, password`)));
}
