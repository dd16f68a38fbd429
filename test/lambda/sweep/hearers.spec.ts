import { DAY, HOUR } from '../../../lambda/domain/instant';
import { daysAgo, NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import { aDeployment, type Deployment, scheduledAt, TOPIC_ARN } from '../../support/deployment';
import { aKey, aUser, type FakeSubscription, type FakeTopic } from '../../support/fake-aws';
import { AT_ONCE, STALE_WRITES, theStaff } from '../../support/staff';
import { recordOf, storedLedger } from '../../support/stored';

// "Announced" means that somebody can have got the mail. SNS takes a mail for subscriptions that never hand it on.

afterEach(closeAll);

const FILTERED: FakeSubscription = { protocol: 'email', filterPolicy: '{"never":["sent"]}' };
const QUEUE: FakeSubscription = { protocol: 'sqs' };

const topicOf = ({ account }: Deployment): FakeTopic => {
  const topic = account.topics[TOPIC_ARN];
  if (!topic) throw new Error('no topic');
  return topic;
};

/** A key that has been stale for long. */
const erin = () => aUser({ name: 'erin', keys: [aKey({ createdAt: daysAgo(400) })] });

async function onDay(deployment: Deployment, day: number) {
  deployment.clock.advance(NOW + day * DAY - deployment.clock.now());
  const run = await deployment.run(scheduledAt(deployment.clock.now()));
  return { ...run, mail: deployment.digests().at(-1)?.message.replaceAll(/\s+/g, ' ') ?? '' };
}

describe('nothing is announced to, and nothing enforced for', () => {
  it.each<[string, FakeSubscription[], uncounted: string]>([
    ['a filter that lets nothing through', [FILTERED], '1 with a filter policy'],
    ['a queue that nobody need read', [QUEUE], '1 of the protocol sqs'],
    ['an address that has not confirmed', [{ protocol: 'email', state: 'pending' }], '1 not confirmed'],
    ['a subscription of another account', [{ protocol: 'email', foreign: true }], '1 that could not be read'],
    ['one that was deleted', [{ protocol: 'email', state: 'deleted' }], ''],
  ])('%s', async (_what, subscriptions, uncounted) => {
    const deployment = await aDeployment({
      users: [erin()],
      mode: 'enforce',
      subscribers: 0,
      subscriptions,
    });
    for (const day of [0, 8]) {
      const { ended, mail, message } = await onDay(deployment, day);
      expect(ended).toBe('SweepHalted: subscribers');
      expect(message).toContain(
        `no subscription that counts would receive the digest${uncounted && `; not counted: ${uncounted}`}`,
      );
      expect(mail).toContain('No subscription that counts receives this mail, so it gives no notice.');
      expect(mail).toContain(uncounted && `Not counted: ${uncounted}.`);
    }
    expect(deployment.writes()).toEqual([]);
    expect(Object.values(storedLedger(deployment.account).credentials)).toEqual([]);
  });
});

it('the digest says how many receive it, and names the others; the record keeps the number', async () => {
  const deployment = await aDeployment({
    users: [erin()],
    subscribers: 2,
    subscriptions: [FILTERED, QUEUE, QUEUE],
  });
  const { mail, answer } = await onDay(deployment, 0);
  expect(mail).toContain(
    '2 subscriptions receive this mail. Not counted: 1 with a filter policy, 2 of the protocol sqs.',
  );
  expect(answer).toMatchObject({ subscribers: 2 });
  expect(JSON.parse(recordOf(deployment.account, '20261120T070000Z')['result.json'] ?? '')).toMatchObject({
    subscribers: 2,
  });
});

describe('the policy may say that a queue hears', () => {
  const hearing = { mode: 'enforce', subscribers: 0, subscriptions: [QUEUE] } as const;
  const policy = { ...AT_ONCE, hearers: ['sqs'] };

  it('and then it is told, and what is stale is disabled', async () => {
    const deployment = await aDeployment({
      ...hearing,
      subscriptions: [QUEUE],
      users: theStaff(),
      policy,
    });
    expect(await onDay(deployment, 0)).toMatchObject({ ended: 'completed', answer: { subscribers: 1 } });
    expect(deployment.writes()).toEqual(STALE_WRITES);
  });

  it('and a digest that waits goes to it', async () => {
    const deployment = await aDeployment({
      ...hearing,
      subscriptions: [QUEUE],
      users: theStaff(),
      policy,
    });
    deployment.aws.faults.push({ service: 'sns', action: 'Publish', html: true });
    await onDay(deployment, 0);
    deployment.aws.faults.splice(0);
    expect(await onDay(deployment, 1)).toMatchObject({ ended: 'completed' });
    expect(deployment.digests()[0]?.message).toContain('DISABLED (3)');
    expect(storedLedger(deployment.account).pendingDigest).toBeNull();
  });

  it('but a policy that cannot be read says nothing: mail counts, and what waits is not kept back', async () => {
    const deployment = await aDeployment({ users: theStaff(), mode: 'enforce', policy: AT_ONCE });
    deployment.aws.faults.push({ service: 'sns', action: 'Publish', html: true });
    await onDay(deployment, 0);
    deployment.aws.faults.splice(0);
    deployment.aws.faults.push({ service: 'ssm', html: true });
    expect(await onDay(deployment, 1)).toMatchObject({ ended: 'SweepHalted: policy' });
    expect(deployment.digests()[0]?.message).toContain('DISABLED (3)');
    expect(storedLedger(deployment.account).pendingDigest).toBeNull();
  });
});

describe('of many subscriptions', () => {
  const asked = ({ aws }: Deployment) =>
    aws.calls.filter(({ action }) => action === 'GetSubscriptionAttributes').length;

  it('enough are asked, and the digest says that the others were not', async () => {
    const deployment = await aDeployment({ subscribers: 250 });
    const { mail, answer } = await onDay(deployment, 0);
    expect(answer).toMatchObject({ subscribers: 10 });
    expect(mail).toContain('10 subscriptions receive this mail. Not counted: 240 not looked at.');
    // Once at the beginning, once before the digest.
    expect(asked(deployment)).toBe(20);
  });

  it('no more than thirty are asked, however few hear', async () => {
    const filtered = Array.from({ length: 60 }, () => FILTERED);
    const deployment = await aDeployment({ subscribers: 0, subscriptions: filtered });
    const { mail } = await onDay(deployment, 0);
    expect(mail).toContain('Not counted: 30 with a filter policy, 30 not looked at.');
    expect(asked(deployment)).toBe(60);
  });

  it('nobody more is asked when SNS answers about none of ten', async () => {
    const deployment = await aDeployment({ subscribers: 40 });
    deployment.aws.faults.push({ action: 'GetSubscriptionAttributes', html: true });
    const { answer } = await onDay(deployment, 0);
    expect(answer).toMatchObject({ subscribers: 0 });
    expect(asked(deployment)).toBe(20);
  });
});

describe('a digest that reports what was done, published while nobody knows who hears it', () => {
  /** Disables, and then cannot read the subscriptions. */
  async function uncounted() {
    const deployment = await aDeployment({ users: theStaff(), mode: 'enforce', policy: AT_ONCE });
    deployment.aws.faults.push({ action: 'ListSubscriptionsByTopic', skip: 1, html: true });
    const { mail } = await onDay(deployment, 0);
    expect(deployment.writes()).toEqual(STALE_WRITES);
    expect(mail).toContain('Who receives this mail could not be read, so it gives no notice.');
    deployment.aws.faults.splice(0);
    return deployment;
  }

  it('waits until somebody can have got it, and goes out twice rather than never', async () => {
    const deployment = await uncounted();
    expect(storedLedger(deployment.account).pendingDigest?.body).toContain('DISABLED (3)');
    topicOf(deployment).subscriptionsConfirmed = 0;
    await onDay(deployment, 1);
    expect(storedLedger(deployment.account).pendingDigest?.body).toContain('DISABLED (3)');
    topicOf(deployment).subscriptionsConfirmed = 1;
    const before = deployment.digests().length;
    await onDay(deployment, 2);
    expect(deployment.digests()[before]?.message).toContain('DISABLED (3)');
    expect(storedLedger(deployment.account).pendingDigest).toBeNull();
  });

  it('is not kept if it reports nothing that was done', async () => {
    const deployment = await aDeployment({ users: theStaff() });
    deployment.aws.faults.push({ action: 'ListSubscriptionsByTopic', html: true });
    await onDay(deployment, 0);
    expect(storedLedger(deployment.account).pendingDigest).toBeNull();
  });
});

describe('a notice', () => {
  /** Announced on day 0, in dry-run. */
  async function announced() {
    const deployment = await aDeployment({ users: [erin()] });
    await onDay(deployment, 0);
    deployment.account.parameters['/iam-lapse/mode'] = { value: 'enforce', version: 2 };
    return deployment;
  }

  it('counts after fourteen days of silence', async () => {
    const deployment = await announced();
    expect(await onDay(deployment, 14)).toMatchObject({ counts: { disabled: 1 } });
  });

  it('lapses after more, whatever kept the digests away, and starts again; the digest says so', async () => {
    const deployment = await announced();
    const { counts, mail } = await onDay(deployment, 14 + HOUR / DAY);
    expect(counts).toEqual({ stale: 1 });
    expect(mail).toContain('1 notice has lapsed: no mail repeated it for over 14 days. It starts again.');
    expect(mail).toContain('From 2026-12-11 on:');
    expect((await onDay(deployment, 15)).mail).not.toContain('lapsed');
    expect((await onDay(deployment, 20)).counts).toEqual({ stale: 1 });
    expect(await onDay(deployment, 21)).toMatchObject({ counts: { disabled: 1 } });
  });

  it('lapses when the mails of those days all said HALTED', async () => {
    const deployment = await announced();
    deployment.aws.faults.push({ action: 'GetCredentialReport', html: true });
    for (const day of [1, 5, 9, 13, 17]) expect((await onDay(deployment, day)).ended).toMatch(/Halted/);
    deployment.aws.faults.splice(0);
    expect(await onDay(deployment, 18)).toMatchObject({ counts: { stale: 1 } });
    expect(deployment.writes()).toEqual([]);
  });

  it('lapses when nobody could get the mails that repeated it', async () => {
    const deployment = await announced();
    topicOf(deployment).subscriptions = [FILTERED];
    topicOf(deployment).subscriptionsConfirmed = 0;
    for (const day of [1, 8, 14]) await onDay(deployment, day);
    topicOf(deployment).subscriptionsConfirmed = 1;
    expect(await onDay(deployment, 15)).toMatchObject({ counts: { stale: 1 } });
    expect(deployment.writes()).toEqual([]);
  });

  it('goes on as long as digests repeat it, also in a run that is not enforced', async () => {
    const deployment = await announced();
    deployment.account.parameters['/iam-lapse/mode'] = { value: 'dry-run', version: 3 };
    for (const day of [10, 20, 30]) await onDay(deployment, day);
    deployment.account.parameters['/iam-lapse/mode'] = { value: 'enforce', version: 4 };
    expect(await onDay(deployment, 40)).toMatchObject({ counts: { disabled: 1 } });
  });

  it('is not repeated by a digest that arrives late: what it announced long before starts again', async () => {
    const deployment = await announced();
    deployment.aws.faults.push({ service: 'sns', action: 'Publish', html: true });
    for (const day of [1, 8, 16]) await onDay(deployment, day);
    deployment.aws.faults.splice(0);
    const { counts, mail } = await onDay(deployment, 17);
    expect(counts).toEqual({ stale: 1 });
    expect(mail).toContain('From 2026-12-14 on:');
    expect(deployment.writes()).toEqual([]);
  });
});
