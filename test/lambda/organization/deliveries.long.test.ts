import { closeAll } from '../../support/clients';
import { scheduledAt, TOPIC_ARN } from '../../support/deployment';
import type { Wrap } from '../../support/organization-machine';
import { sectionOf } from '../../support/mail-section';
import { type Days, fiveMembers, FOLDER, MEMBERS, RUN } from './five-members';

jest.setTimeout(120_000);
afterEach(closeAll);

const [FIRST] = MEMBERS;
const subscribe = (days: Days, number: number) => {
  const topic = days.central.topics[TOPIC_ARN];
  if (topic) topic.subscriptionsConfirmed = number;
};
const toldOf = (days: Days, account: string) => days.object(`${account}/runs/2026/11/20/${RUN}/told.json`);

/** One side waits until the other one gives it. */
const aSignal = () => {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { give: () => give(), given };
};

describe('a mail that SNS did not take', () => {
  it('goes out on the next day before anybody is judged, and its notice counts from then', async () => {
    const days = await fiveMembers();
    days.aws.faults.push({
      service: 'sns',
      action: 'Publish',
      times: 1,
      error: { code: 'InternalFailure', status: 500 },
    });
    expect(await days.execute()).toMatchObject({
      status: 'halted',
      cause: expect.stringMatching(/^delivery: /),
    });
    expect([days.ledger().untold, toldOf(days, FIRST)]).toEqual([[{ runId: RUN }], undefined]);
    days.nextDay();
    await days.execute({
      before: {
        judge: () => {
          expect(days.mails()).toHaveLength(1);
          expect(toldOf(days, FIRST)).toContain('"announced"');
        },
      },
    });
    const [late, today] = days.mails();
    expect(late?.body).toContain('2026-11-20 07:00 UTC, scheduled run');
    expect(today?.body).toContain(`Just before this mail, you received a late one, of run ${RUN}.`);
    // The notice of a day is over a day after the late mail, not before.
    expect(days.disabled()).toEqual([]);
    days.nextDay();
    await days.execute();
    expect(days.disabled()).toHaveLength(10);
  });

  it('holds everybody back as long as it cannot go out', async () => {
    const days = await fiveMembers();
    await days.announced();
    days.aws.faults.push({
      service: 'sns',
      action: 'Publish',
      times: 2,
      error: { code: 'InternalFailure', status: 500 },
    });
    await days.execute();
    expect(days.disabled()).toHaveLength(10);
    days.nextDay();
    expect(await days.execute()).toMatchObject({
      status: 'halted',
      cause: expect.stringMatching(/^delivery: /),
    });
    days.nextDay();
    expect(await days.execute()).toMatchObject({ status: 'completed' });
    // The deeds of the first day stand in its own mail.
    const deeds = days.mails().filter(({ body }) => sectionOf(body, 'DISABLED') !== '');
    expect(deeds.map(({ body }) => sectionOf(body, 'DISABLED').match(/, password/g)?.length)).toContain(10);
    expect(days.ledger().untold).toEqual([]);
  });
});

it('with nobody subscribed, no mail goes out and nobody is acted on; the late mail gives no notice', async () => {
  const days = await fiveMembers();
  subscribe(days, 0);
  expect(await days.execute()).toMatchObject({ status: 'halted' });
  expect(days.mails()).toEqual([]);
  expect(days.object(`${FOLDER}digest.txt`)).toContain('so it gives no notice');
  subscribe(days, 1);
  days.nextDay();
  await days.execute();
  expect(JSON.parse(toldOf(days, FIRST) ?? '')).toMatchObject({ announced: [], runs: [RUN] });
  days.nextDay();
  await days.execute();
  expect(days.disabled()).toHaveLength(10);
});

it('subscribers who left during the run get no mail; the next day sends it', async () => {
  const days = await fiveMembers();
  await days.announced();
  const ended = await days.execute({ before: { tell: () => subscribe(days, 0) } });
  expect(ended).toMatchObject({
    status: 'halted',
    cause: expect.stringContaining('no subscription that counts'),
  });
  expect([days.mails().length, days.disabled().length]).toEqual([1, 10]);
  subscribe(days, 1);
  days.nextDay();
  expect(await days.execute()).toMatchObject({ status: 'completed' });
  expect(sectionOf(days.mails()[1]?.body, 'DISABLED').match(/, password/g)).toHaveLength(10);
});

