import type { Credential } from '../credential';

/** What would happen on one day to come, if nobody used anything until then. */
export interface ForecastDay {
  /** UTC calendar date, `2026-11-27`. */
  readonly date: string;
  /** Stand in the digest for the first time: due or stale, and announced that day. */
  readonly announced: readonly Credential[];
  /** Would be disabled in mode enforce. */
  readonly disabled: readonly Credential[];
  /** Notice given, and beyond the limits of that day. */
  readonly waiting: number;
}
