import { MAX_BYTES } from '../../../lambda/domain/digest/layout';
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
import { ALICES_PASSWORD, BOBS_KEY, openLedger } from '../../support/open-ledger';
import { ALICE_OLD_KEY, AT_ONCE, BOB_OLD_KEY, STALE_WRITES, theStaff } from '../../support/staff';
import { recordOf, storedLedger, storeLedger } from '../../support/stored';

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
      {
        subject: pendingDigest?.subject,
        message: `This mail is late: it is of the earlier run 20261120T070000Z. You may\nhave received it before.\n\n${pendingDigest?.body}`,
      },
      { message: expect.stringContaining('CONFIRMED DISABLED (3)') },
    ]);
    expect(deployment.digests()[1]?.message.replaceAll(/\s+/g, ' ')).toContain(
      'Just before this mail, you received a late one, of run 20261120T070000Z.',
    );
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

describe('what finds no room in a digest that waits', () => {
  const DENIED = { service: 'sns', action: 'Publish', error: { code: 'AuthorizationError', status: 403 } };
  const EARLIER = '20261119T070000Z';

  /** A run was killed after it had deleted alice's password; SNS is down, and the digest that waits has this room. */
  async function killedAndUntold(room: number) {
    const deployment = await enforced();
    const body = `${'x'.repeat(71)}\n`.repeat(4_000).slice(room - MAX_BYTES);
    storeLedger(deployment.account, {
      ...openLedger({ planned: [ALICES_PASSWORD, BOBS_KEY] }),
      pendingDigest: { runId: EARLIER, subject: 'earlier', body, announces: {} },
    });
    const [alice] = deployment.account.users;
    delete alice?.password;
    deployment.aws.faults.push(DENIED);
    expect(await deployment.run()).toMatchObject({ ended: 'SweepHalted: delivery' });
    return deployment;
  }

  it.each([
    ['nor does the line that says where it is', 0],
    ['but for the line that says where it is', 1_000],
  ])('stays open, %s, and is told the next time', async (_what, room) => {
    const deployment = await killedAndUntold(room);
    const { open, pendingDigest } = storedLedger(deployment.account);
    expect(pendingDigest?.body).not.toContain('alice, password');
    expect(pendingDigest?.body.includes('(no room; see s3://')).toBe(room > 0);
    expect(open?.planned).toMatchObject([{ id: ALICES_PASSWORD.id }, { id: BOBS_KEY.id }]);

    deployment.clock.advance(DAY);
    deployment.aws.faults.splice(0);
    expect(await deployment.run(scheduledAt(NOW + DAY))).toMatchObject({ ended: 'completed' });
    const [earlier, told] = deployment.digests();
    expect(earlier?.subject).toBe('earlier');
    expect(told?.message).toMatch(
      /DISABLED BY A RUN THAT DID NOT END \(1\)[^]*alice, password\n {4}is disabled/,
    );
    expect(storedLedger(deployment.account)).toMatchObject({ open: null, pendingDigest: null });
  });

  it('stays open as often as it is not told', async () => {
    const deployment = await killedAndUntold(0);
    for (const day of [1, 2]) {
      deployment.clock.advance(DAY);
      expect(await deployment.run(scheduledAt(NOW + day * DAY))).toMatchObject({
        ended: 'SweepHalted: delivery',
      });
      expect(storedLedger(deployment.account).open?.planned).toHaveLength(2);
    }
  });

  it('is not open any more once its own mail was heard, although the earlier one still waits', async () => {
    const deployment = await enforced();
    const body = 'x'.repeat(MAX_BYTES);
    storeLedger(deployment.account, {
      ...openLedger({ planned: [ALICES_PASSWORD] }),
      pendingDigest: { runId: EARLIER, subject: 'earlier', body, announces: {} },
    });
    delete deployment.account.users[0]?.password;
    deployment.aws.faults.push({ ...DENIED, times: 1 });
    await deployment.run();
    expect(deployment.digests()[0]?.message).toContain('DISABLED BY A RUN THAT DID NOT END (1)');
    expect(storedLedger(deployment.account)).toMatchObject({
      open: null,
      pendingDigest: { subject: 'earlier' },
    });
  });

  it('leaves nothing open when it reports nothing that was done', async () => {
    const deployment = await enforced();
    const body = 'x'.repeat(MAX_BYTES);
    storeLedger(deployment.account, {
      ...openLedger(),
      open: null,
      pendingDigest: { runId: EARLIER, subject: 'earlier', body, announces: {} },
    });
    deployment.aws.faults.push(DENIED);
    await deployment.run();
    expect(storedLedger(deployment.account)).toMatchObject({ open: null });
  });
});