it('a mail of which nobody knows who hears it goes out, and tells nobody', async () => {
  const days = await fiveMembers();
  await days.announced();
  days.aws.faults.push({
    service: 'sns',
    action: 'ListSubscriptionsByTopic',
    skip: 1,
    times: 1,
    error: { code: 'AuthorizationError', status: 403 },
  });
  await days.execute();
  expect(days.disabled()).toHaveLength(10);
  expect(days.mails()[1]?.body).toContain('could not be read, so it gives no notice');
  expect(days.ledger().untold).toEqual([]);
  days.nextDay();
  await days.execute();
  // The accounts repeat what nobody is known to have heard.
  expect(sectionOf(days.mails()[2]?.body, 'DISABLED').match(/, password/g)).toHaveLength(10);
});

it('an attempt of Freeze that goes on beside its retry does not touch the records of their run', async () => {
  const days = await fiveMembers();
  await days.announced();
  const silent = {
    service: 'sns',
    action: 'Publish',
    error: { code: 'InternalFailure', status: 500 },
  } as const;
  days.aws.faults.push(silent);
  await days.execute();
  days.aws.faults.length = 0;
  days.nextDay();
  const input = scheduledAt(days.clock.now());
  const [hangs, goesOn] = [aSignal(), aSignal()];
  let first: Promise<unknown> = Promise.resolve();
  // It hangs in its `Publish` of the earlier mail, and the retry sends that mail meanwhile.
  const hanging: Wrap = ({ topic, ...ports }) => ({
    ...ports,
    topic: {
      subscriptions: () => topic.subscriptions(),
      reception: (arn) => topic.reception(arn),
      publish: async (mail) => {
        hangs.give();
        await goesOn.given;
        return topic.publish(mail);
      },
    },
  });
  const folder = '/2026/11/22/20261122T070000Z/';
  const ended = await days.execute({
    input,
    before: {
      freeze: async () => {
        const id = Object.keys(days.central.executions ?? {}).at(-1) ?? '';
        const execution = { id, startTime: new Date(days.clock.now()).toISOString() };
        first = days.step({ step: 'freeze', execution, input }, hanging).catch((error: unknown) => error);
        await hangs.given;
      },
      judge: async () => {
        const before = days.keys().filter((key) => key.includes(`organization/runs${folder}`));
        const ledger = days.object('organization/ledger.json');
        goesOn.give();
        expect(await first).toMatchObject({ halt: { reason: 'busy' } });
        expect(days.keys().filter((key) => key.includes(`organization/runs${folder}`))).toEqual(before);
        expect(days.object('organization/ledger.json')).toBe(ledger);
      },
    },
  });
  expect(ended).toMatchObject({ status: 'completed' });
  // The run's own mail has gone out, and it tells its accounts.
  expect(days.mails().at(-1)?.subject).not.toContain('HALTED');
  expect(JSON.parse(days.object(`${FIRST}/runs${folder}told.json`) ?? '{}')).toMatchObject({
    runs: expect.arrayContaining(['20261122T070000Z']),
  });
});

it('of deeds that an earlier answer had no room for, the next mail names the record', async () => {
  const days = await fiveMembers();
  await days.announced();
  days.aws.faults.push({
    service: 'sns',
    action: 'ListSubscriptionsByTopic',
    skip: 1,
    times: 1,
    error: { code: 'AuthorizationError', status: 403 },
  });
  await days.execute();
  const key = `organization/answers/2026/11/21/20261121T070000Z/${FIRST}.json`;
  const answer = JSON.parse(days.object(key) ?? '');
  // As if there had been no room, also for an entry that is no deed.
  const leftOut = { failed: 1, disabled: 2, onNotice: 5 };
  days.put(key, JSON.stringify({ ...answer, items: [], leftOut }));
  days.nextDay();
  await days.execute();
  const told = sectionOf(days.mails().at(-1)?.body, 'DISABLED BY A RUN THAT DID NOT END');
  expect(told).toContain('Of what run 20261121T070000Z had to tell, 3 more. Read its record:');
  expect(told).toContain(`s3://iam-lapse-records/${FIRST}/runs/2026/11/21/20261121T070000Z/`);
});
