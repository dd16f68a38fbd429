import type { Fault } from './faults';
import type { Day, History } from './history';
import type { Run } from './journal';
import { LAWS } from './laws';
import type { Event } from './people';
import { play } from './play';
import { PROGRAM } from './program';
import { aDay, aDayWith, aFirstUser, aHistory, aSweeping, atOnce, days, restored } from './scenes';
import { timelineOf } from './timeline';
import { UNSETTLED } from './unsettled';

// Examples of what the random histories found: each is a promise of docs/design.md in one history of a few days.

beforeAll(() => UNSETTLED.clear());

/** Every law that the history breaks, with the timeline; empty is good. */
async function broken(history: History): Promise<string> {
  const world = await play(history, PROGRAM);
  const faults = LAWS.flatMap(({ name, brokenBy }) => brokenBy(world).map((fault) => `${name}: ${fault}`));
  return faults.length > 0 ? `${faults.join('\n')}\n${timelineOf(world.journal)}` : '';
}

async function runsOf(history: History): Promise<readonly Run[]> {
  return (await play(history, PROGRAM)).journal.runs;
}

/** The first day's sweep goes wrong after its write; at noon somebody enables the key again. */
function undoneAfter(...faults: Fault[]): History {
  const day: Day = { ...aDayWith(restored), sweeps: [aSweeping({ faults })] };
  return aHistory({ days: [day, ...days(3)] });
}

describe('a credential that a person enabled again before the next run looked is not disabled again', () => {
  const unwritten = (nth: number): Fault => ({
    kind: 'throws',
    call: 'records.writeLedger',
    nth,
    effect: false,
  });

  /** From the write to the record of its outcome. */
  const WINDOW = [11, 12, 13, 14];
  const others = Array.from({ length: 20 }, (_none, at) => at).filter((at) => !WINDOW.includes(at));

  it.each(others)('the function died at call %i', async (at) => {
    for (const effect of [false, true]) {
      expect(await broken(undoneAfter({ kind: 'kill', at, effect }))).toBe('');
    }
  });

  // What a run planned and is active now was never done, or was done and undone: with the function dead before
  // any record of the outcome, nothing in IAM tells which. The plan is carried out, as if it had not been begun.
  it.each(WINDOW)('but for the function that died at call %i, and then no law but that one', async (at) => {
    for (const effect of [false, true]) {
      const laws = (await broken(undoneAfter({ kind: 'kill', at, effect })))
        .split('\n')
        .filter((line) => /^\d\. /.test(line));
      expect(laws.filter((law) => !law.startsWith('6. Restoring sticks'))).toEqual([]);
      expect(laws.length).toBeLessThanOrEqual(1);
    }
  });

  it('the ledger could not be closed', async () => {
    expect(await broken(undoneAfter(unwritten(1)))).toBe('');
    expect(await broken(undoneAfter(unwritten(1), unwritten(2)))).toBe('');
  });

  it('the answer, the read-back or both were lost', async () => {
    const lost: Fault = { kind: 'throws', call: 'writer.disable', nth: 0, effect: true };
    const down: Fault = { kind: 'down', call: 'inspector.readBack' };
    for (const faults of [[lost], [down], [lost, down]]) {
      expect(await broken(undoneAfter(...faults))).toBe('');
    }
  });
});

it('an event that was delivered again after it could not be carried out leaves its outcome in the records', async () => {
  // The first delivery halts before anything, and records that; the second acts.
  const faults: Fault[] = [{ kind: 'down', call: 'records.readLedger' }];
  const twice: Day = { events: [], sweeps: [aSweeping({ faults, along: { duplicateAfter: 20 } })] };
  expect(await broken(aHistory({ days: [twice] }))).toBe('');
});

