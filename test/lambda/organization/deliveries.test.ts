import { DAY, HOUR, MINUTE } from '../../../lambda/domain/instant';
import { closeAll } from '../../support/clients';
import { MODE_PARAMETER, POLICY_PARAMETER, TOPIC_ARN } from '../../support/deployment';
import { sectionOf, unwrapped } from '../../support/mail-section';
import { ENFORCE_ALL } from '../../support/organization-policies';
import { fiveMembers, FOLDER, MEMBERS, RUN } from './five-members';

afterEach(closeAll);

const [FIRST, SECOND] = MEMBERS;
type Days = Awaited<ReturnType<typeof fiveMembers>>;
const subscribe = (days: Days, number: number) => {
  const topic = days.central.topics[TOPIC_ARN];
  if (topic) topic.subscriptionsConfirmed = number;
};
const set = (days: Days, name: string, value: string, version = 2) => {
  days.central.parameters[name] = { value, version };
};
const toldOf = (days: Days, account: string, run = RUN) =>
  days.object(`${account}/runs/2026/11/20/${run}/told.json`);

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

it('when Allot fails, nobody acts, and Tell says so', async () => {
  const days = await fiveMembers();
  await days.announced();
  const ended = await days.execute({
    before: {
      allot: () => {
        throw new Error('Allot died');
      },
    },
  });
  expect(ended).toMatchObject({ status: 'not-covered', cause: expect.stringMatching(/^5 of 7 accounts/) });
  expect(days.disabled()).toEqual([]);
  expect(days.mails().at(-1)?.body).toContain('organization: it stopped at its plan, and no Act came');
  days.nextDay();
  await days.execute();
  expect(days.disabled()).toHaveLength(10);
});

it('what an account that died in Act may have done is told until it is looked up', async () => {
  const days = await fiveMembers();
  await days.announced();
  // Its writes go through, and then the function dies.
  days.aws.faults.push({
    service: 's3',
    action: 'PutObject',
    key: new RegExp(`^${FIRST}/(ledger|runs/.*/result)\\.json|answers/${FIRST}\\.json$`),
    skip: 2,
    error: { code: 'InternalError', status: 500 },
  });
  expect(await days.execute()).toMatchObject({ status: 'not-covered' });
  const mail = days.mails().at(-1);
  expect(mail?.subject).toContain('2 MAY HAVE BEEN DISABLED');
  expect(sectionOf(mail?.body, 'MAY HAVE BEEN DISABLED')).toContain('--user-name b-1');
  expect(days.ledger().spent[FIRST]).toMatchObject([{ count: 2 }]);
  // On the next day, the account is excluded: nobody looks anything up, and it is told again.
  days.aws.faults.length = 0;
  const exclusion = { name: 'first', match: { accounts: [FIRST] }, mode: 'excluded', reason: 'an audit' };
  const enforcing = JSON.parse(days.central.parameters['/iam-lapse/organization']?.value ?? '');
  set(
    days,
    '/iam-lapse/organization',
    JSON.stringify({ ...enforcing, accounts: [exclusion, ...enforcing.accounts] }),
  );
  days.nextDay();
  await days.execute();
  expect(days.mails().at(-1)?.subject).toContain('2 MAY HAVE BEEN DISABLED');
  set(days, '/iam-lapse/organization', JSON.stringify(enforcing), 3);
  days.nextDay();
  await days.execute();
  expect(days.mails().at(-1)?.subject).not.toContain('MAY HAVE BEEN');
  expect(sectionOf(days.mails().at(-1)?.body, 'DISABLED BY A RUN THAT DID NOT END')).toContain(
    'b-1, password',
  );
  expect(days.ledger().inFlight).toEqual([]);
});

