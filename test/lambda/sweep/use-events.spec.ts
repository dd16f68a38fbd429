import { DAY, HOUR, MINUTE } from '../../../lambda/domain/instant';
import { daysAgo, NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import { aDeployment, type Deployment, type DeploymentOptions, scheduledAt } from '../../support/deployment';
import { aKey, aUser, type Fault, recordSignIn, recordUserCall } from '../../support/fake-aws';
import { ALICE_OLD_KEY, AT_ONCE, BOB_OLD_KEY, STALE_WRITES, theStaff } from '../../support/staff';
import { recordOf, storedLedger } from '../../support/stored';

// With the policy's `evidence`: a use that the verdicts do not know takes an action away, and nothing else does.

afterEach(closeAll);

const EVIDENCE = { ...AT_ONCE, evidence: true } as const;
const RUN_ID = '20261120T070000Z';
const DENIED: Fault = {
  service: 'cloudtrail',
  error: { code: 'AccessDeniedException', status: 400, message: 'no identity-based policy allows it' },
};

async function aDay(options: DeploymentOptions = {}): Promise<Deployment> {
  return aDeployment({ users: theStaff(), mode: 'enforce', policy: EVIDENCE, ...options });
}

const told = (deployment: Deployment) => deployment.digests().at(-1)?.message.replaceAll(/\s+/g, ' ') ?? '';
const lookUps = ({ aws }: Deployment) =>
  aws.calls.flatMap(({ service, region, params }) => {
    const [attribute] = JSON.parse(params['LookupAttributes'] ?? '[]');
    return service === 'cloudtrail' && attribute !== undefined && attribute.AttributeKey !== 'EventName'
      ? [`${region} ${attribute.AttributeValue}`]
      : [];
  });
const recordsOf = ({ account }: Deployment) => {
  const files = recordOf(account, RUN_ID);
  const listOf = (name: string, field: string): Record<string, unknown>[] =>
    JSON.parse(files[name] ?? '{}')[field];
  return { planned: listOf('plan.json', 'actions'), outcomes: listOf('result.json', 'outcomes') };
};

describe('without the key, and with false, nothing is asked and nothing is told', () => {
  it.each([
    ['enforce', undefined],
    ['enforce', false],
    ['dry-run', undefined],
  ])('%s, %s', async (mode, evidence) => {
    const deployment = await aDay({
      mode,
      policy: { ...AT_ONCE, ...(evidence === undefined ? {} : { evidence }) },
    });
    recordUserCall(deployment.account, 'alice', { at: NOW - HOUR, keyId: ALICE_OLD_KEY });
    await deployment.run();
    expect(lookUps(deployment)).toStrictEqual([]);
    expect(deployment.writes()).toStrictEqual(mode === 'enforce' ? STALE_WRITES : []);
    expect(told(deployment).toLowerCase()).not.toContain('event history');
    expect(recordsOf(deployment).outcomes[0]).not.toHaveProperty('eventHistory');
  });
});

it('tells of each planned credential what used it last, and keeps it in the records', async () => {
  const deployment = await aDay();
  const { account } = deployment;
  recordSignIn(account, 'alice', { at: daysAgo(60), record: { awsRegion: 'eu-north-1' } });
  recordSignIn(account, 'alice', {
    at: NOW - DAY,
    record: { responseElements: { ConsoleLogin: 'Failure' }, errorMessage: 'Failed authentication' },
  });
  recordUserCall(account, 'alice', {
    at: daysAgo(50),
    keyId: ALICE_OLD_KEY,
    record: { awsRegion: 'eu-west-1', eventSource: 's3.amazonaws.com', eventName: 'ListBuckets' },
  });
  expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { disabled: 3 } });
  expect(deployment.writes()).toStrictEqual(STALE_WRITES);
  expect(lookUps(deployment).toSorted()).toStrictEqual(
    [
      'ap-southeast-2 alice',
      'eu-north-1 alice',
      `eu-west-1 ${ALICE_OLD_KEY}`,
      'us-east-1 alice',
      `us-east-1 ${ALICE_OLD_KEY}`,
      `us-east-1 ${BOB_OLD_KEY}`,
      'us-east-2 alice',
    ].toSorted(),
  );
  const mail = told(deployment);
  expect(mail).toContain(
    'unused for 60 days: last used 2026-09-21 event history: last sign-in 2026-09-21 07:00Z by signin.amazonaws.com ConsoleLogin from 192.0.2.10 (Mozilla/5.0), eu-north-1 tried to sign in on 2026-11-19 07:00Z from 192.0.2.10 (Mozilla/5.0), us-east-1: refused aws iam create-login-profile',
  );
  expect(mail).toContain(
    'event history: last used 2026-10-01 07:00Z by s3.amazonaws.com ListBuckets from 192.0.2.10 (aws-cli/2.31.0), eu-west-1',
  );
  expect(mail).toContain('event history: no event in 90 days in us-east-1');
  expect(mail).toContain('Event history: CloudTrail, 90 days, in the regions that are named.');
  const { planned, outcomes } = recordsOf(deployment);
  for (const records of [planned, outcomes]) {
    expect(records.find(({ keyId }) => keyId === ALICE_OLD_KEY)).toMatchObject({
      eventHistory: {
        lastUse: { eventId: expect.any(String), at: '2026-10-01T07:00:00Z', call: 'ListBuckets' },
        read: ['us-east-1', 'eu-west-1'],
        unread: [],
      },
    });
  }
});

