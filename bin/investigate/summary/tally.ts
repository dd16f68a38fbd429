import { utcSecond } from '../../../lambda/domain/instant';
import { compareText } from '../../../lambda/domain/text';
import type { UserEvent } from './user-event';

/** Events with the same key, counted. */
export interface Group {
  readonly latest: UserEvent;
  readonly events: readonly UserEvent[];
  readonly span: { readonly count: number; readonly first: string; readonly last: string };
  readonly denied: number;
}

/** One group for each key, the most events first. */
export function groupsOf(
  events: readonly UserEvent[],
  keyOf: (event: UserEvent) => readonly unknown[],
): Group[] {
  return [...groupBy(events, (event) => JSON.stringify(keyOf(event)))]
    .map(([key, members]) => ({ key, group: groupOf(members) }))
    .filter((entry): entry is { key: string; group: Group } => entry.group !== undefined)
    .toSorted(
      (one, other) => other.group.span.count - one.group.span.count || compareText(one.key, other.key),
    )
    .map(({ group }) => group);
}

function groupOf(members: readonly UserEvent[]): Group | undefined {
  const events = members.toSorted((one, other) => other.at - one.at);
  const [latest] = events;
  const earliest = events.at(-1);
  if (!latest || !earliest) return undefined;
  return {
    latest,
    events,
    span: { count: events.length, first: utcSecond(earliest.at), last: utcSecond(latest.at) },
    denied: events.filter(({ outcome }) => outcome === 'denied').length,
  };
}

/** Each text once, the most frequent first. */
export function distinct(texts: readonly string[]): string[] {
  return [...groupBy(texts, (text) => text)]
    .toSorted(([one, ones], [other, others]) => others.length - ones.length || compareText(one, other))
    .map(([text]) => text);
}

/** Map.groupBy, which Node 20 does not have. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
