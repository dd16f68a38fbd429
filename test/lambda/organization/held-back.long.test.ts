import { HOUR } from '../../../lambda/domain/instant';
import { NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import { TestClock } from '../../support/clock';
import { MODE_PARAMETER, scheduledAt } from '../../support/deployment';
import { sectionOf } from '../../support/mail-section';
import { aSweptMember, organizationDays } from '../../support/organization-days';
import { ENFORCE_ALL, SHORT_NOTICE } from '../../support/organization-policies';
import { fiveMembers, MEMBERS, stale } from './five-members';

jest.setTimeout(120_000);
afterEach(closeAll);

it('counts to the limits what an earlier run of the same day has disabled', async () => {
  const days = await fiveMembers({
    organization: {
      ...ENFORCE_ALL,
      limits: { maxDisabledPerDay: 3, maxDisabledPercent: 100, onExceed: 'oldest-first' },
    },
  });
  await days.announced();
  await days.execute();
  days.clock.advance(4 * HOUR);
  expect(await days.execute({ input: {} })).toMatchObject({ status: 'completed' });
  expect(days.disabled()).toHaveLength(3);
});

it('disables nothing where the account is to report only, and says what it would', async () => {
  const [first] = MEMBERS;
  const days = await fiveMembers({
    organization: { accounts: [{ name: 'first', match: { accounts: [first] }, mode: 'enforce' }] },
  });
  await days.announced();
  await days.execute();
  expect(days.disabled().map(({ account }) => account)).toEqual([first, first]);
  const body = days.mails().at(-1)?.body;
  expect(sectionOf(body, 'WOULD BE DISABLED TODAY')).toContain('a-2, password');
  expect(body).toContain('Mode enforce in 1 account, dry-run in 6.');
});

it('a second delivery while the first one runs ends at once, too', async () => {
  const days = await fiveMembers();
  let second: unknown;
  await days.execute({
    before: {
      allot: async () => {
        second = await days.execute({ input: scheduledAt(NOW) });
      },
    },
  });
  expect(second).toMatchObject({ freeze: { status: 'already-ran' } });
  expect(days.mails()).toHaveLength(1);
});

it.each([
  ['Judge', 'judge', 'run 20261120T070000Z does not have the organization'],
  ['Act', 'act', 'does not have the organization'],
] as const)('an execution that is redriven at %s after its end is refused', async (_, phase, message) => {
  const days = await fiveMembers();
  const { freeze, allot, execution } = await days.execute();
  const run = { ...freeze, ...(phase === 'act' ? allot : {}) };
  await expect(days.sweep(MEMBERS[0], phase, run)).rejects.toThrow(
    phase === 'act' ? /0 times|does not have/ : message,
  );
  await expect(days.step({ step: 'allot', execution, run })).rejects.toThrow(message);
  days.nextDay();
  await expect(days.step({ step: 'freeze', execution, input: scheduledAt(NOW) })).rejects.toThrow(
    /is redriven/,
  );
  await days.execute();
  await expect(days.step({ step: 'tell', execution, run })).rejects.toThrow(message);
  expect(days.mails()).toHaveLength(2);
});

it('nobody acts when somebody pulls the master switch during the run', async () => {
  const days = await fiveMembers();
  await days.announced();
  const ended = await days.execute({
    before: {
      allot: () => void (days.central.parameters[MODE_PARAMETER] = { value: 'dry-run', version: 2 }),
    },
  });
  expect(ended).toMatchObject({ status: 'not-covered' });
  expect(days.disabled()).toEqual([]);
  expect(days.mails().at(-1)?.body).toContain(
    'The mode was set to dry-run during this run, so nothing was changed.',
  );
});

it('an account that is moved after Judge does not act', async () => {
  const days = await fiveMembers();
  await days.announced();
  await days.execute({
    before: {
      allot: () => {
        days.fake.units.push({ id: 'ou-ab12-11111111', parent: days.fake.root });
        const member = days.fake.members.find(({ account }) => account.id === MEMBERS[0]);
        if (member) member.parent = 'ou-ab12-11111111';
      },
    },
  });
  expect(days.disabled().map(({ user }) => user)).toEqual([
    'a-2',
    'b-2',
    'a-3',
    'b-3',
    'a-4',
    'b-4',
    'a-5',
    'b-5',
  ]);
});

it('nobody acts when too many accounts are not covered', async () => {
  const days = await fiveMembers();
  await days.announced();
  const ended = await days.execute({ lost: (id) => id === MEMBERS[4] });
  expect(ended).toMatchObject({
    status: 'halted',
    cause: expect.stringContaining('coverage: over 10% of 7 accounts'),
  });
  expect(days.disabled()).toEqual([]);
  expect(days.mails().at(-1)?.body).toContain('NOT ENFORCED, ran as dry-run (coverage)');
});

it('nobody acts when more is planned than there is room for, and the policy says stop', async () => {
  const days = await fiveMembers({
    organization: {
      ...ENFORCE_ALL,
      limits: { maxDisabledPerDay: 9, maxDisabledPercent: 100, onExceed: 'stop' },
    },
  });
  await days.announced();
  expect(await days.execute()).toMatchObject({
    status: 'halted',
    cause: expect.stringContaining('limits: 10 credentials'),
  });
  expect(days.disabled()).toEqual([]);
});

it('acts on nobody whom no mail of the last fourteen days has named', async () => {
  const days = await fiveMembers();
  await days.announced();
  // The accounts know of their notice; what the mails said is lost.
  for (const key of days.keys().filter((each) => each.endsWith('told-plan.json'))) days.remove(key);
  await days.execute();
  expect(days.disabled()).toEqual([]);
});

it('a day of thirty accounts', async () => {
  const clock = new TestClock(NOW);
  const ids = Array.from({ length: 30 }, (_, index) => String(111_111_111_111 + index));
  const days = await organizationDays({
    clock,
    members: ids.map((id) => aSweptMember(id, [stale('alice')], { clock })),
    organization: ENFORCE_ALL,
    policy: SHORT_NOTICE,
  });
  days.fake.pageSize = 7;
  expect(await days.execute()).toMatchObject({
    status: 'completed',
    cause: expect.stringMatching(/^32 accounts/),
  });
  days.nextDay();
  await days.execute();
  expect(days.disabled()).toHaveLength(30);
});
