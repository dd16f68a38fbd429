import { answerInProcess } from '../../support/fake-aws/in-process';
import { fc, runs } from '../../support/runs';
import { HOSTILE_NAMES } from './meanwhile/hostile-names';
import { LOCK_LAWS } from './meanwhile/laws';
import { type Lived, live } from './meanwhile/lived';
import { lockMutated } from './meanwhile/mutated';
import { SEEDED_IN_LOCK } from './meanwhile/mutations';
import { scene } from './meanwhile/scene';

// The real lock and the real SDK, without sockets and without a pace, while others change the account. LAW_RUNS=4000
// tries 10,000 accounts, in some minutes.

jest.mock('p-throttle', () => () => (call: unknown) => call);
jest.setTimeout(60 * 60_000);
beforeAll(answerInProcess);

/** `npm run test:all` tries 300. */
const SCENES = runs(25);
/** So many must be enough to find what was broken on purpose. */
const SOON = 600;

const broken = (lived: Lived) =>
  LOCK_LAWS.flatMap((law) => law.broken(lived).map((how) => `${law.name}: ${how}`));

it('breaks no law, whatever others do while it runs', async () => {
  let writes = 0;
  const ended = new Set<number>();
  await fc.assert(
    fc.asyncProperty(scene, async (each) => {
      const lived = await live(each);
      writes += lived.writes.length;
      ended.add(lived.ended.code);
      const faults = broken(lived);
      if (faults.length > 0) throw new Error([...faults, lived.ended.stdout, lived.ended.stderr].join('\n'));
    }),
    { numRuns: SCENES },
  );
  // Scenes in which nothing is locked would prove nothing.
  expect(writes).toBeGreaterThan(SCENES / 3);
  expect(ended).toEqual(new Set([0, 1, 2, 4]));
});

it.each(HOSTILE_NAMES.map((_, index) => [index, HOSTILE_NAMES[index]?.('bob')] as const))(
  'hostile name %i, %j, locks nobody',
  async (hostile) => {
    const users = [{ name: 'bob', path: '/team/', keys: ['Active' as const], password: true }];
    for (const deployed of [true, false]) {
      const lived = await live({ users, typed: { hostile }, yes: true, deployed, deeds: [], faults: [] });
      expect(broken(lived)).toEqual([]);
      expect(lived.writes).toEqual([]);
    }
  },
);

it.each(SEEDED_IN_LOCK)(
  '$law: finds that $what',
  async ({ law: name, mutation, narrowed = (each) => each }) => {
    const program = lockMutated(mutation);
    const [law] = LOCK_LAWS.filter((each) => each.name === name);
    if (!law) throw new Error(`there is no law ${name}`);
    const holds = fc.asyncProperty(
      scene,
      async (each) => law.broken(await live(narrowed(each), program)).length === 0,
    );
    const { failed } = await fc.check(holds, { numRuns: SOON, endOnFailure: true });
    expect(failed).toBe(true);
  },
);

it('every law is broken by at least one of them', () => {
  const found = new Set(SEEDED_IN_LOCK.map(({ law }) => law));
  expect(LOCK_LAWS.map(({ name }) => name).filter((name) => !found.has(name))).toEqual([]);
});
