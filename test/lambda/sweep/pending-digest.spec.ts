import { DAY, HOUR } from '../../../lambda/domain/instant';
import { LONG_AGO, NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import {
  aDeployment,
  type Deployment,
  type DeploymentOptions,
  scheduledAt,
  TOPIC_ARN,
} from '../../support/deployment';
import { aUser } from '../../support/fake-aws';
import { ALICE_OLD_KEY, AT_ONCE, BOB_OLD_KEY, STALE_WRITES, theStaff } from '../../support/staff';
import { recordOf, storedLedger } from '../../support/stored';

// Nothing done goes unreported: what SNS did not take waits in the ledger.

afterEach(closeAll);

const enforced = (options: DeploymentOptions = {}) =>
  aDeployment({ users: theStaff(), mode: 'enforce', policy: AT_ONCE, ...options });

describe('a digest that could not be published', () => {
  const DENIED = { service: 'sns', action: 'Publish', error: { code: 'AuthorizationError', status: 403 } };

  /** IAM writes a new report after 4 hours. */
  const LATER = 5 * HOUR;
  /** An earlier sweep acted, and could not tell. */
  async function untold(options: DeploymentOptions = {}) {
    const deployment = await enforced(options);
    deployment.aws.faults.push(DENIED);
    expect(await deployment.run()).toMatchObject({ ended: 'SweepHalted: delivery' });
    deployment.clock.advance(LATER);
    return deployment;
  }

  const resultOf = ({ account }: Deployment, runId: string): unknown =>
    JSON.parse(recordOf(account, runId)['result.json'] ?? 'null');

  it('waits in the ledger with everything in it, and goes out first the next time', async () => {
    const deployment = await untold();
    const { pendingDigest } = storedLedger(deployment.account);
    expect(pendingDigest).toMatchObject({
      runId: '20261120T070000Z',
      subject: expect.stringContaining('3 disabled'),
    });
    for (const id of [ALICE_OLD_KEY, BOB_OLD_KEY]) expect(pendingDigest?.body).toContain(id);
    deployment.aws.faults.splice(0);
    expect(await deployment.run(scheduledAt(NOW + LATER))).toMatchObject({ ended: 'completed' });
    expect(deployment.digests()).toMatchObject([
      { subject: pendingDigest?.subject, message: pendingDigest?.body },
      { message: expect.stringContaining('CONFIRMED DISABLED (3)') },
    ]);
    expect(storedLedger(deployment.account).pendingDigest).toBeNull();
    expect(deployment.writes()).toEqual(STALE_WRITES);
    expect(resultOf(deployment, '20261120T070000Z')).toMatchObject({ deliveredLate: null });
    expect(resultOf(deployment, '20261120T120000Z')).toMatchObject({ deliveredLate: '20261120T070000Z' });
  });

  it('that still cannot keeps the sweep from enforcing, and both wait', async () => {
    const users = theStaff();
    const deployment = await untold({ users });
    users.push(aUser({ name: 'erin', password: { createdAt: LONG_AGO } }));
    expect(await deployment.run(scheduledAt(NOW + LATER))).toMatchObject({
      ended: 'SweepHalted: delivery',
      counts: { wouldDisable: 1 },
    });
    expect(deployment.writes()).toEqual(STALE_WRITES);
    expect(resultOf(deployment, '20261120T120000Z')).toMatchObject({ deliveredLate: null });
    const { pendingDigest } = storedLedger(deployment.account);
    for (const text of [ALICE_OLD_KEY, BOB_OLD_KEY, 'erin, password', 'NOT ENFORCED']) {
      expect(pendingDigest?.body).toContain(text);
    }
    deployment.aws.faults.splice(0);
    deployment.clock.advance(LATER);
    expect(await deployment.run(scheduledAt(NOW + 2 * LATER))).toMatchObject({
      ended: 'completed',
      counts: { disabled: 1 },
    });
    expect(deployment.digests()).toHaveLength(2);
  });

  it('announces from the day it is delivered, and not from the day it was written', async () => {
    const deployment = await untold({ policy: { ...AT_ONCE, noticeDays: 7 } });
    deployment.aws.faults.splice(0);
    deployment.clock.advance(DAY - LATER);
    await deployment.run(scheduledAt(NOW + DAY));
    deployment.clock.advance(6 * DAY);
    expect(await deployment.run(scheduledAt(NOW + 7 * DAY))).toMatchObject({ ended: 'completed' });
    expect(deployment.writes()).toEqual([]);
    deployment.clock.advance(DAY);
    await deployment.run(scheduledAt(NOW + 8 * DAY));
    expect(deployment.writes()).toEqual(expect.arrayContaining([...STALE_WRITES]));
  });

  it('waits as well when all its subscribers were gone at that moment', async () => {
    const deployment = await enforced();
    const topic = deployment.account.topics[TOPIC_ARN];
    if (!topic) throw new Error('no topic');
    deployment.aws.faults.push({ action: 'UpdateAccessKey', run: () => (topic.subscriptionsConfirmed = 0) });
    await deployment.run();
    expect(deployment.writes()).toEqual(STALE_WRITES);
    deployment.clock.advance(LATER);
    // Published to nobody it would be gone.
    expect(await deployment.run(scheduledAt(NOW + LATER))).toMatchObject({
      ended: 'SweepHalted: subscribers',
    });
    expect(storedLedger(deployment.account).pendingDigest?.body).toContain('DISABLED (3)');
    topic.subscriptionsConfirmed = 1;
    deployment.clock.advance(LATER);
    const heard = deployment.digests().length;
    expect(await deployment.run(scheduledAt(NOW + 2 * LATER))).toMatchObject({ ended: 'completed' });
    expect(deployment.digests()[heard]?.message).toContain('DISABLED (3)');
    expect(storedLedger(deployment.account).pendingDigest).toBeNull();
  });

  it('of a halted sweep waits as well', async () => {
    const deployment = await enforced({ mode: 'maybe' });
    deployment.aws.faults.push(DENIED);
    expect(await deployment.run()).toMatchObject({ ended: 'SweepHalted: mode' });
    expect(storedLedger(deployment.account).pendingDigest).toMatchObject({
      subject: expect.stringContaining('HALTED (mode'),
    });
  });
});
