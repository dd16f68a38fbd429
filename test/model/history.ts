import type { Policy } from '../../lambda/domain/policy/schema';
import type { Fault } from './faults';
import { fault } from './history-faults';
import { event, policy } from './history-events';
import { NAMES } from './history-names';
import type { Event } from './people';
import { fc } from '../support/runs';

/** A user on the first day: everything in days before it. */
export interface FirstUser {
  readonly name: string;
  readonly path: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly groups: readonly string[];
  readonly password: { readonly set: number; readonly used: number | null } | null;
  /** Keys of the same day are twins: created in the same second. */
  readonly keys: readonly {
    readonly created: number;
    readonly used: number | null;
    readonly inactive?: boolean;
  }[];
}

/** One invocation, and what may come along with it. */
export interface Sweeping {
  /** Of the day. Scheduled ones are at seven. */
  readonly minute: number;
  readonly kind: 'manual' | 'preview' | 'scheduled';
  readonly faults: readonly Fault[];
  /** A second one at the same time, or the same event once more after so many minutes. */
  readonly along: 'nothing' | 'duplicate' | 'manual' | { readonly duplicateAfter: number };
  /** The event of the day's n-th sweep once more, with other runs between. */
  readonly of?: number;
  /** Decides who takes turns when two run at once. */
  readonly turns: number;
}

export interface Day {
  readonly events: readonly { readonly minute: number; readonly event: Event }[];
  /** Without a scheduled one, the day's event was lost. */
  readonly sweeps: readonly Sweeping[];
}

/** All that happens to one account. Plain JSON, so that it can be printed and kept. */
export interface History {
  readonly policy: Policy;
  readonly mode: 'dry-run' | 'enforce';
  readonly users: readonly FirstUser[];
  readonly days: readonly Day[];
}

const SEVEN = 7 * 60;
const minute = fc.integer({ min: 0, max: 24 * 60 - 1 });
const some = <T>(weight: number, arbitrary: fc.Arbitrary<T>, otherwise: T) =>
  fc.oneof({ weight: 100 - weight, arbitrary: fc.constant(otherwise) }, { weight, arbitrary });

const ago = fc.integer({ min: 5, max: 70 });
const used = fc.option(fc.integer({ min: 0, max: 60 }));

/** Half of them never used, and half with an inactive one. */
const twins = fc
  .record({ created: ago, used: fc.tuple(used, used), never: fc.boolean(), inactive: fc.boolean() })
  .map(({ created, used: [one, other], never, inactive }) => [
    { created, used: never ? null : one },
    { created, used: never ? null : other, inactive },
  ]);

function firstUser(name: string): fc.Arbitrary<FirstUser> {
  return fc.record({
    name: fc.constant(name),
    path: fc.constant(name.startsWith('svc-') ? '/service/' : '/'),
    tags: some<Readonly<Record<string, string>>>(15, fc.constant({ keep: 'yes' }), {}),
    groups: some<readonly string[]>(15, fc.constant(['sre']), []),
    password: fc.option(fc.record({ set: ago, used })),
    keys: fc.oneof(
      { weight: 3, arbitrary: fc.array(fc.record({ created: ago, used }), { maxLength: 2 }) },
      { weight: 1, arbitrary: twins },
    ),
  });
}

const users = fc.subarray(NAMES, { minLength: 2 }).chain((names) => fc.tuple(...names.map(firstUser)));

const faults = some(30, fc.array(fault, { minLength: 1, maxLength: 2 }), [] as Fault[]);
const along: fc.Arbitrary<Sweeping['along']> = some(
  12,
  fc.oneof(
    fc.constantFrom<Sweeping['along']>('duplicate', 'manual'),
    fc.record({ duplicateAfter: fc.integer({ min: 1, max: 59 }) }),
  ),
  'nothing',
);
const turns = fc.nat(1_000_000);

const scheduled = fc.record({
  minute: fc.constant(SEVEN),
  kind: fc.constant('scheduled' as const),
  faults,
  along,
  turns,
});
const extra = fc.record({
  minute: fc.oneof(minute, fc.integer({ min: SEVEN + 1, max: SEVEN + 70 })),
  kind: fc.constantFrom('manual' as const, 'manual' as const, 'preview' as const),
  faults,
  along,
  turns,
});

const day: fc.Arbitrary<Day> = fc
  .record({
    events: some(45, fc.array(fc.record({ minute, event }), { minLength: 1, maxLength: 3 }), []),
    daily: fc.oneof(
      { weight: 94, arbitrary: scheduled.map((one): Sweeping[] => [one]) },
      { weight: 6, arbitrary: fc.constant<Sweeping[]>([]) },
    ),
    extras: some(18, fc.array(extra, { minLength: 1, maxLength: 2 }), []),
  })
  .map(({ events, daily, extras }) => ({ events, sweeps: [...daily, ...extras] }));

/** Ten to sixty days in the life of an account. */
export const history: fc.Arbitrary<History> = fc.record({
  policy,
  mode: fc.constantFrom('enforce', 'enforce', 'enforce', 'dry-run'),
  users,
  days: fc.array(day, { minLength: 10, maxLength: 60, size: 'max' }),
});
