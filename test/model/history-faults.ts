import type { Call, Fault } from './faults';
import { meanwhile } from './history-events';
import { fc } from '../support/runs';

const CALLS: readonly Call[] = [
  'settings.read',
  'reports.fetch',
  'directory.lookUp',
  'directory.listKeys',
  'directory.listUsers',
  'inspector.readUser',
  'inspector.readBack',
  'passwordEvents.since',
  'passwordEvents.since',
  'writer.disable',
  'topic.subscribers',
  'topic.reception',
  'topic.publish',
  'topic.publish',
  'records.readLedger',
  'records.firstRun',
  'records.writeLedger',
  'records.writeLedger',
  'records.write',
  'records.read',
];
const call = fc.constantFrom(...CALLS);
const at = fc.integer({ min: 0, max: 24 });
const nth = fc.nat(3);
const only = <K extends Fault['kind']>(kind: K) => fc.constant({ kind });

/** Anything that may go wrong in one invocation. */
export const fault: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('kill' as const), at, effect: fc.boolean() }) },
  {
    weight: 12,
    arbitrary: fc.record({ kind: fc.constant('throws' as const), call, nth, effect: fc.boolean() }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('down' as const), call }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('no' as const),
      nth,
      code: fc.constantFrom('EntityTemporarilyUnmodifiable' as const, 'other' as const),
      afterLostTry: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('slow' as const),
      call: fc.constantFrom<Call>(
        'reports.fetch',
        'records.write',
        'records.writeLedger',
        'directory.lookUp',
        'passwordEvents.since',
        'directory.listKeys',
      ),
      nth: fc.constantFrom(0, 0, 1),
      minutes: fc.integer({ min: 4, max: 16 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('sentTwice' as const), nth: fc.nat(1) }) },
  { weight: 2, arbitrary: only('reportCutShort') },
  { weight: 2, arbitrary: only('reportOld') },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('reportLate' as const),
      minutes: fc.constantFrom(1, 4, 7, 9, 30),
    }),
  },
  { weight: 2, arbitrary: only('ledgerDeleted') },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('rowsMissing' as const),
      rows: fc.integer({ min: 1, max: 20 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('oddCell' as const), who: fc.nat(9), cell: fc.nat(3) }),
  },
  { weight: 2, arbitrary: only('namelessEvents') },
  { weight: 1, arbitrary: only('badMode') },
  { weight: 1, arbitrary: only('badPolicy') },
  { weight: 1, arbitrary: only('ledgerGarbled') },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('ledgerAhead' as const),
      where: fc.oneof(
        { weight: 4, arbitrary: fc.nat(9) },
        { weight: 1, arbitrary: fc.constant('open' as const) },
      ),
      field: fc.constantFrom('announcedAt', 'disabledAt', 'restoredAt', 'passedOverAt'),
      minutes: fc.constantFrom(16, 24 * 60, 400 * 24 * 60),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('unreadTags' as const),
      who: fc.oneof(fc.nat(9), fc.constant('all' as const)),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('readLag' as const), ms: fc.constantFrom(500, 2_000, 20_000) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('meanwhile' as const), at, event: meanwhile }),
  },
);
