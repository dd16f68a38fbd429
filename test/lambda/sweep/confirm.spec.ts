import type { Policy } from '../../../lambda/domain/policy/schema';
import { MINUTE } from '../../../lambda/domain/instant';
import { daysAgo, LONG_AGO, NOW } from '../../support/builders';
import { closeAll } from '../../support/clients';
import { aDeployment, RECORD } from '../../support/deployment';
import { aKey, aUser, type FakeAccount, type FakeKey, type FakeUser } from '../../support/fake-aws';
import { AT_ONCE } from '../../support/staff';

// "What is planned is confirmed live before it counts": the last look can only take away.

afterEach(closeAll);

const KEY = 'AKIAZZZZZZZALICESKEY';
const OTHER_KEY = 'AKIAAAAAAAAALICESKEY';
const NOW_USED = { at: NOW, region: 'eu-west-1', service: 's3' };
/** Two are looked up with one call for all, so that GetUser is the beginning of the last look. */
const bystander = () => aUser({ name: 'zoe', keys: [aKey({ lastUsed: { ...NOW_USED, at: daysAgo(46) } })] });
const alice = (options: Partial<FakeUser> = {}) => aUser({ keys: [aKey({ id: KEY })], ...options });
const withPassword = (options: Partial<FakeUser> = {}) =>
  alice({ keys: [], password: { createdAt: LONG_AGO }, passwordLastUsedAt: daysAgo(100), ...options });

type Change = (user: FakeUser, key: FakeKey, account: FakeAccount) => void;

/** The change happens after the report and the look-up of tags, when the last look begins. */
async function swept(user: FakeUser, change: Change, policy: Partial<Policy> = {}) {
  const deployment = await aDeployment({
    users: [user, bystander()],
    mode: 'enforce',
    policy: { ...AT_ONCE, ...policy },
    account: { report: { ageMs: 3_600_000 } },
  });
  deployment.aws.faults.push({
    action: 'GetUser',
    user: 'alice',
    run: (account) => change(user, user.keys[0] ?? aKey(), account),
  });
  const { ended, counts } = await deployment.run();
  const message = deployment.digests()[0]?.message.replaceAll(/\s+/g, ' ') ?? '';
  return {
    ended,
    counts,
    message,
    aliceWrites: deployment.writes().filter((write) => !write.startsWith('zoe ')),
  };
}

/** What happens to `alice`, apart from the bystander, who is always disabled. */
const spared = (outcome: string) => ({
  ended: 'completed',
  counts: { stale: 2, disabled: 1, [outcome]: 1 },
  aliceWrites: [],
});

it('what nothing contradicts is disabled', async () => {
  expect(await swept(alice(), () => {})).toMatchObject({
    counts: { disabled: 2 },
    aliceWrites: [`alice UpdateAccessKey ${KEY} Inactive`],
  });
  expect(await swept(withPassword(), () => {})).toMatchObject({
    counts: { disabled: 2 },
    aliceWrites: ['alice DeleteLoginProfile'],
  });
});

