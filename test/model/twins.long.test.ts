import { DAY } from '../../lambda/domain/instant';
import { aPolicy } from '../support/builders';
import { fc, runs } from '../support/runs';
import { enabledCredentials, keyLabel } from './account';
import type { Fault } from './faults';
import type { Day, History } from './history';
import { LAWS } from './laws';
import type { Event } from './people';
import { play } from './play';
import { PROGRAM } from './program';
import { aDay, aFirstUser, aHistory, aSweeping } from './scenes';
import { timelineOf } from './timeline';
import type { World } from './world';

// Two keys of one user and one second, in any status and any use, swapped at any instant between report, notice and act.
// LAW_RUNS=5000 tries 10,000 histories.

const swap: Event = { kind: 'swapKeys', who: 0 };
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(swap) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('toggleKey' as const), who: fc.constant(0), which: fc.nat(1) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('useKey' as const), who: fc.constant(0), which: fc.nat(1) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('deleteKey' as const), who: fc.constant(0), which: fc.nat(1) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('restore' as const), which: fc.nat(1) }) },
);
const meanwhile: fc.Arbitrary<Fault> = fc.record({
  kind: fc.constant('meanwhile' as const),
  at: fc.nat(14),
  event: fc.constant(swap),
});
const rarely = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant<T[]>([]) },
    { weight: 1, arbitrary: fc.array(arbitrary, { minLength: 1, maxLength: 2 }) },
  );
/** A preview some hours earlier leaves a report that the day's sweep gets from the cache. */
const earlier = aSweeping({ minute: 4 * 60, kind: 'preview' });

const day: fc.Arbitrary<Day> = fc
  .record({
    events: rarely(fc.record({ minute: fc.integer({ min: 0, max: 24 * 60 - 1 }), event })),
    cached: fc.boolean(),
    faults: rarely(meanwhile),
  })
  .map(({ events, cached, faults }) => ({
    events,
    sweeps: [...(cached ? [earlier] : []), aSweeping({ faults })],
  }));

const used = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  { weight: 2, arbitrary: fc.constantFrom(20, 38, 50) },
);
const history: fc.Arbitrary<History> = fc
  .record({
    used: fc.tuple(used, used),
    inactive: fc.tuple(fc.boolean(), fc.boolean()),
    noticeDays: fc.constantFrom(1, 3, 7),
    days: fc.array(day, { minLength: 4, maxLength: 14 }),
  })
  .map(({ used: [one, other], inactive: [first, second], noticeDays, days }) =>
    aHistory({
      policy: aPolicy({
        noticeDays,
        limits: { maxDisabledPerDay: 20, maxDisabledPercent: 100, onExceed: 'oldest-first' },
      }),
      users: [
        aFirstUser({
          keys: [
            { created: 90, used: one, inactive: first },
            { created: 90, used: other, inactive: second },
          ],
        }),
      ],
      days,
    }),
  );

// A swap in the milliseconds before a write makes it a write without effect, which IAM accepts all the same. So the law that
// a digest tells only what was done is asked elsewhere.
const ASKED = LAWS.filter(({ name }) => /^(1|3|6)\.|Told after/.test(name));

it(
  'none is disabled that was not announced, told as another, or restored and disabled again',
  async () => {
    const property = fc.asyncProperty(history, async (lived) => {
      const world = await play(lived, PROGRAM);
      const faults = ASKED.flatMap(({ brokenBy }) => brokenBy(world));
      expect(faults.length === 0 ? [] : [...faults, timelineOf(world.journal)]).toEqual([]);
    });
    await fc.assert(property, { numRuns: runs(20), endOnFailure: true });
  },
  30 * 60_000,
);

/** Keys that a run disabled although it left the other one of a never-used pair active. */
function halves(world: World): string[] {
  return world.journal.runs.flatMap(({ invocation, writes }) =>
    writes
      .filter(
        ({ user }) =>
          user.keys.length === 2 &&
          user.keys.every(({ uses, status }) => uses.length === 0 && status === 'Active'),
      )
      .filter(({ user, label }) => {
        const other = user.keys.find((key) => keyLabel(user, key) !== label);
        return other && !writes.some((write) => write.label === keyLabel(user, other));
      })
      .map(({ words }) => `#${invocation} ${words}`),
  );
}

it('two active keys that were never used are disabled together or not at all', async () => {
  const noFaults = (lived: History): History => ({
    ...lived,
    days: lived.days.map(({ events, sweeps }) => ({
      events,
      sweeps: sweeps.map((sweeping) => ({ ...sweeping, faults: [] })),
    })),
  });
  const property = fc.asyncProperty(history, async (lived) => {
    expect(halves(await play(noFaults(lived), PROGRAM))).toEqual([]);
  });
  await fc.assert(property, { numRuns: runs(10), endOnFailure: true });
});

it('two active keys that were never used are disabled, each by its id', async () => {
  const world = await play(
    aHistory({
      policy: aPolicy({
        noticeDays: 7,
        limits: { maxDisabledPerDay: 20, maxDisabledPercent: 100, onExceed: 'oldest-first' },
      }),
      users: [
        aFirstUser({
          keys: [
            { created: 90, used: null },
            { created: 90, used: null },
          ],
        }),
      ],
      days: Array.from({ length: 9 }, () => aDay()),
    }),
    PROGRAM,
  );
  const [write, other] = world.journal.runs.flatMap(({ writes }) => writes);
  expect(enabledCredentials(world.users)).toEqual([]);
  expect(write?.label).not.toBe(other?.label);
  expect((write?.at ?? 0) - (world.journal.runs[0]?.startedAt ?? 0)).toBeGreaterThan(7 * DAY - 3_600_000);
});
