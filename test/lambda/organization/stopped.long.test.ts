import { HOUR, MINUTE } from '../../../lambda/domain/instant';
import { closeAll } from '../../support/clients';
import { sectionOf, unwrapped } from '../../support/mail-section';
import { fiveMembers, MEMBERS, RUN, setParameter } from './five-members';

jest.setTimeout(120_000);
afterEach(closeAll);

const [FIRST] = MEMBERS;

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
    key: new RegExp(`^${FIRST}/(ledger|runs/.*/result)\\.json|answers/.*/${FIRST}\\.json$`),
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
  setParameter(
    days,
    '/iam-lapse/organization',
    JSON.stringify({ ...enforcing, accounts: [exclusion, ...enforcing.accounts] }),
  );
  days.nextDay();
  await days.execute();
  expect(days.mails().at(-1)?.subject).toContain('2 MAY HAVE BEEN DISABLED');
  setParameter(days, '/iam-lapse/organization', JSON.stringify(enforcing), 3);
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

  const another = (text: string) => text.replace(/"version": ?1/, '"version":2');
  it.each<[string, 'act' | 'allot', number]>([
    // The first of their kind to be read.
    ['settings.json', 'act', 10],
    ['accounts.json', 'act', 10],
    // Nothing says what is in flight. The ledger knows the number all the same.
    ['allotment.json', 'allot', 0],
  ])('and whose %s is not understood does not stop the next ones', async (name, abortAfter, acted) => {
    const days = await fiveMembers();
    await days.announced();
    await days.execute({ abortAfter });
    const folder = 'organization/runs/2026/11/21/20261121T070000Z/';
    days.put(`${folder}${name}`, another(days.object(`${folder}${name}`) ?? ''));
    days.nextDay();
    const spent = () =>
      Object.values(days.ledger().spent)
        .flat()
        .map(({ runId, count }) => [runId, count]);
    const inFlight = () =>
      days.ledger().inFlight.map(({ accountId, actions }) => [accountId, actions.length]);
    const judge = () => {
      expect(spent()).toEqual(MEMBERS.map(() => ['20261121T070000Z', 2]));
      expect(inFlight()).toEqual(name === 'allotment.json' ? [] : MEMBERS.map((id) => [id, 2]));
    };
    expect(await days.execute({ before: { judge } })).toMatchObject({ status: 'completed' });
    const [, next] = days.mails();
    expect(unwrapped(next?.body)).toContain(
      `Run 20261121T070000Z was stopped before its end. Its records are not understood, so look at s3://iam-lapse-records/${folder} yourself.`,
    );
    // The accounts tell in the mail of this run what they did.
    expect(next?.body.match(/[ab]-\d, password/g) ?? []).toHaveLength(acted);
    expect([days.disabled().length, days.ledger().inFlight]).toEqual([acted, []]);
    days.nextDay();
    expect(await days.execute()).toMatchObject({ status: 'completed' });
    expect(days.disabled()).toHaveLength(10);
  });

  it('and whose mail is not understood does not stop the next ones', async () => {
    const days = await fiveMembers();
    await days.announced();
    await days.execute({ abortAfter: 'act' });
    const folder = 'organization/runs/2026/11/21/20261121T070000Z/';
    days.put(`${folder}told-plan.json`, '{"version":2}');
    days.nextDay();
    expect(await days.execute()).toMatchObject({ status: 'completed' });
    expect(unwrapped(days.mails().at(-1)?.body)).toContain(`so look at s3://iam-lapse-records/${folder}`);
    expect(days.ledger()).toMatchObject({ open: null, untold: [], inFlight: [] });
  });

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
