import type { Call, Fault } from './faults';
import { type History, history } from './history';
import { LAWS } from './laws';
import type { Law } from './laws/law';
import { play } from './play';
import { PROGRAM } from './program';
import { timelineOf } from './timeline';
import { fc, LAW_RUNS } from '../support/runs';

// The laws in histories in which people lock users as well, and undo the locks or not. Nothing of a lock acts. These
// histories are apart, so that those of the other laws stay what they were.

const lock = fc.record({
  kind: fc.constant('lock' as const),
  who: fc.nat(20),
  killed: fc.boolean(),
});
const fault: fc.Arbitrary<Fault> = fc.record({
  kind: fc.constant('throws' as const),
  call: fc.constantFrom<Call>('records.listLocks', 'records.readLock', 'directory.listKeys'),
  nth: fc.nat(2),
  effect: fc.boolean(),
});
const order = fc.record({
  day: fc.nat(59),
  minute: fc.integer({ min: 0, max: 24 * 60 - 1 }),
  lock,
  fault: fc.option(fault),
});

/** Some days get a lock, and perhaps a fault of the calls that follow locks up. */
const withLocks: fc.Arbitrary<History> = fc
  .tuple(history, fc.array(order, { minLength: 1, maxLength: 8 }))
  .map(([lived, orders]) => ({
    ...lived,
    days: lived.days.map((day, index) => {
      const ofDay = orders.filter((each) => each.day % lived.days.length === index);
      const faults = ofDay.flatMap((each) => each.fault ?? []);
      return {
        events: [...day.events, ...ofDay.map(({ minute, lock: event }) => ({ minute, event }))],
        sweeps: day.sweeps.map((sweep) => ({ ...sweep, faults: [...sweep.faults, ...faults] })),
      };
    }),
  }));

/** 4: "Nothing that was done stays unreported": a lock that is on record is told to somebody. */
const locksAreTold: Law = {
  name: '4. Locks are told',
  brokenBy: ({ bucket, journal }) => {
    const mails = journal.runs.flatMap(({ delivered }) =>
      delivered.filter(({ subscribers }) => subscribers > 0),
    );
    const ids = new Set([...bucket.locks.keys()].map((key) => key.split('/')[0] ?? ''));
    return [...ids]
      .filter((id) => !mails.some(({ body }) => body.includes(`/${id}/`)))
      .map((id) => `nobody was told of lock ${id}`);
  },
};

it(
  'every law holds, and every lock is told',
  async () => {
    const property = fc.asyncProperty(withLocks, async (lived) => {
      const world = await play(lived, PROGRAM);
      const broken = [...LAWS, locksAreTold].flatMap(({ name, brokenBy }) =>
        brokenBy(world).map((how) => `${name}: ${how}`),
      );
      expect(broken.length > 0 ? [...broken, timelineOf(world.journal)] : []).toEqual([]);
    });
    await fc.assert(property, { numRuns: Math.max(20, LAW_RUNS) });
  },
  30 * 60_000,
);
