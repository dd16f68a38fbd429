import { DAY } from '../../lambda/domain/instant';
import { enabledCredentials, keyLabel, type ModelUser, passwordLabel } from './account';
import { writesOf } from './journal';
import { LAWS } from './laws';
import { DAYS, simulate, type Simulation } from './ninety-days';
import { dayLine } from './ninety-days-timeline';

// Ninety simulated days of one account: 200 users, a sweep every morning, ten days of dry-run and then enforce.
// `npm run simulate` prints them.

const LIMIT = 45 * DAY;
/** A week's notice, a day for the report and some for the backlog of the first week. */
const SLACK = 12 * DAY;

let simulation: Simulation;
const lines: string[] = [];
beforeAll(async () => {
  simulation = await simulate(1, (run, so) => lines.push(dayLine(run, so)));
}, 60_000);

/** The last time that somebody truly touched the credential, by the user's own account. */
function lastTrueUse(user: ModelUser, label: string): number {
  const key = user.keys.find((each) => keyLabel(user, each) === label);
  if (key) return Math.max(key.createdAt, ...key.uses);
  return Math.max(user.password?.changedAt ?? 0, ...user.signIns);
}

it('touched nobody who was active within the policy', () => {
  const touched = writesOf(simulation.world.journal).map(({ write }) => ({
    words: write.words,
    unusedFor: write.at - lastTrueUse(write.user, write.label),
    kept: write.user.tags['keep'] !== undefined,
  }));
  expect(touched.filter(({ unusedFor, kept }) => unusedFor < LIMIT || kept)).toEqual([]);
  // Or it would show nothing.
  expect(touched.length).toBeGreaterThan(60);
});

it('disabled every stale credential in the end, but for those that people protect or brought back', () => {
  const { users, now, journal } = simulation.world;
  const back = new Set(journal.people.map(({ restored }) => restored));
  const left = users
    .filter(({ tags }) => tags['keep'] === undefined)
    .flatMap((user) => enabledCredentials([user]).map((label) => ({ user, label })))
    .filter(({ user, label }) => now - lastTrueUse(user, label) >= LIMIT + SLACK && !back.has(label));
  expect(left.map(({ user, label }) => `${user.name} ${label}`)).toEqual([]);
});

it('kept every law', () => {
  expect(LAWS.flatMap(({ brokenBy }) => brokenBy(simulation.world))).toEqual([]);
});

it('changed nothing in the ten days of dry-run, and had people who restored', () => {
  const { journal } = simulation.world;
  expect(journal.runs.slice(0, 10).flatMap(({ writes }) => writes)).toEqual([]);
  expect(journal.people.filter(({ restored }) => restored !== undefined).length).toBeGreaterThan(3);
  expect(simulation.world.users.some((user) => user.password && passwordLabel(user))).toBe(true);
});

it('tells it in a line a day', () => {
  expect(lines).toHaveLength(DAYS);
  expect(lines[0]).toMatch(/^2026-03-02 dry-run 200 users: +\d+ in use, +\d+ due, +\d+ stale/);
});
