import { DAY, HOUR, MINUTE } from '../../../lambda/domain/instant';
import { daysAgo, LONG_AGO, NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import {
  aDeployment,
  type Deployment,
  type DeploymentOptions,
  type Run,
  scheduledAt,
} from '../../support/deployment';
import { aKey, aUser, type FakeUser } from '../../support/fake-aws';
import { AT_ONCE } from '../../support/staff';
import { storedLedger, storeLedger } from '../../support/stored';

// "Notice, ledger, live look, write and restore go by the key id" (docs/design.md §4.4): keys of one second, keys that the
// report does not show, and ledgers that know keys by their second alone.

afterEach(closeAll);

const A = 'AKIAAAAAAAAAAAAKEYA0';
const B = 'AKIABBBBBBBBBBBBKEYB0';
const C = 'AKIACCCCCCCCCCCCKEYC0';
const SECOND = `arn:aws:iam::123456789012:user/alice@2024-01-01T00:00:00Z/key@2024-01-01T00:00:00Z`;
const used = (days: number) => ({ lastUsed: { at: daysAgo(days), region: 'eu-west-1', service: 's3' } });
const weekly = { ...AT_ONCE, exemptions: [], noticeDays: 7 };

interface Days extends Deployment {
  readonly alice: FakeUser;
  /** The scheduled sweep so many days after NOW. */
  day(days: number): Promise<Run>;
  /** The last digest on one line. */
  mail(): string;
}

async function theDays(keys: FakeUser['keys'], options: DeploymentOptions = {}): Promise<Days> {
  const alice = aUser({ keys });
  const deployment = await aDeployment({ users: [alice], mode: 'enforce', policy: weekly, ...options });
  return {
    ...deployment,
    alice,
    day: (count) => {
      deployment.clock.advance(NOW + count * DAY - deployment.clock.now());
      return deployment.run(scheduledAt(deployment.clock.now()));
    },
    mail: () => deployment.digests().at(-1)?.message.replaceAll(/\s+/g, ' ') ?? '',
  };
}

const status = ({ alice }: Days) => Object.fromEntries(alice.keys.map(({ id, status: is }) => [id, is]));
function swap({ alice: { keys } }: Days): void {
  for (const key of keys) key.status = key.status === 'Active' ? 'Inactive' : 'Active';
}

describe('two keys of one second, one of them inactive', () => {
  it('swapped between the report and the sweep: neither is disabled', async () => {
    const lived = await theDays([
      aKey({ id: A, ...used(60) }),
      aKey({ id: B, status: 'Inactive', ...used(70) }),
    ]);
    for (let day = 0; day < 7; day += 1) await lived.day(day);
    lived.clock.advance(21 * HOUR);
    await lived.invoke({ mode: 'dry-run' });
    lived.clock.advance(HOUR);
    swap(lived);
    const run = await lived.day(7);
    expect(run.counts).toMatchObject({ alreadyAbsent: 1 });
    expect(status(lived)).toEqual({ [A]: 'Inactive', [B]: 'Active' });
  });

  it('swapped on the fifth day of the notice: the other one gets a notice of its own', async () => {
    const lived = await theDays([
      aKey({ id: A, ...used(60) }),
      aKey({ id: B, status: 'Inactive', ...used(70) }),
    ]);
    await lived.day(0);
    await lived.day(5);
    swap(lived);
    await lived.day(6);
    expect(lived.mail()).toMatch(/NEWLY ON NOTICE \(1\).*\(AKIA\.\.\.EYB0\)/);
    await lived.day(7);
    expect(lived.writes()).toEqual([]);
    await lived.day(13);
    expect(lived.writes()).toEqual([`alice UpdateAccessKey ${B} Inactive`]);
  });

  it('never used: neither is announced, and the digest says why', async () => {
    const lived = await theDays([aKey({ id: A }), aKey({ id: B, status: 'Inactive' })]);
    expect((await lived.day(0)).counts).toEqual({ unclear: 1 });
    expect(lived.mail()).toContain(
      'another key of the same second, and the last use does not tell them apart',
    );
  });
});

it('two active keys of one second that were never used are announced and disabled together', async () => {
  const lived = await theDays([aKey({ id: B }), aKey({ id: A })]);
  await lived.day(0);
  expect(lived.mail()).toMatch(/ON NOTICE \(2\).*EYA0.*EYB0/);
  await lived.day(7);
  expect(status(lived)).toEqual({ [A]: 'Inactive', [B]: 'Inactive' });
  await lived.day(8);
  expect(lived.mail()).toMatch(/CONFIRMED DISABLED \(2\).*EYA0.*EYB0/);
});

it('of two such keys neither is disabled when the limit allows one', async () => {
  const limits = { maxDisabledPerDay: 1, maxDisabledPercent: 100, onExceed: 'oldest-first' };
  const lived = await theDays([aKey({ id: B }), aKey({ id: A })], { policy: { ...weekly, limits } });
  await lived.day(0);
  await lived.day(7);
  expect(lived.writes()).toEqual([]);
  expect(lived.mail()).toMatch(/STALE, AND BEYOND TODAY'S LIMIT \(2\)/);
});

describe('of two such keys neither is disabled, once they are no longer alike', () => {
  const atOnce = { ...AT_ONCE, exemptions: [] };
  /** The report shows both as active and never used. */
  const pair = () => theDays([aKey({ id: B }), aKey({ id: A })], { policy: atOnce });

  it('because one has been disabled since the report', async () => {
    const lived = await pair();
    await lived.invoke({ mode: 'dry-run' });
    lived.clock.advance(HOUR);
    const [key] = lived.alice.keys;
    if (key) key.status = 'Inactive';
    expect((await lived.run(scheduledAt(NOW + HOUR))).counts).toEqual({ unclear: 2 });
    expect(lived.writes()).toEqual([]);
  });

  it('because one was used right before the last look', async () => {
    const lived = await pair();
    lived.aws.faults.push({
      action: 'ListAccessKeys',
      skip: 1,
      times: 1,
      run: () => {
        const [key] = lived.alice.keys;
        if (key) key.lastUsed = { at: lived.clock.now(), region: 'eu-west-1', service: 's3' };
      },
    });
    expect((await lived.day(0)).counts).toMatchObject({ refused: 2 });
    expect(lived.writes()).toEqual([]);
    expect(lived.mail()).toMatch(/SPARED BY THE LAST LOOK \(2\).*the other one was not confirmed/);
  });
});

it('a restored key of a second is never told as confirmed, although it was used since', async () => {
  const policy = { ...AT_ONCE, exemptions: [] };
  const lived = await theDays([aKey({ id: A, ...used(60) }), aKey({ id: B, ...used(1) })], { policy });
  await lived.day(0);
  expect(status(lived)).toEqual({ [A]: 'Inactive', [B]: 'Active' });
  const [key] = lived.alice.keys;
  if (!key) throw new Error('alice has keys');
  lived.clock.advance(2 * HOUR);
  key.status = 'Active';
  key.lastUsed = { at: lived.clock.now(), region: 'eu-west-1', service: 's3' };
  await lived.day(1);
  expect(lived.mail()).toMatch(/ENABLED AGAIN BY SOMEBODY \(1\).*EYA0/);
  expect(lived.mail()).not.toContain('CONFIRMED DISABLED');
});

describe('a third key, which the report only hints at', () => {
  const three = () => [
    aKey({ id: A, createdAt: daysAgo(300), ...used(1) }),
    aKey({ id: B, createdAt: daysAgo(290), ...used(1) }),
    aKey({ id: C, createdAt: daysAgo(280), ...used(200) }),
  ];

  it('is judged, announced and disabled as any other', async () => {
    const lived = await theDays(three());
    expect((await lived.day(0)).counts).toEqual({ inUse: 2, stale: 1 });
    expect(lived.mail()).toMatch(/ON NOTICE \(1\).*EYC0.*3 keys are active/);
    await lived.day(7);
    expect(status(lived)).toEqual({ [A]: 'Active', [B]: 'Active', [C]: 'Inactive' });
  });

  it('says for what it was last used, and warns where mail would stop with it', async () => {
    const [first, second, third] = three();
    if (!first || !second || !third) throw new Error('three keys');
    const lived = await theDays([
      first,
      second,
      { ...third, lastUsed: { at: daysAgo(200), region: 'eu-west-1', service: 'ses' } },
    ]);
    await lived.day(0);
    expect(lived.mail()).toMatch(/EYC0.* for ses in eu-west-1/);
    expect(lived.mail()).toContain(
      'it was last used to send mail by Amazon SES, and such mail stops with it',
    );
  });

  it.each(['ListAccessKeys', 'GetAccessKeyLastUsed'])(
    'with %s denied, the keys of the report are unclear',
    async (action) => {
      const lived = await theDays(three());
      lived.aws.faults.push({ action, error: { code: 'AccessDenied', status: 403 } });
      expect((await lived.day(0)).counts).toEqual({ unclear: 2 });
      expect(lived.mail()).toMatch(/the user has more keys than the report shows: .*AccessDenied/);
    },
  );
});

describe('a key whose id cannot be learnt', () => {
  it('is not announced when ListAccessKeys is denied', async () => {
    const lived = await theDays([aKey({ id: A, ...used(60) })]);
    lived.aws.faults.push({
      action: 'ListAccessKeys',
      error: { code: 'AccessDenied', status: 403 },
      times: 1,
    });
    expect((await lived.day(0)).counts).toEqual({ unclear: 1 });
    expect(storedLedger(lived.account).credentials).toEqual({});
    expect((await lived.day(1)).counts).toEqual({ stale: 1 });
  });

  it('halts the run when it is denied for at least three users, and for all of them', async () => {
    const three = ['ada', 'bob', 'eve'].map((name) => aUser({ name, keys: [aKey()] }));
    const lived = await theDays([], { users: three });
    const denied = { action: 'ListAccessKeys', error: { code: 'AccessDenied', status: 403 } };
    lived.aws.faults.push(denied);
    expect(await lived.day(0)).toMatchObject({ ended: 'SweepHalted: permissions' });
    expect(lived.mail()).toContain('the access keys of none of 3 users could be listed');
    lived.aws.faults.splice(0, 1, { ...denied, user: 'ada' });
    expect((await lived.day(1)).counts).toEqual({ unclear: 1, stale: 2 });
  });

  it('is not announced when no time is left for it', async () => {
    const lived = await theDays([aKey({ id: A, ...used(60) })], { lifetime: 6 * MINUTE });
    expect((await lived.day(0)).counts).toEqual({ unclear: 1 });
    expect(lived.mail()).toContain('no time to look up its access key id');
  });
});

it('a notice in a ledger of an earlier release, which knew keys by their second, is kept', async () => {
  const lived = await theDays([aKey({ id: A, ...used(60) })]);
  await lived.day(0);
  const { credentials, ...ledger } = storedLedger(lived.account);
  const entry = credentials[`${SECOND}/${A}`];
  if (!entry) throw new Error('the key was announced');
  storeLedger(lived.account, { ...ledger, credentials: { [SECOND]: entry } });
  await lived.day(7);
  expect(lived.writes()).toEqual([`alice UpdateAccessKey ${A} Inactive`]);
  expect(Object.keys(storedLedger(lived.account).credentials)).toEqual([`${SECOND}/${A}`]);
});

it('costs one call for each user who is newly on notice, and none on the next day', async () => {
  const lived = await theDays([aKey({ id: A, createdAt: LONG_AGO, ...used(60) })]);
  await lived.day(0);
  const first = lived.calls()['ListAccessKeys'];
  await lived.day(1);
  expect([first, lived.calls()['ListAccessKeys']]).toEqual([1, 1]);
});
