import type { Row } from './row';

/** Days per bar: 30, 45, 60 and 90 fall on an edge, so a limit cuts no bar in two. */
export const BIN_DAYS = 15;
/** The last bar holds everything from here on: 405 days. */
const BINS = 28;

/** Credentials of one kind whose unused days lie from `from` to `to`, both inclusive. */
export interface Bin {
  readonly from: number;
  /** Undefined for the last bar, which has no end. */
  readonly to: number | undefined;
  readonly count: number;
}

/** The credentials of one kind by unused days, from 0 to `405 and more`; unknown ones are left out. */
export function binsOf(rows: readonly Row[], credential: string): Bin[] {
  const counts = Array.from({ length: BINS }, () => 0);
  for (const { credential: kind, unusedDays } of rows) {
    if (kind !== credential || unusedDays === undefined) continue;
    const bin = Math.min(Math.floor(unusedDays / BIN_DAYS), BINS - 1);
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((count, index) => ({
    from: index * BIN_DAYS,
    to: index === BINS - 1 ? undefined : (index + 1) * BIN_DAYS - 1,
    count,
  }));
}

/** `45 to 59 days`, `405 days and more`. */
export function rangeOf({ from, to }: Bin): string {
  return to === undefined ? `${from} days and more` : `${from} to ${to} days`;
}
