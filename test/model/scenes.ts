import { aPolicy } from '../support/builders';
import type { Policy } from '../../lambda/domain/policy/schema';
import type { Fault } from './faults';
import type { Day, FirstUser, History, Sweeping } from './history';
import type { Event } from './people';

// Histories written by hand, for what must be shown and chance would take long to find.

/** Acts on the first sweep that finds it stale, as many as there are. */
export function atOnce(options: Partial<Policy> = {}): Policy {
  return aPolicy({
    noticeDays: 0,
    limits: { maxDisabledPerDay: 100, maxDisabledPercent: 100, onExceed: 'oldest-first' },
    ...options,
  });
}

/** Has one key, unused for sixty days on the first day. */
export function aFirstUser(options: Partial<FirstUser> = {}): FirstUser {
  const keys = [{ created: 90, used: 60 }];
  return { name: 'ada', path: '/', tags: {}, groups: [], password: null, keys, ...options };
}

export function aSweeping(options: Partial<Sweeping> = {}): Sweeping {
  return { minute: 7 * 60, kind: 'scheduled', faults: [], along: 'nothing', turns: 0, ...options };
}

/** A day whose scheduled sweep meets these faults. */
export function aDay(...faults: Fault[]): Day {
  return { events: [], sweeps: [aSweeping({ faults })] };
}

/** A day on which something happens at noon, after the sweep. */
export function aDayWith(...events: Event[]): Day {
  return { ...aDay(), events: events.map((event) => ({ minute: 12 * 60, event })) };
}

export function days(count: number): Day[] {
  return Array.from({ length: count }, () => aDay());
}

export function aHistory(options: Partial<History> = {}): History {
  return { policy: atOnce(), mode: 'enforce', users: [aFirstUser()], days: days(3), ...options };
}

export const restored: Event = { kind: 'restore', which: 0 };