describe('evidence that is younger than the report wins:', () => {
  it.each<[string, FakeUser, Change, outcome: string, told: string]>([
    [
      'a password used since',
      withPassword(),
      (user) => (user.passwordLastUsedAt = NOW),
      'refused',
      'used on 2026-11-20T07:00:00Z',
    ],
    [
      'a login profile created again',
      withPassword(),
      (user) => (user.password = { createdAt: daysAgo(1) }),
      'refused',
      'created on 2026-11-19T07:00:00Z',
    ],
    [
      'a login profile that is no more',
      withPassword(),
      (user) => delete user.password,
      'alreadyAbsent',
      'the user has no password any more',
    ],
    ['a key used since', alice(), (_, key) => (key.lastUsed = NOW_USED), 'refused', 'used on 2026-11-20'],
    [
      'a key that is Inactive',
      alice(),
      (_, key) => (key.status = 'Inactive'),
      'alreadyAbsent',
      'the key already is Inactive',
    ],
    [
      'a key that is Expired',
      alice(),
      (_, key) => (key.status = 'Expired'),
      'alreadyAbsent',
      'the key already is Expired',
    ],
    [
      'a key of a status that nobody knows',
      alice(),
      (_, key) => (key.status = 'Quarantined'),
      'refused',
      'status is "Quarantined"',
    ],
    [
      'a key that was deleted',
      alice(),
      (user) => user.keys.splice(0),
      'alreadyAbsent',
      'the key has been deleted',
    ],
    [
      'a key in place of another',
      alice(),
      (user) => user.keys.splice(0, 1, aKey({ createdAt: daysAgo(1) })),
      'alreadyAbsent',
      'the key has been deleted',
    ],
    [
      'another key of the same second in its place',
      alice(),
      (user) => user.keys.splice(0, 1, aKey({ id: OTHER_KEY })),
      'alreadyAbsent',
      'the key has been deleted',
    ],
    [
      'a user created again under the same name',
      alice(),
      (user) => (user.createdAt = daysAgo(1)),
      'refused',
      'the user has been deleted and created again',
    ],
    [
      'a user who moved',
      alice(),
      (user) => (user.path = '/moved/'),
      'refused',
      'the user has been renamed or moved',
    ],
    [
      'a user whose name is now written otherwise',
      alice(),
      (user) => (user.name = 'Alice'),
      'refused',
      'the user has been renamed or moved',
    ],
    [
      'a user who is no more',
      alice(),
      (_user, _key, account) => account.users.shift(),
      'refused',
      'the user no longer exists',
    ],
    [
      'a tag that exempts',
      alice(),
      (user) => (user.tags = { 'On-Leave': 'as of today' }),
      'refused',
      'now exempt: on leave',
    ],
    [
      'a use by a clock that is wrong',
      alice(),
      (_, key) => (key.lastUsed = { ...NOW_USED, at: NOW + 3_600_000 }),
      'refused',
      'which is in the future',
    ],
  ])('%s', async (_what, user, change, outcome, told) => {
    const run = await swept(user, change);
    expect(run).toMatchObject(spared(outcome));
    expect(run.message).toContain(told);
  });

  it('a group that exempts', async () => {
    const exemptions = [{ name: 'robots', match: { groups: ['robots'] }, reason: 'they are slow' }];
    const run = await swept(alice(), (user) => (user.groups = ['Robots']), { exemptions });
    expect(run).toMatchObject(spared('refused'));
    expect(run.message).toContain('now exempt: robots');
  });

  it('that the last key is gone, where a rule exempts users without keys', async () => {
    const exemptions = [{ name: 'people', match: { keys: 'none' as const }, reason: 'no programs' }];
    const oneKey = () => withPassword({ keys: [aKey({ id: KEY, lastUsed: NOW_USED })] });
    const gone = await swept(oneKey(), (user) => (user.keys = []), { exemptions });
    expect(gone).toMatchObject(spared('refused'));
    expect(gone.message).toContain('now exempt: people');
    const inactive = await swept(oneKey(), (_, key) => (key.status = 'Inactive'), { exemptions });
    expect(inactive).toMatchObject({ counts: { disabled: 2 }, aliceWrites: ['alice DeleteLoginProfile'] });
  });

  it('with judge "user" the use of another credential', async () => {
    const user = alice({
      keys: [aKey({ id: KEY }), aKey({ id: OTHER_KEY, createdAt: daysAgo(300), status: 'Inactive' })],
    });
    const used: Change = ({ keys: [, other] }) => other && (other.lastUsed = NOW_USED);
    expect(await swept(user, used, { judge: 'user' })).toMatchObject(spared('refused'));
  });

  it('and of two keys of one user only the one that was used is spared', async () => {
    const user = alice({ keys: [aKey({ id: KEY }), aKey({ id: OTHER_KEY, createdAt: daysAgo(300) })] });
    expect(await swept(user, (_, key) => (key.lastUsed = NOW_USED))).toMatchObject({
      counts: { stale: 3, disabled: 2, refused: 1 },
      aliceWrites: [`alice UpdateAccessKey ${OTHER_KEY} Inactive`],
    });
  });
});

describe('what happened between the report and the look-up is seen there:', () => {
  async function sweptAfter(change: (user: FakeUser) => void) {
    const user = alice();
    const deployment = await aDeployment({
      users: [user, bystander()],
      mode: 'enforce',
      policy: AT_ONCE,
      account: { report: { ageMs: 3_600_000 } },
    });
    change(user);
    const { ended, counts } = await deployment.run();
    return { ended, counts, writes: deployment.writes().filter((write) => !write.startsWith('zoe ')) };
  }

  it.each<[string, (user: FakeUser) => void, verdict: string]>([
    ['a user created again', (user) => (user.createdAt = daysAgo(1)), 'unclear'],
    ['a user renamed', (user) => (user.name = 'alice2'), 'unclear'],
    ['a tag that exempts', (user) => (user.tags = { 'on-leave': '' }), 'exempt'],
  ])('%s', async (_what, change, verdict) => {
    expect(await sweptAfter(change)).toEqual({
      ended: 'completed',
      counts: { stale: 1, disabled: 1, [verdict]: 1 },
      writes: [],
    });
  });
});

