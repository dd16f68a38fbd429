import { recordedEventOf } from '../../../lambda/domain/cloudtrail-record';
import type { AccessKey, Activity, LeftOut, Read } from '../investigation';
import { activityOf } from './activity';
import { type Suspect, whoseCall } from './attribution';
import { type UserEvent, userEventOf } from './user-event';

/** What LookupEvents gave in one region, as it came. */
export interface RegionEvents {
  readonly region: string;
  readonly found: readonly unknown[];
  /** Events of anybody, among which some may be the suspect's. */
  readonly writes: readonly unknown[];
}

export interface Summary {
  readonly activity: Activity;
  readonly leftOut: LeftOut;
  /** The number of the user's events by region. An event that two regions have counts in the first. */
  readonly eventsIn: ReadonlyMap<string, number>;
}

/** Sorts the events out, each once, and summarizes those of the suspect. */
export function summarize(
  regions: readonly RegionEvents[],
  suspect: Suspect,
  keys: Read<readonly Pick<AccessKey, 'id' | 'status'>[]> | undefined,
): Summary {
  const seen = new Set<string>();
  const leftOut = { namesake: 0, other: 0, unreadable: 0 };
  const eventsIn = new Map<string, number>();
  const events = regions.flatMap(({ region, found, writes }) => {
    const theirs = [
      ...found.flatMap((each) => eventOf(each, leftOut)),
      // Those of others are no surprise in this list. So they are not counted.
      ...writes.flatMap((each) => eventOf(each, undefined)),
    ];
    eventsIn.set(region, theirs.length);
    return theirs;
  });
  return { activity: activityOf(events, keys), leftOut, eventsIn };

  function eventOf(each: unknown, counts: typeof leftOut | undefined): UserEvent[] {
    const event = recordedEventOf(each);
    const id = event === 'unreadable' ? JSON.stringify(each) : event.id;
    if (seen.has(id)) return [];
    seen.add(id);
    const whose = event === 'unreadable' ? event : whoseCall(event.record, suspect);
    if (event !== 'unreadable' && whose === 'user') return [userEventOf(event)];
    if (counts && whose !== 'user') counts[whose] += 1;
    return [];
  }
}
