import type { Day, History } from './history';

/** Tries to leave out a day, a user, an event, a fault, and goes on from whatever still fails. */
export async function smallest(
  history: History,
  fails: (smaller: History) => Promise<boolean>,
): Promise<History> {
  let least = history;
  for (let at = history.days.length - 1; at >= 0; at -= 1) {
    for (const days of [least.days.slice(0, at), ...quieter(least.days, at)]) {
      const smaller = { ...least, days };
      if (await fails(smaller)) {
        least = smaller;
        break;
      }
    }
  }
  for (let at = least.users.length - 1; at >= 0; at -= 1) {
    const smaller = { ...least, users: least.users.toSpliced(at, 1) };
    if (await fails(smaller)) least = smaller;
  }
  return least;
}

/** The same days with less in one of them; days keep their dates. */
function quieter(days: readonly Day[], at: number): Day[][] {
  const day = days[at];
  if (!day) return [];
  const { events, sweeps } = day;
  const calm = sweeps
    .filter(({ kind }) => kind === 'scheduled')
    .map((one) => ({ ...one, faults: [], along: 'nothing' as const }));
  return [
    { events: [], sweeps: [] },
    { events: [], sweeps: calm },
    { events: [], sweeps },
    { events, sweeps: calm },
  ]
    .filter((each) => JSON.stringify(each) !== JSON.stringify(day))
    .map((each) => days.with(at, each));
}