it('a report that took longer than five minutes does not make a restore of what its own run disabled', async () => {
  const slow: Fault = { kind: 'slow', call: 'reports.fetch', nth: 0, minutes: 6 };
  const sweeps = [aSweeping({ faults: [slow] }), aSweeping({ minute: 9 * 60, kind: 'manual' })];
  expect(await broken(aHistory({ days: [{ events: [], sweeps }, ...days(2)] }))).toBe('');
});

it('of two keys of the same second, the one in use does not read as a restore of the other', async () => {
  const keys = [
    { created: 90, used: 60 },
    { created: 90, used: 1 },
  ];
  expect(await broken(aHistory({ users: [aFirstUser({ keys })] }))).toBe('');
});

describe('two keys of the same second', () => {
  const twins = [
    { created: 90, used: 60 },
    { created: 90, used: 58 },
  ];

  it('the restore of one is remembered when the other is deleted', async () => {
    const first = atOnce({
      limits: { maxDisabledPerDay: 1, maxDisabledPercent: 100, onExceed: 'oldest-first' },
    });
    const other: Event = { kind: 'deleteKey', who: 0, which: 1 };
    const history = aHistory({
      policy: first,
      users: [aFirstUser({ keys: twins })],
      days: [aDayWith(other), aDayWith(restored), ...days(3)],
    });
    expect(await broken(history)).toBe('');
  });

  it('are not told apart by a date that is not understood', async () => {
    const keys = [60, 60].map((used) => ({ created: 90, used }));
    const oddCell: Fault = { kind: 'oddCell', who: 0, cell: 3 };
    const morning: Day = {
      events: [{ minute: 6 * 60, event: { kind: 'useKey', who: 0, which: 1 } }],
      sweeps: [aSweeping({ minute: 5 * 60, kind: 'preview' }), aSweeping({ faults: [oddCell] })],
    };
    expect(await broken(aHistory({ users: [aFirstUser({ keys })], days: [morning] }))).toBe('');
  });
});

it('of two deliveries at once, only the one that acts writes plan.json', async () => {
  const names = ['ada', 'bob', 'cy', 'dee', 'eve', 'fay'];
  const users = names.map((name) => aFirstUser({ name }));
  for (let turns = 0; turns < 30; turns += 1) {
    const both = { events: [], sweeps: [aSweeping({ along: 'duplicate', turns })] };
    expect(await broken(aHistory({ users, days: [both] }))).toBe('');
  }
});

it('an event is carried out once, also when another run came between its deliveries', async () => {
  const seven = aSweeping();
  const again: Day = {
    events: [{ minute: 7 * 60 + 20, event: { kind: 'mode', mode: 'enforce' } }],
    sweeps: [
      seven,
      aSweeping({ minute: 7 * 60 + 10, kind: 'manual' }),
      aSweeping({ minute: 7 * 60 + 40, of: 0 }),
    ],
  };
  expect(await broken(aHistory({ mode: 'dry-run', days: [again] }))).toBe('');
});

it('"stop" stops when more is to be disabled than the last looks of one budget can show', async () => {
  // Allowed is 1, and three get a last look; two of these have been used since the report.
  const users = ['ada', 'bob', 'cy', 'dee'].map((name, index) =>
    aFirstUser({ name, keys: [{ created: 90, used: 60 - index }] }),
  );
  const policy = atOnce({
    limits: { maxDisabledPerDay: 1, maxDisabledPercent: 100, onExceed: 'stop' },
  });
  const morning: Day = {
    events: [0, 1].map((who) => ({ minute: 6 * 60, event: { kind: 'useKey', who, which: 0 } })),
    sweeps: [
      aSweeping({ minute: 5 * 60, kind: 'preview' }),
      // Its report is the preview's, of an hour before they were used.
      aSweeping(),
    ],
  };
  const [, sweep] = await runsOf(aHistory({ policy, users, days: [morning, aDay()] }));
  expect({ disabled: sweep?.writes.map(({ words }) => words), ending: sweep?.ending }).toMatchObject({
    disabled: [],
    ending: { reason: 'limits' },
  });
});
