import type { EmulatedClock } from '../emulated-clock';
import type { Hired } from './controls';

/** Works every day, for as long as any test lasts. */
export function active(clock: EmulatedClock): Hired {
  return { created: clock.daysAgo(900), keys: [{ created: clock.daysAgo(20), lastUsed: clock.daysAgo(1) }] };
}

/** A password and a key that nobody has used for so many days, and for three days less. */
export function stale(clock: EmulatedClock, unusedDays: number): Hired {
  return {
    created: clock.daysAgo(900),
    passwordSet: clock.daysAgo(800),
    passwordLastUsed: clock.daysAgo(unusedDays),
    keys: [{ created: clock.daysAgo(800), lastUsed: clock.daysAgo(unusedDays - 3) }],
  };
}

/** Whose key a person uses on the command line. */
export function administrator(clock: EmulatedClock): Hired {
  return { created: clock.daysAgo(900), keys: [{ created: clock.daysAgo(5), lastUsed: clock.daysAgo(0) }] };
}