describe('a run that was stopped', () => {
  it.each([
    ['judge', 0, 0],
    // What it allotted counts as disabled on the day of its mail, too: nothing says that nobody acted.
    ['allot', 0, 1],
    ['act', 10, 0],
  ] as const)(
    'after %s is told by the next one, from the bucket alone',
    async (abortAfter, acted, daysLater) => {
      const days = await fiveMembers();
      await days.announced();
      await days.execute({ abortAfter });
      expect([days.mails().length, days.disabled().length]).toEqual([1, acted]);
      days.nextDay();
      expect(await days.execute()).toMatchObject({ status: 'completed' });
      const [, killed] = days.mails();
      expect(unwrapped(killed?.body)).toContain(
        'Run 20261121T070000Z was stopped before its end. What it did is told from its records.',
      );
      expect(sectionOf(killed?.body, 'DISABLED').match(/, password/g) ?? []).toHaveLength(acted);
      expect(days.disabled()).toHaveLength(daysLater > 0 ? 0 : 10);
      days.nextDay();
      await days.execute();
      expect(days.disabled()).toHaveLength(10);
    },
  );

  it('before anything was swept is named in the next mail', async () => {
    const days = await fiveMembers();
    days.aws.faults.push({
      service: 's3',
      action: 'PutObject',
      key: /digest\.txt|accounts\.json|result\.json/,
      error: { code: 'InternalError', status: 500 },
    });
    await days.execute();
    days.aws.faults.length = 0;
    days.nextDay();
    await days.execute();
    expect(unwrapped(days.mails().at(-1)?.body)).toContain(
      `Run ${RUN} was stopped before its end. It ended before anything was swept.`,
    );
  });

  it.each([
    ['in progress', undefined, true],
    ['stopped less than 16 minutes ago', 16 * MINUTE - 1000, true],
    ['stopped 16 minutes ago', 16 * MINUTE, false],
  ])('and is %s', async (_, stoppedFor, isBusy) => {
    const days = await fiveMembers();
    const { execution } = await days.execute({ abortAfter: 'judge' });
    days.clock.advance(HOUR);
    const state = days.central.executions?.[execution.id];
    if (state)
      Object.assign(
        state,
        stoppedFor === undefined ? { stoppedAt: undefined } : { stoppedAt: days.clock.now() - stoppedFor },
      );
    const before = days.object('organization/ledger.json');
    const { error, status } = await days.execute({ input: {} });
    expect([status, error]).toMatchObject(
      isBusy ? [undefined, { halt: { reason: 'busy' } }] : ['completed', undefined],
    );
    if (!isBusy) return;
    expect(days.object('organization/ledger.json')).toBe(before);
    expect(days.mails().map(({ subject }) => subject)).toEqual([
      'iam-lapse o-a1b2c3d4e5 HALTED (busy): nothing was changed',
    ]);
  });

  it('and that Step Functions does not know any more is taken over after six hours', async () => {
    const days = await fiveMembers();
    await days.execute({ abortAfter: 'judge' });
    days.central.executions = {};
    days.clock.advance(6 * HOUR);
    expect((await days.execute({ input: {} })).error).toMatchObject({ halt: { reason: 'busy' } });
    days.clock.advance(16 * MINUTE);
    expect(await days.execute({ input: {} })).toMatchObject({ status: 'completed' });
  });
});

