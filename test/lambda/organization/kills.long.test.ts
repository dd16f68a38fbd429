import { DAY, HOUR } from '../../../lambda/domain/instant';
import { NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import { TestClock } from '../../support/clock';
import { RECORD_BUCKET } from '../../support/deployment';
import type { FakeBucket } from '../../support/fake-aws';
import { killedAt } from '../../support/killed-ports';
import { aSweptMember, organizationDays, type OrganizationDays } from '../../support/organization-days';
import { SHORT_NOTICE } from '../../support/organization-policies';
import { sectionOf } from '../../support/mail-section';
import { stale } from './five-members';

// A process of the coordinator is killed before and after each of its calls, on the day on which the organization acts.
// Whatever comes then, the laws hold (docs/design.md §1).

afterEach(closeAll);

const LIMIT = 2;
const MEMBER = '111111111111';
const DUE = ['a', 'b', 'c'] as const;

/** An organization of one account that enforces, at this time. */
function organizationAt(clock: TestClock, bucket?: FakeBucket): Promise<OrganizationDays> {
  return organizationDays({
    clock,
    members: [
      aSweptMember(
        MEMBER,
        DUE.map((name, index) => stale(name, 500 - index)),
        { clock },
      ),
    ],
    organization: {
      default: 'excluded',
      accounts: [{ name: 'one', match: { accounts: [MEMBER] }, mode: 'enforce' }],
      limits: { maxDisabledPerDay: LIMIT, maxDisabledPercent: 100, onExceed: 'oldest-first' },
    },
    policy: SHORT_NOTICE,
    ...(bucket && { bucket }),
  });
}

/** How the day before went: as it should, without its mail, or stopped before its mail. */
const STARTS = ['announced', 'undelivered', 'stopped'] as const;
type Start = (typeof STARTS)[number];
const before = new Map<Start, FakeBucket | undefined>();

/** The day after. The day before is played once for each start. */
async function theDayAfter(start: Start): Promise<OrganizationDays> {
  if (!before.has(start)) {
    const days = await organizationAt(new TestClock(NOW));
    if (start === 'undelivered') {
      days.aws.faults.push({
        service: 'sns',
        action: 'Publish',
        error: { code: 'InternalFailure', status: 500 },
      });
    }
    await days.execute(start === 'stopped' ? { abortAfter: 'judge' } : {});
    before.set(start, days.central.buckets[RECORD_BUCKET]);
    await closeAll();
  }
  const clock = new TestClock(NOW);
  clock.advance(DAY);
  return organizationAt(clock, before.get(start));
}

const PLACES = [
  ...STARTS.map((start) => ({ step: 'freeze', start }) as const),
  { step: 'allot', start: 'announced' },
  { step: 'tell', start: 'announced' },
] as const;
/** To be killed after a call is to be killed before the next one, so each way to go on has one of the two. */
const scenes = PLACES.flatMap((place) => [
  { ...place, when: 'after', attempts: 2, course: 'Step Functions tries again' } as const,
  { ...place, when: 'before', attempts: 1, course: 'the step fails' } as const,
]);

it.each(scenes)(
  'a kill $when each call of $step, and $course ($start)',
  async ({ step, start, when, attempts }) => {
    const reached: string[] = [];
    for (let number = 1; ; number += 1) {
      const days = await theDayAfter(start);
      const kill = killedAt(number, when);
      await days.execute({ wrap: { [step]: kill.wrap }, attempts });
      if (kill.calls.length < number) break;
      reached.push(kill.calls.at(-1) ?? '');
      const broken = await brokenLaws(days);
      expect({ step, start, when, number, call: reached.at(-1), broken }).toMatchObject({ broken: [] });
      await closeAll();
    }
    expect(reached.length).toBeGreaterThanOrEqual(10);
  },
  900_000,
);

/** An hour later once more, and days on which nothing is killed: then all is done, told, and was announced before. */
async function brokenLaws(days: OrganizationDays): Promise<string[]> {
  days.clock.advance(HOUR);
  await days.execute({ input: {} });
  for (let day = 0; day < 4 && (day === 0 || days.disabled().length < DUE.length); day += 1) {
    days.nextDay();
    await days.execute();
  }
  const done = days.disabled();
  const { open, untold, inFlight } = days.ledger();
  return [
    ...(done.length === DUE.length ? [] : [`${done.length} of ${DUE.length} were disabled`]),
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
