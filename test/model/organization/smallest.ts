import type { OrganizationDay, OrganizationHistory } from './history';

/** Tries to leave out a day, an event, a fault, an account, and goes on from whatever still fails. */
export async function smallestHistory(
  history: OrganizationHistory,
  fails: (smaller: OrganizationHistory) => Promise<boolean>,
): Promise<OrganizationHistory> {
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
  for (let at = least.members.length - 1; at > 0; at -= 1) {
    const smaller = { ...least, members: least.members.toSpliced(at, 1) };
    if (await fails(smaller)) least = smaller;
  }
  return least;
}

/** The same days with less in one of them; days keep their dates. */
function quieter(days: readonly OrganizationDay[], at: number): OrganizationDay[][] {
  const day = days[at];
  if (!day) return [];
  const { events, executions } = day;
  const scheduled = executions.filter(({ kind }) => kind === 'scheduled');
  const calm = scheduled.map(({ minute, kind, named }) => ({
    minute,
    kind,
    named,
    troubles: [],
    attempts: 1,
  }));
  return [
    { events: [], executions: calm },
    { events: [], executions: scheduled },
    { events, executions: calm },
    { events: [], executions },
  ]
    .filter((each) => JSON.stringify(each) !== JSON.stringify(day))
    .map((each) => days.with(at, each));
}