describe('what Freeze refuses is told by itself, and closed', () => {
  it.each<[string, string, (days: Days) => void]>([
    ['policy', 'HALTED (policy)', (days) => set(days, POLICY_PARAMETER, '{')],
    [
      'organization-policy',
      'HALTED (organization-policy)',
      (days) => set(days, '/iam-lapse/organization', '{}'),
    ],
    ['mode', 'HALTED (mode)', (days) => set(days, MODE_PARAMETER, 'Enforce')],
    ['mode', 'HALTED (mode)', (days) => void delete days.central.parameters[MODE_PARAMETER]],
    [
      'policy',
      'HALTED (policy)',
      (days) =>
        void days.aws.faults.push({ service: 'ssm', error: { code: 'InternalServerError', status: 500 } }),
    ],
    ['permissions', 'HALTED (permissions)', (days) => void days.fake.delegated.pop()],
    ['roster', 'HALTED (roster)', (days) => void days.fake.members.splice(1, 1)],
    ['roster', 'HALTED (roster)', (days) => void days.fake.members.push(...days.fake.members.slice(0, 1))],
    ['roster', 'HALTED (roster)', (days) => void (days.fake.id = 'o-zzzzzzzzzz')],
  ])('%s', async (reason, subject, broken) => {
    const days = await fiveMembers();
    broken(days);
    const { error, freeze } = await days.execute();
    expect([freeze, error]).toMatchObject([undefined, { name: 'SweepHalted', halt: { reason } }]);
    expect(days.mails().map((mail) => mail.subject)).toEqual([expect.stringContaining(subject)]);
    expect(days.ledger()).toMatchObject({ open: null, untold: [], lastRun: { runId: RUN } });
    expect(JSON.parse(days.object(`${FOLDER}result.json`) ?? '')).toMatchObject({ status: 'halted' });
    expect(days.log.at(-1)).toMatchObject({
      event: 'organization-end',
      fields: { status: 'halted', published: true },
    });
  });

  it('a ledger that is lost although runs are on record', async () => {
    const days = await fiveMembers();
    await days.execute();
    days.remove('organization/ledger.json');
    days.nextDay();
    const { error } = await days.execute();
    expect(error).toMatchObject({
      halt: { reason: 'ledger', message: expect.stringContaining(`although run ${RUN} is on record`) },
    });
    expect(days.mails().at(-1)?.subject).toContain('HALTED (ledger)');
    expect(days.keys()).not.toContain('organization/ledger.json');
  });

  it('a list that is much shorter than that of the last run, once', async () => {
    const days = await fiveMembers();
    await days.execute();
    const ledger = days.object('organization/ledger.json') ?? '';
    days.put('organization/ledger.json', ledger.replace('"accounts": 7', '"accounts": 13'));
    days.nextDay();
    expect((await days.execute()).error).toMatchObject({ halt: { reason: 'roster' } });
    days.nextDay();
    expect(await days.execute()).toMatchObject({ status: 'completed' });
  });

  it('and sends the mail of an earlier run first, whatever the policy is', async () => {
    const days = await fiveMembers();
    days.aws.faults.push({
      service: 'sns',
      action: 'Publish',
      times: 1,
      error: { code: 'InternalFailure', status: 500 },
    });
    await days.execute();
    set(days, POLICY_PARAMETER, '{');
    days.nextDay();
    await days.execute();
    expect(days.mails().map(({ subject }) => subject)).toEqual([
      expect.stringContaining('10 new on notice'),
      expect.stringContaining('HALTED (policy)'),
    ]);
  });

  it('and a retried Freeze fails again', async () => {
    const days = await fiveMembers();
    set(days, MODE_PARAMETER, 'off');
    const { error } = await days.execute({ attempts: 3 });
    expect(error).toMatchObject({ name: 'SweepHalted' });
    expect(days.mails()).toHaveLength(1);
  });
});

it('with reportOnly, a mode of enforce is told to be a mistake', async () => {
  const days = await fiveMembers({ reportOnly: true });
  expect(await days.execute()).toMatchObject({
    status: 'halted',
    cause: expect.stringMatching(/^report-only: /),
  });
});

it('says what was edited since the last run', async () => {
  const days = await fiveMembers();
  await days.execute();
  set(days, MODE_PARAMETER, 'dry-run');
  set(
    days,
    '/iam-lapse/organization',
    JSON.stringify({
      version: 1,
      default: 'dry-run',
      accounts: [],
      limits: ENFORCE_ALL.limits ?? { maxDisabledPerDay: 1, maxDisabledPercent: 1, onExceed: 'stop' },
      coverage: { maxUncoveredPercent: 10 },
    }),
  );
  days.fake.members.splice(2, 1);
  days.clock.advance(DAY);
  await days.execute();
  const body = days.mails().at(-1)?.body;
  expect(body).toContain('mode: enforce -> dry-run');
  expect(body).toContain('organization.limits.onExceed: "oldest-first" -> "stop"');
  expect(sectionOf(body, 'ACCOUNTS THAT CHANGED SINCE THE LAST RUN')).toContain(`GONE: account-${FIRST}`);
  expect(sectionOf(body, 'ACCOUNTS THAT CHANGED SINCE THE LAST RUN')).toContain(
    `MODE: account-${SECOND} (${SECOND}), enforce -> dry-run`,
  );
});
