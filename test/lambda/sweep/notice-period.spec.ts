import { DAY, HOUR } from '../../../lambda/domain/instant';
import { daysAgo, NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import {
  aDeployment,
  type Deployment,
  MODE_PARAMETER,
  type Run,
  scheduledAt,
  TOPIC_ARN,
} from '../../support/deployment';
import { aKey, aUser, type FakeUser } from '../../support/fake-aws';
import { ALICE_OLD_KEY, AT_ONCE } from '../../support/staff';
import { storedLedger } from '../../support/stored';

// "Nothing is disabled that has not stood in a delivered digest for noticeDays", and "restoring sticks": a week
// and more of daily sweeps, each with the ledger that the last one left.

afterEach(closeAll);

const KEY_ID =
  'arn:aws:iam::123456789012:user/alice@2024-01-01T00:00:00Z/key@2024-01-01T00:00:00Z/AKIAZZZZALICEOLDKEY1';
const PASSWORD_ID = 'arn:aws:iam::123456789012:user/alice@2024-01-01T00:00:00Z/password';
const WRITES = ['alice DeleteLoginProfile', `alice UpdateAccessKey ${ALICE_OLD_KEY} Inactive`];

/** Her password and her key are stale by 15 and by 5 days. */
const alice = (): FakeUser =>
  aUser({
    password: { createdAt: daysAgo(400) },
    passwordLastUsedAt: daysAgo(60),
    keys: [aKey({ id: ALICE_OLD_KEY, lastUsed: { at: daysAgo(50), region: 'eu-west-1', service: 's3' } })],
  });

interface Household extends Deployment {
  readonly alice: FakeUser;
  /** The scheduled sweep so many days after NOW. */
  day(days: number): Promise<Run>;
  setMode(mode: string): void;
  /** The last digest on one line. */
  told(): string;
}

async function aHousehold(mode = 'enforce', noticeDays = 7): Promise<Household> {
  const user = alice();
  const policy = { ...AT_ONCE, exemptions: [], noticeDays };
  const deployment = await aDeployment({ users: [user], mode, policy });
  const { clock, account } = deployment;
  return {
    ...deployment,
    alice: user,
    day: (days) => {
      clock.advance(NOW + days * DAY - clock.now());
      return deployment.run(scheduledAt(clock.now()));
    },
    setMode: (value) => {
      account.parameters[MODE_PARAMETER] = { value, version: 2 };
    },
    told: () => deployment.digests().at(-1)?.message.replaceAll(/\s+/g, ' ') ?? '',
  };
}

describe('from the first digest to the day after', () => {
  it('a week passes between being told and being disabled, in dry-run or not', async () => {
    const household = await aHousehold('dry-run');

    expect((await household.day(0)).counts).toEqual({ stale: 2 });
    expect(household.told()).toMatch(
      /ON NOTICE \(2\).* From 2026-11-27 on: alice, password unused for 60 days/,
    );
    expect(storedLedger(household.account).credentials).toEqual({
      [PASSWORD_ID]: { announcedAt: NOW, announcedReference: daysAgo(60) },
      [KEY_ID]: { announcedAt: NOW, announcedReference: daysAgo(50) },
    });

    household.setMode('enforce');
    expect((await household.day(6)).counts).toEqual({ stale: 2 });
    // The day that was promised on the first day is still the day.
    expect(household.told()).toMatch(/ON NOTICE \(2\).* From 2026-11-27 on/);
    expect(household.writes()).toEqual([]);

    expect(await household.day(7)).toMatchObject({ ended: 'completed', counts: { stale: 2, disabled: 2 } });
    expect(household.told()).toContain('DISABLED (2)');
    expect(household.writes()).toEqual(WRITES);

    expect((await household.day(8)).counts).toEqual({});
    expect(household.told()).toContain('CONFIRMED DISABLED (2)');
    expect((await household.day(9)).counts).toEqual({});
    expect(household.told()).not.toContain('CONFIRMED');
    expect(household.writes()).toEqual(WRITES);
  });

  it.each<[string, (household: Household) => void | Promise<unknown>, onDay7: object]>([
    [
      'a day is missing at the end',
      async (household) => {
        // The sweep that announced ran a day late.
        household.clock.advance(DAY);
        await household.run(scheduledAt(NOW + DAY));
      },
      { stale: 2 },
    ],
    ['nobody had confirmed a subscription when it was told', withoutSubscriber, { stale: 2 }],
    [
      'the key was used meanwhile',
      async (household) => {
        await household.day(0);
        const [key] = household.alice.keys;
        if (key) key.lastUsed = { at: NOW + 3 * DAY, region: 'eu-west-1', service: 's3' };
        await household.day(4);
      },
      { inUse: 1, stale: 1, disabled: 1 },
    ],
    [
      'the password was set to a new one, which ages anew',
      async (household) => {
        await household.day(0);
        household.alice.password = { createdAt: daysAgo(400), changedAt: NOW + 3 * DAY };
        await household.day(4);
      },
      { inUse: 1, stale: 1, disabled: 1 },
    ],
    [
      'the key was used by its last day, and no sweep has seen it yet',
      async (household) => {
        await household.day(0);
        const [key] = household.alice.keys;
        if (key) key.lastUsed = { at: NOW + 7 * DAY - HOUR, region: 'eu-west-1', service: 's3' };
      },
      { inUse: 1, stale: 1, disabled: 1 },
    ],
  ])('the week is not over when %s', async (_what, before, onDay7) => {
    const household = await aHousehold();
    await before(household);
    expect((await household.day(7)).counts).toEqual(onDay7);
  });

  async function withoutSubscriber(household: Household): Promise<void> {
    const topic = household.account.topics[TOPIC_ARN];
    if (!topic) throw new Error('no topic');
    topic.subscriptionsConfirmed = 0;
    await household.day(0);
    topic.subscriptionsConfirmed = 1;
    await household.day(1);
  }

  it.each<[string, ms: number, disabled: boolean]>([
    ['a sweep that is an hour early finds that the week has passed', 7 * DAY - HOUR, true],
    ['a second earlier it has not', 7 * DAY - HOUR - 1_000, false],
  ])('%s', async (_rule, ms, disabled) => {
    const household = await aHousehold();
    await household.day(0);
    expect((await household.day(ms / DAY)).counts).toEqual(
      disabled ? { stale: 2, disabled: 2 } : { stale: 2 },
    );
  });

  it('with no notice at all the first sweep acts', async () => {
    const household = await aHousehold('enforce', 0);
    expect((await household.day(0)).counts).toEqual({ stale: 2, disabled: 2 });
  });
});

describe('what somebody enables again', () => {
  const restored = async () => {
    const household = await aHousehold();
    await household.day(0);
    await household.day(7);
    const [key] = household.alice.keys;
    if (key) key.status = 'Active';
    return household;
  };

  it('is told and held, and its clock starts anew', async () => {
    const household = await restored();
    const run = await household.day(8);
    expect(run).toMatchObject({ ended: 'completed' });
    expect(run.counts).toEqual({ held: 1 });
    expect(household.told()).toMatch(/ENABLED AGAIN BY SOMEBODY \(1\).* alice, access key/);
    expect(household.told()).toContain('CONFIRMED DISABLED (1)');
    // 45 days from the day it was seen, the last seven of them on notice again.
    expect((await household.day(8 + 37)).counts).toEqual({ held: 1 });
    expect((await household.day(8 + 38)).counts).toEqual({ due: 1 });
    expect((await household.day(8 + 44)).counts).toEqual({ due: 1 });
    expect(household.writes()).toEqual(WRITES);
    expect((await household.day(8 + 45)).counts).toEqual({ stale: 1, disabled: 1 });
  });

  it('for the second time is in a tug of war, and is left alone for good', async () => {
    const household = await restored();
    for (const day of [8, 46, 53]) await household.day(day);
    const [key] = household.alice.keys;
    expect(key?.status).toBe('Inactive');
    if (key) key.status = 'Active';
    for (const day of [54, 100, 500]) expect((await household.day(day)).counts).toEqual({ held: 1 });
    expect(household.told()).toContain('managed elsewhere?');
    expect(household.writes()).toHaveLength(3);
  });

  it('is told also of a password, although the new one is another', async () => {
    const household = await aHousehold();
    await household.day(0);
    await household.day(7);
    household.alice.password = { createdAt: NOW + 7 * DAY + 2 * HOUR };
    const run = await household.day(8);
    // A new password is young; it is told all the same, and the tug of war counts it.
    expect(run.counts).toEqual({ inUse: 1 });
    expect(household.told()).toMatch(/ENABLED AGAIN BY SOMEBODY \(1\).* alice, password/);
    expect(storedLedger(household.account).credentials[PASSWORD_ID]).toMatchObject({ timesRestored: 1 });
  });
});