describe('a use younger than the reference time spares the credential, and it alone', () => {
  it.each([
    ['a key, by a call', ALICE_OLD_KEY, {}, 'by iam.amazonaws.com ListUsers from 192.0.2.10'],
    [
      'a key, by a denied call',
      ALICE_OLD_KEY,
      { errorCode: 'AccessDenied' },
      'by iam.amazonaws.com ListUsers, which failed with AccessDenied, from',
    ],
    ['a password, by a sign-in', undefined, {}, 'by signin.amazonaws.com ConsoleLogin from'],
  ])('%s', async (_, keyId, record, text) => {
    const deployment = await aDay();
    const options = { at: NOW - HOUR, record };
    if (keyId === undefined) recordSignIn(deployment.account, 'alice', options);
    else recordUserCall(deployment.account, 'alice', { ...options, keyId });
    expect(await deployment.run()).toMatchObject({
      ended: 'completed',
      counts: { disabled: 2, refused: 1 },
    });
    const spared = keyId === undefined ? STALE_WRITES[0] : STALE_WRITES[1];
    expect(deployment.writes()).toStrictEqual(STALE_WRITES.filter((write) => write !== spared));
    expect(told(deployment)).toContain(
      'SPARED BY THE LAST LOOK (1) The report calls these stale; the last look did not confirm it. alice, ',
    );
    expect(told(deployment)).toContain(`CloudTrail shows a use since then: 2026-11-20 06:00Z ${text}`);
  });

  it('which then is not in the plan, has its turn last, and is judged again by the next run', async () => {
    const deployment = await aDay();
    recordUserCall(deployment.account, 'bob', { at: NOW - HOUR, keyId: BOB_OLD_KEY });
    await deployment.run();
    const { planned, outcomes } = recordsOf(deployment);
    expect(planned.map(({ user }) => user)).toStrictEqual(['alice', 'alice']);
    expect(outcomes.find(({ outcome }) => outcome === 'refused')).toMatchObject({
      keyId: BOB_OLD_KEY,
      eventHistory: { lastUse: { at: '2026-11-20T06:00:00Z' } },
    });
    expect(Object.entries(storedLedger(deployment.account).credentials)).toContainEqual([
      expect.stringContaining(BOB_OLD_KEY),
      expect.objectContaining({ passedOverAt: expect.any(Number) }),
    ]);
    deployment.clock.advance(DAY);
    expect(await deployment.run(scheduledAt(NOW + DAY))).toMatchObject({ counts: { refused: 1 } });
  });

  it.each([
    [0, 3],
    [1_000, 2],
  ])('of a key that was never used, %i ms after its creation', async (after, disabled) => {
    const createdAt = daysAgo(60);
    const users = theStaff().map((user) =>
      user.name === 'bob' ? { ...user, keys: [aKey({ id: BOB_OLD_KEY, createdAt })] } : user,
    );
    const deployment = await aDay({ users });
    recordUserCall(deployment.account, 'bob', { at: createdAt + after, keyId: BOB_OLD_KEY });
    expect(await deployment.run()).toMatchObject({ counts: { disabled } });
  });

  it('but not a use that IAM does not record after the last one, nor a refused sign-in', async () => {
    const deployment = await aDay();
    const at = daysAgo(50) + 14 * MINUTE;
    recordUserCall(deployment.account, 'alice', { at, keyId: ALICE_OLD_KEY });
    const record = { responseElements: { ConsoleLogin: 'Failure' } };
    recordSignIn(deployment.account, 'alice', { at: NOW - HOUR, record });
    expect(await deployment.run()).toMatchObject({ counts: { disabled: 3 } });
  });

  it('with judge: user, all planned credentials of that user', async () => {
    const lonely = (name: string, id: string) =>
      aUser({ name, password: { createdAt: daysAgo(400) }, keys: [aKey({ id, createdAt: daysAgo(60) })] });
    const [amy, ben] = ['AKIAZZZZZZZZZZAMYKEY', 'AKIAZZZZZZZZZZBENKEY'];
    const deployment = await aDay({
      policy: { ...EVIDENCE, judge: 'user' },
      users: [lonely('amy', amy), lonely('ben', ben)],
    });
    recordUserCall(deployment.account, 'amy', { at: NOW - HOUR });
    expect(await deployment.run()).toMatchObject({ counts: { disabled: 2, refused: 2 } });
    expect(deployment.writes().map((write) => write.split(' ')[0])).toStrictEqual(['ben', 'ben']);
    expect(told(deployment)).toContain('amy, password of another credential of the user, CloudTrail shows a');
  });

  it('and of two keys of one second and one use, both', async () => {
    const twins = ['AKIAZZZZZZZZTWINKEY1', 'AKIAZZZZZZZZTWINKEY2'] as const;
    const createdAt = daysAgo(60);
    const keys = twins.map((id) => aKey({ id, createdAt }));
    const deployment = await aDay({ users: [aUser({ name: 'tom', keys })] });
    recordUserCall(deployment.account, 'tom', { at: NOW - HOUR, keyId: twins[1] });
    expect(await deployment.run()).toMatchObject({ counts: { refused: 2 } });
    expect(deployment.writes()).toStrictEqual([]);
  });
});

