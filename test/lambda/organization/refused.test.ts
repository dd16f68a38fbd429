import { DAY, MINUTE } from '../../../lambda/domain/instant';
import { closeAll } from '../../support/clients';
import { MODE_PARAMETER, POLICY_PARAMETER } from '../../support/deployment';
import { sectionOf } from '../../support/mail-section';
import { ENFORCE_ALL } from '../../support/organization-policies';
import { type Days, fiveMembers, FOLDER, MEMBERS, RUN, setParameter } from './five-members';

afterEach(closeAll);

const [FIRST, SECOND] = MEMBERS;

describe('what Freeze refuses is told by itself, and closed', () => {
  it.each<[string, string, (days: Days) => void]>([
    ['policy', 'HALTED (policy)', (days) => setParameter(days, POLICY_PARAMETER, '{')],
    [
      'organization-policy',
      'HALTED (organization-policy)',
      (days) => setParameter(days, '/iam-lapse/organization', '{}'),
    ],
    ['mode', 'HALTED (mode)', (days) => setParameter(days, MODE_PARAMETER, 'Enforce')],
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
    // A run of named accounts does not use up the one refusal.
    const named = await days.execute({ input: { accounts: [FIRST] } });
    expect(named.error).toMatchObject({
      halt: { reason: 'roster', message: expect.stringMatching(/wait for two scheduled runs/) },
    });
    days.clock.advance(MINUTE);
    expect((await days.execute()).error).toMatchObject({
      halt: { reason: 'roster', message: expect.stringMatching(/do nothing: the next run goes on/) },
    });
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
    setParameter(days, POLICY_PARAMETER, '{');
    days.nextDay();
    await days.execute();
    expect(days.mails().map(({ subject }) => subject)).toEqual([
      expect.stringContaining('10 new on notice'),
      expect.stringContaining('HALTED (policy)'),
    ]);
  });

  it('and a retried Freeze fails again', async () => {
    const days = await fiveMembers();
    setParameter(days, MODE_PARAMETER, 'off');
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
  setParameter(days, MODE_PARAMETER, 'dry-run');
  setParameter(
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
