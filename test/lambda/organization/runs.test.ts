import { HOUR, MINUTE } from '../../../lambda/domain/instant';
import { NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import { TestClock } from '../../support/clock';
import { MODE_PARAMETER, scheduledAt } from '../../support/deployment';
import { aMemberRole, CENTRAL } from '../../support/organization';
import { sectionOf } from '../../support/mail-section';
import { aSweptMember, organizationDays } from '../../support/organization-days';
import { ENFORCE_ALL, SHORT_NOTICE } from '../../support/organization-policies';
import { fiveMembers, FOLDER, MEMBERS, RUN, setParameter, stale } from './five-members';

afterEach(closeAll);

it('a green day announces in one mail, and tells each account in its own folder', async () => {
  const days = await fiveMembers({ mode: 'dry-run' });
  const { status, cause } = await days.execute();
  expect([status, cause]).toEqual(['completed', `7 accounts covered; s3://iam-lapse-records/${FOLDER}`]);
  expect(days.mails().map(({ subject }) => subject)).toEqual([
    'iam-lapse o-a1b2c3d4e5 dry-run: 10 new on notice, 10 stale',
  ]);
  for (const [index, id] of MEMBERS.entries()) {
    const told = JSON.parse(days.object(`${id}/runs/2026/11/20/${RUN}/told.json`) ?? '');
    expect(told).toMatchObject({ runId: RUN, accountId: id, runs: [RUN], subscribers: 1 });
    expect(told.announced).toEqual(
      [`a-${index + 1}`, `b-${index + 1}`].map((user) => expect.stringContaining(`:user/${user}@`)),
    );
  }
  expect(days.ledger()).toMatchObject({
    open: null,
    untold: [],
    delivered: [{ runId: RUN }],
    lastRun: { runId: RUN, accounts: 7, rosterOf: RUN, coverage: { completed: 7 } },
  });
  expect(days.log.at(-1)).toMatchObject({
    level: 'INFO',
    event: 'organization-end',
    fields: { trigger: 'scheduled', status: 'completed', published: true },
  });
  expect(days.object(`${FOLDER}accounts.csv`)?.split('\r\n')[2]).toMatch(
    /^111111111111,account-111111111111,r-ab12,/,
  );
});

it('asks SSM twice, SNS for its subscribers twice, and publishes once', async () => {
  const days = await fiveMembers({ mode: 'dry-run' });
  await days.execute();
  const calls = days.aws.calls.filter(
    ({ account, service }) => account === CENTRAL && ['ssm', 'sns'].includes(service),
  );
  expect(calls.map(({ action }) => action)).toEqual([
    'GetParameters',
    'ListSubscriptionsByTopic',
    'GetSubscriptionAttributes',
    'ListSubscriptionsByTopic',
    'GetSubscriptionAttributes',
    'Publish',
  ]);
});

it('says of each account that is not swept why', async () => {
  const clock = new TestClock(NOW);
  const [suspended, denied, excluded, joined, swept] = MEMBERS;
  const withoutRole = aSweptMember(denied, [stale('alice')], { clock });
  withoutRole.account.roles = [];
  const days = await organizationDays({
    clock,
    members: [
      aSweptMember(suspended, [], { clock, state: 'SUSPENDED' }),
      withoutRole,
      aSweptMember(excluded, [stale('bob')], { clock }),
      aSweptMember(joined, [stale('carol')], { clock, joinedAt: NOW - 40 * MINUTE }),
      aSweptMember(swept, [stale('dave')], { clock }),
    ],
    organization: {
      accounts: [
        {
          name: 'audit',
          match: { accounts: [excluded] },
          mode: 'excluded',
          reason: 'an audit',
          until: '2026-12-31',
        },
      ],
    },
  });
  expect(await days.execute()).toMatchObject({
    status: 'not-covered',
    cause: expect.stringMatching(/^1 of 5 accounts not covered; s3:/),
  });
  const [mail] = days.mails();
  expect(mail?.subject).toContain('NOT COVERED 1');
  expect(mail?.body).toContain(
    'Covered: 4 of 5 accounts. NOT COVERED: 1 unreachable. Not to be swept: 1\nsuspended, 1 excluded.',
  );
  expect(mail?.body).toContain(`account-${denied} (${denied})`);
  expect(mail?.body).toContain('audit (until 2026-12-31): an audit');
  expect(mail?.body).not.toContain('bob');
  expect(days.aws.calls.some(({ account }) => account === excluded || account === suspended)).toBe(false);
  expect(days.ledger().uncoveredSince).toEqual({ [denied]: expect.any(Number) });
  // The role comes.
  withoutRole.account.roles = [aMemberRole(denied)];
  days.nextDay();
  expect(await days.execute()).toMatchObject({ status: 'completed' });
  expect(days.ledger().uncoveredSince).toEqual({});
});

it('disables the three oldest of ten that are due, and on the next day the next three', async () => {
  const days = await fiveMembers({
    policy: { ...SHORT_NOTICE, noticeDays: 2 },
    organization: {
      ...ENFORCE_ALL,
      limits: { maxDisabledPerDay: 3, maxDisabledPercent: 100, onExceed: 'oldest-first' },
    },
  });
  for (let day = 0; day < 2; day += 1) {
    expect(await days.execute()).toMatchObject({ status: 'completed' });
    days.nextDay();
  }
  expect(days.disabled()).toEqual([]);
  expect(await days.execute()).toMatchObject({ status: 'completed', allot: { act: { count: 5 } } });
  expect(days.disabled().map(({ user }) => user)).toEqual(['a-1', 'a-2', 'a-3']);
  const mail = days.mails().at(-1);
  expect(mail?.subject).toContain('3 disabled');
  expect(sectionOf(mail?.body, 'DISABLED')).toContain('a-3, password');
  expect(sectionOf(mail?.body, 'DISABLED')).not.toContain('a-4');
  days.nextDay();
  await days.execute();
  expect(days.disabled().map(({ user }) => user)).toEqual(['a-1', 'a-2', 'a-3', 'b-1', 'a-4', 'a-5']);
});

it('a preview shows all of it and leaves nothing but its own records', async () => {
  const days = await fiveMembers();
  const ended = await days.execute({ input: { mode: 'dry-run' } });
  expect(ended).toMatchObject({
    status: 'completed',
    freeze: { runId: expect.stringContaining('-preview-') },
  });
  expect(days.mails()[0]?.subject).toMatch(/^iam-lapse o-a1b2c3d4e5 preview: /);
  expect(days.keys().filter((key) => /ledger|told\.json/.test(key))).toEqual([]);
  expect(days.log.at(-1)?.fields).toMatchObject({ trigger: 'manual', preview: true });
  // It looks nothing up in the accounts.
  const answers = days.keys().filter((key) => /answers\/.*-preview-/.test(key));
  expect(answers.map((key) => JSON.parse(days.object(key) ?? '').caughtUp)).toEqual(Array(7).fill(false));
  // Its records do not show that there has been a ledger.
  expect(await days.execute()).toMatchObject({ status: 'completed' });
  const before = days.object('organization/ledger.json');
  days.clock.advance(HOUR);
  await days.execute({ input: { mode: 'dry-run' } });
  expect(days.object('organization/ledger.json')).toBe(before);
});

it('a run of named accounts sweeps these alone, and leaves the figures of the organization', async () => {
  const days = await fiveMembers();
  await days.announced();
  const before = days.ledger().lastRun;
  const calls = days.aws.calls.length;
  const ended = await days.execute({ input: { accounts: [MEMBERS[1]] } });
  expect(ended).toMatchObject({ status: 'completed', freeze: { roster: { count: 1 } } });
  const after = days.ledger().lastRun;
  expect(after).toEqual({ ...before, runId: after?.runId, endedAt: after?.endedAt });
  expect(after?.runId).not.toBe(before?.runId);
  expect(days.disabled().map(({ user }) => user)).toEqual(['a-2', 'b-2']);
  expect(new Set(days.aws.calls.slice(calls).map(({ account }) => account))).toEqual(
    new Set([CENTRAL, MEMBERS[1]]),
  );
  expect(days.mails().at(-1)?.body).toContain('THIS RUN IS OF 1 ACCOUNT ONLY, not of the organization.');
  expect(days.log.at(-1)?.fields).toMatchObject({ trigger: 'manual' });
});

it('a second delivery of the same event ends at once, and succeeds', async () => {
  const days = await fiveMembers();
  await days.execute();
  const calls = days.aws.calls.length;
  expect(await days.execute({ input: scheduledAt(NOW) })).toMatchObject({
    freeze: { status: 'already-ran', runId: RUN },
  });
  expect(days.mails()).toHaveLength(1);
  expect(days.aws.calls.slice(calls).map(({ action }) => action)).toEqual(['GetObject', 'GetObject']);
});

describe('an event that comes again after another run', () => {
  it('ends at once when its run was to act, and every account halted', async () => {
    const days = await fiveMembers();
    await days.announced();
    const input = scheduledAt(days.clock.now());
    const reports = { service: 'iam', action: 'GetCredentialReport' } as const;
    const act = () =>
      void days.aws.faults.push({ ...reports, error: { code: 'ServiceFailure', status: 500 } });
    expect(await days.execute({ input, before: { act } })).toMatchObject({ status: 'not-covered' });
    days.clock.advance(5 * MINUTE);
    await days.execute({ input: {} });
    days.aws.faults.length = 0;
    days.clock.advance(5 * MINUTE);
    const before = [days.mails(), days.object('organization/ledger.json')];
    expect((await days.execute({ input })).freeze).toMatchObject({ status: 'already-ran' });
    expect(days.disabled()).toEqual([]);
    expect([days.mails(), days.object('organization/ledger.json')]).toEqual(before);
  });

  it('ends at once when its run was refused', async () => {
    const days = await fiveMembers();
    const mode = days.central.parameters[MODE_PARAMETER];
    setParameter(days, MODE_PARAMETER, 'off');
    await days.execute({ input: scheduledAt(NOW) });
    if (mode) days.central.parameters[MODE_PARAMETER] = mode;
    days.clock.advance(5 * MINUTE);
    expect(await days.execute({ input: {} })).toMatchObject({ status: 'completed' });
    expect((await days.execute({ input: scheduledAt(NOW) })).freeze).toMatchObject({ status: 'already-ran' });
    expect(days.mails()).toHaveLength(2);
  });

  it('ends at once when the other run has taken over its run', async () => {
    const days = await fiveMembers();
    await days.execute({ abortAfter: 'judge' });
    days.clock.advance(20 * MINUTE);
    expect(await days.execute({ input: {} })).toMatchObject({ status: 'completed' });
    expect((await days.execute({ input: scheduledAt(NOW) })).freeze).toMatchObject({ status: 'already-ran' });
  });

  it('ends at once while the other run goes on', async () => {
    const days = await fiveMembers();
    await days.execute();
    const before = {
      judge: async () => {
        const again = await days.execute({ input: scheduledAt(NOW) });
        expect(again.freeze).toMatchObject({ status: 'already-ran' });
      },
    };
    expect(await days.execute({ input: {}, before })).toMatchObject({ status: 'completed' });
    expect(days.mails()).toHaveLength(2);
  });
});

it.each([
  ['over an hour late', -HOUR - 1000, false],
  ['an hour late', -HOUR, true],
  ['over a quarter of an hour early', 15 * MINUTE + 1000, false],
])('a scheduled event that comes %s', async (_, offset, isTaken) => {
  const days = await fiveMembers();
  const { error } = await days.execute({ input: scheduledAt(NOW + offset) });
  expect(error === undefined).toBe(isTaken);
  expect(days.mails()).toHaveLength(isTaken ? 1 : 0);
});