describe('a history that cannot be read takes nothing away, and the digest says so', () => {
  it('denied everywhere', async () => {
    const deployment = await aDay();
    deployment.aws.faults.push(DENIED);
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { disabled: 3 } });
    expect(deployment.writes()).toStrictEqual(STALE_WRITES);
    expect(told(deployment)).toContain(
      'event history of us-east-1, us-east-2, eu-north-1, ap-southeast-2 not read: LookupEvents failed: AccessDenied: no identity-based policy allows it',
    );
    expect(deployment.log).toContainEqual(
      expect.objectContaining({ level: 'WARN', event: 'use-events-unreadable' }),
    );
    expect(recordsOf(deployment).outcomes[0]).toMatchObject({
      eventHistory: {
        lastUse: null,
        read: [],
        unread: expect.arrayContaining([
          { region: 'us-east-1', cause: expect.stringContaining('AccessDenied') },
        ]),
      },
    });
  });

  it('in one region, and what another shows counts', async () => {
    const deployment = await aDay();
    deployment.aws.faults.push({ ...DENIED, region: 'us-east-1' });
    const record = { awsRegion: 'eu-west-1' };
    recordUserCall(deployment.account, 'alice', { at: NOW - HOUR, keyId: ALICE_OLD_KEY, record });
    expect(await deployment.run()).toMatchObject({ counts: { disabled: 2, refused: 1 } });
  });

  it('slow: the time for it ends, and the writes come', async () => {
    // The clock of the tests stands still while AWS answers.
    const deployment = await aDay({
      ports: ({ useEvents }) => ({ useEvents: { read: (questions) => useEvents.read(questions, 300) } }),
    });
    const latencyMs = 1_500;
    deployment.aws.faults.push({ service: 'cloudtrail', region: 'us-east-1', latencyMs, times: 2 });
    expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { disabled: 3 } });
    expect(told(deployment)).toContain(
      'event history of us-east-1 not read: LookupEvents did not answer in time',
    );
    expect(told(deployment)).toContain('not read: not asked, because no time was left');
  });

  it.each([
    ['half of what the writes leave', 91_000, 30_000],
    ['nothing', 31_000, 0],
  ])('of the time that is left it has %s', async (_, left, within) => {
    let advance = (): void => {};
    const withins: number[] = [];
    const deployment = await aDay({
      lifetime: 5 * MINUTE,
      ports: ({ inspector, useEvents }) => ({
        inspector: {
          readBack: (targets) => inspector.readBack(targets),
          readUser: async (request) => {
            advance();
            return inspector.readUser(request);
          },
        },
        useEvents: {
          read: (questions, withinMs) => {
            withins.push(withinMs);
            return useEvents.read(questions, withinMs);
          },
        },
      }),
    });
    advance = () => {
      deployment.clock.advance(5 * MINUTE - left);
      advance = () => {};
    };
    await deployment.run();
    expect(withins).toStrictEqual([within]);
    expect(lookUps(deployment).length > 0).toBe(within > 0);
    expect(told(deployment).includes('not read: not asked, because no time was left')).toBe(within === 0);
  });
});

describe('in dry-run', () => {
  it('the same is asked and spared, and nothing is written', async () => {
    const deployment = await aDay({ mode: 'dry-run' });
    recordUserCall(deployment.account, 'bob', { at: NOW - HOUR, keyId: BOB_OLD_KEY });
    expect(await deployment.run()).toMatchObject({ counts: { wouldDisable: 2, refused: 1 } });
    expect(deployment.writes()).toStrictEqual([]);
    expect(told(deployment)).toContain('event history: no event in 90 days in us-east-1, eu-west-1');
  });

  it('nothing planned: nothing is asked', async () => {
    const deployment = await aDay({ policy: { ...EVIDENCE, noticeDays: 7 } });
    await deployment.run();
    expect(lookUps(deployment)).toStrictEqual([]);
    expect(told(deployment).toLowerCase()).not.toContain('event history');
  });
});
