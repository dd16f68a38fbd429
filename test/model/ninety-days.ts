import { DAY, type Instant, MINUTE } from '../../lambda/domain/instant';
import { aPolicy } from '../support/builders';
import { EVERY, type Habit, habitOf, oldHand } from './habits';
import { invoke, runIdAt } from './invoke';
import type { Run } from './journal';
import { happen } from './people';
import { PROGRAM } from './program';
import { aRandom } from './random';
import { aWorld, type World } from './world';

export const FIRST: Instant = Date.parse('2026-03-02T00:00:00Z');
export const DAYS = 90;
const USERS = 200;
/** A careful start: ten days of dry-run, then enforce. */
const ENFORCE_FROM = 10;

/** An account in which people come, go, forget and restore. */
export interface Simulation {
  readonly world: World;
  /** By the serial of the user. */
  readonly habits: Map<number, Habit>;
  readonly random: () => number;
}

/** 200 users, 90 days, one sweep a day. The same for the same seed. */
export async function simulate(
  seed: number,
  eachDay: (run: Run, simulation: Simulation) => void = () => undefined,
): Promise<Simulation> {
  const policy = aPolicy({
    exemptions: [{ name: 'kept', match: { tags: { keep: '*' } }, reason: 'tagged by its team' }],
  });
  const simulation: Simulation = {
    world: aWorld(FIRST, { policy, mode: 'dry-run' }),
    habits: new Map(),
    random: aRandom(seed),
  };
  const { world, habits, random } = simulation;
  for (let index = 0; index < USERS; index += 1) {
    const habit = oldHand(world, FIRST, index, random);
    habits.set(world.users.at(-1)?.serial ?? 0, habit);
  }
  for (let day = 0; day < DAYS; day += 1) {
    world.now = FIRST + day * DAY;
    if (day === ENFORCE_FROM) happen(world, { kind: 'mode', mode: 'enforce' });
    night(simulation, day);
    world.now = FIRST + day * DAY + 7 * 60 * MINUTE;
    const run = await invoke(world, PROGRAM, { runId: runIdAt(world.now), trigger: 'scheduled' });
    world.now += 60 * MINUTE;
    morningAfter(simulation);
    eachDay(run, simulation);
  }
  return simulation;
}

/** Everybody by habit; arrivals and departures. */
function night({ world, habits, random }: Simulation, day: number): void {
  for (const [who, { serial }] of world.users.entries()) {
    const every = EVERY[habits.get(serial) ?? 'daily'];
    // The day of the week or the month is the user's own.
    if (!Number.isFinite(every) || (day + serial) % every !== 0) continue;
    happen(world, { kind: 'signIn', who });
    happen(world, { kind: 'useKey', who, which: 0 });
  }
  const anybody = () => Math.floor(random() * world.users.length);
  if (random() < 0.3) {
    happen(world, { kind: 'createUser', name: `new-${String(day).padStart(2, '0')}`, path: '/' });
    habits.set(world.users.at(-1)?.serial ?? 0, habitOf(random()));
  }
  if (random() < 0.15) happen(world, { kind: 'deleteUser', who: anybody() });
  // Somebody leaves the company, and nobody tells IAM.
  const leaver = random() < 0.2 ? world.users[anybody()] : undefined;
  if (leaver && habits.get(leaver.serial) !== 'protected') habits.set(leaver.serial, 'gone');
}

/** Now and then somebody misses what was disabled. */
function morningAfter({ world, random }: Simulation): void {
  if (world.disabledByUs.size === 0 || random() > 0.12) return;
  happen(world, { kind: 'restore', which: Math.floor(random() * world.disabledByUs.size) });
}