it('keys of one second that last use and status tell apart are told apart', async () => {
  const user = alice({
    keys: [
      aKey({ id: KEY, lastUsed: { ...NOW_USED, at: daysAgo(60) } }),
      aKey({ id: OTHER_KEY, lastUsed: { ...NOW_USED, at: daysAgo(2) } }),
    ],
  });
  expect(await swept(user, () => {})).toMatchObject({
    ended: 'completed',
    aliceWrites: [`alice UpdateAccessKey ${KEY} Inactive`],
  });
});

it('a last look that fails leaves its user alone, and the others go their way', async () => {
  const deployment = await aDeployment({ users: [alice(), bystander()], mode: 'enforce', policy: AT_ONCE });
  deployment.aws.faults.push({ action: 'GetAccessKeyLastUsed', user: 'alice', html: true });
  expect(await deployment.run()).toMatchObject({
    ended: 'ActionsFailed',
    message: `1 of the planned actions failed, the digest names them; ${RECORD}`,
    counts: { failed: 1, disabled: 1 },
  });
  expect(deployment.writes()).toEqual([expect.stringMatching(/^zoe /)]);
  expect(deployment.digests()[0]?.message).toMatch(
    /FAILED \(1\)[^]*not touched; the last look failed: GetAccessKeyLastUsed/,
  );
});

describe('candidates are looked at', () => {
  const five = () => ['a', 'b', 'c', 'd', 'e'].map((name) => aUser({ name, keys: [aKey()] }));
  const allowing = (maxDisabledPerDay: number, onExceed: Policy['limits']['onExceed'] = 'oldest-first') => ({
    ...AT_ONCE,
    limits: { ...AT_ONCE.limits, maxDisabledPerDay, onExceed },
  });
  const deployed = (users: FakeUser[], policy: Partial<Policy>) =>
    aDeployment({ users, mode: 'enforce', policy: policy, account: { report: { ageMs: 0 } } });

  it('up to three times as many as are allowed', async () => {
    const deployment = await deployed(five(), allowing(1));
    expect(await deployment.run()).toMatchObject({ counts: { stale: 5, disabled: 1 } });
    expect(deployment.calls()).toMatchObject({ GetUser: 3 });
  });

  it('until as many are confirmed as are allowed', async () => {
    const users = Array.from({ length: 40 }, (_none, index) => aUser({ name: `u${index}`, keys: [aKey()] }));
    const deployment = await deployed(users, allowing(15));
    expect(await deployment.run()).toMatchObject({ counts: { stale: 40, disabled: 15 } });
    // Eight at a time, so a few more may be under way.
    expect(deployment.calls()['GetUser']).toBeLessThanOrEqual(15 + 7);
  });

  it('in their order: an older one is not passed by for a younger one of a user who came first', async () => {
    const old = { ...NOW_USED, at: daysAgo(300) };
    const users = [
      aUser({
        name: 'a',
        keys: [
          aKey({ lastUsed: { ...old, at: daysAgo(400) } }),
          aKey({ createdAt: daysAgo(200), lastUsed: { ...old, at: daysAgo(100) } }),
        ],
      }),
      aUser({ name: 'b', keys: [aKey({ lastUsed: old })] }),
    ];
    const deployment = await deployed(users, allowing(2));
    await deployment.run();
    expect(deployment.writes().map((write) => write[0])).toEqual(['a', 'b']);
  });

  it('for half of the time, and what was confirmed by then is done', async () => {
    const users = Array.from({ length: 40 }, (_none, index) => aUser({ name: `u${index}`, keys: [aKey()] }));
    const deployment = await deployed(users, allowing(100));
    deployment.aws.faults.push({
      action: 'GetAccessKeyLastUsed',
      skip: 9,
      times: 1,
      run: () => deployment.clock.advance(6.1 * MINUTE),
    });
    const run = await deployment.run();
    const done = run.counts.disabled ?? 0;
    expect(done).toBeGreaterThanOrEqual(9);
    expect(done).toBeLessThan(40);
    expect(deployment.digests()[0]?.message.replaceAll(/\s+/g, ' ')).toContain(
      `STALE, AND BEYOND TODAY'S LIMIT (${40 - done}) By the policy's limits this run may disable at most 40. Those unused longest come first. No time was left to look at all of them; the next run goes on with the others.`,
    );
  });

  it('under "stop" until there are too many, and not one is disabled', async () => {
    const deployment = await deployed(five(), allowing(2, 'stop'));
    expect((await deployment.run()).message).toContain('5 credentials would be disabled, but 2 are allowed');
    expect(deployment.writes()).toEqual([]);
  });
});
