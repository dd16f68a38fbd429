import { DAY, type Instant, MINUTE } from '../../lambda/domain/instant';
import { keyId, userName } from './account';
import type { Day, FirstUser, History, Sweeping } from './history';
import { invoke, type Invoked, runIdAt } from './invoke';
import { happen } from './people';
import type { Program } from './program';
import { aRandom } from './random';
import { aWorld, nextSerial, type World } from './world';

/** Midnight of the first day. */
export const FIRST_DAY: Instant = Date.parse('2026-03-01T00:00:00Z');
const SEVEN = 7 * 60;
/** "After at most two further healthy runs it is told": so many days without a fault end every history. */
const HEALTHY_DAYS = 2;

/** Sees the world right before an invocation. */
export type Watcher = (world: World, invoked: Invoked) => Promise<void>;
const NOBODY: Watcher = () => Promise.resolve();

/** The world after a history, with its journal. */
export async function play(history: History, program: Program, watcher = NOBODY): Promise<World> {
  const world = aWorld(FIRST_DAY, history);
  for (const user of history.users) settle(world, user);
  for (const [index, day] of history.days.entries()) await live(world, index, day, { program, watcher });
  const { length } = history.days;
  // The world heals: somebody listens.
  world.subscriptions = ['email', 'sqs'];
  for (let day = length; day < length + HEALTHY_DAYS; day += 1) {
    const sweeps = [{ ...HEALTHY, kind: 'scheduled' as const }];
    await live(world, day, { events: [], sweeps }, { program, watcher });
  }
  return world;
}

const HEALTHY = { minute: SEVEN, faults: [], along: 'nothing' as const, turns: 0 };

/** A user of the first day. */
export function settle(world: World, { name, path, tags, groups, password, keys }: FirstUser): void {
  const before = (days: number) => FIRST_DAY - days * DAY;
  const uses = (used: number | null, since: number) =>
    used === null ? [] : [before(Math.min(used, since)) + 20 * 60 * MINUTE - DAY];
  world.users.push({
    serial: nextSerial(world),
    account: world.account,
    name: userName(name),
    path,
    createdAt: before(100),
    tags,
    groups,
    password: password ? { createdAt: before(password.set), changedAt: before(password.set) } : undefined,
    signIns: password ? uses(password.used, password.set) : [],
    keys: keys.map(({ created, used, inactive = false }) => {
      const serial = nextSerial(world);
      return {
        serial,
        id: keyId(serial),
        createdAt: before(created),
        status: inactive ? ('Inactive' as const) : ('Active' as const),
        uses: uses(used, created),
      };
    }),
  });
}

/** Everything of one day, in the order of its minutes; a sweep that lasts pushes the rest back. */
async function live(
  world: World,
  index: number,
  { events, sweeps }: Day,
  { program, watcher }: { readonly program: Program; readonly watcher: Watcher },
): Promise<void> {
  const midnight = FIRST_DAY + index * DAY;
  const before = world.journal.runs.length;
  const agenda = [
    ...events.map(({ minute, event }) => ({ minute, act: async () => happen(world, event) })),
    ...sweeps.map((sweeping) => ({
      minute: sweeping.minute,
      act: async () => {
        await watcher(world, invoked(world, sweeping.kind));
        await sweepWith(world, sweeping, program, before);
      },
    })),
  ].toSorted((one, other) => one.minute - other.minute);
  for (const { minute, act } of agenda) {
    world.now = Math.max(world.now + 1000, midnight + minute * MINUTE);
    await act();
  }
}

async function sweepWith(world: World, sweeping: Sweeping, program: Program, before: number): Promise<void> {
  const { kind, faults, along, turns, of, minutesAhead } = sweeping;
  const first =
    minutesAhead !== undefined
      ? { ...invoked(world, kind), time: world.now + minutesAhead * MINUTE }
      : of === undefined
        ? invoked(world, kind)
        : again(world, before + of);
  const run = world.journal.runs.length;
  if (along === 'duplicate' || along === 'manual') {
    const random = aRandom(turns);
    // One clock for both: what is slow for one would be for the other.
    const inTurns = () => Math.floor(random() * 40);
    const second = along === 'duplicate' ? { ...first, repeats: run } : invoked(world, 'manual');
    await Promise.all([
      invoke(world, program, {
        ...first,
        faults: faults.filter((fault) => fault.kind !== 'slow'),
        turns: inTurns,
      }),
      invoke(world, program, { ...second, turns: inTurns }),
    ]);
    return;
  }
  await invoke(world, program, { ...first, faults });
  if (along === 'nothing') return;
  world.now = Math.max(
    world.now + 1000,
    (world.journal.runs[run]?.startedAt ?? 0) + along.duplicateAfter * MINUTE,
  );
  await invoke(world, program, { ...first, repeats: run });
}

/** The event of an earlier invocation, delivered once more. */
function again({ journal }: World, invocation: number): Invoked {
  const { runId = '', preview = false } = journal.runs[invocation] ?? {};
  return { runId, preview, trigger: 'scheduled', repeats: invocation };
}

function invoked(world: World, kind: Sweeping['kind']): Invoked {
  const id = runIdAt(world.now);
  if (kind === 'scheduled') return { runId: id, trigger: 'scheduled' };
  const request = String(world.journal.runs.length).padStart(8, '0');
  return { runId: `${id}-${request}`, trigger: 'manual', preview: kind === 'preview' };
}
