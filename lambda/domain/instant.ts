/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** 86,400,000 ms. "Unused for N days" counts such days (docs/design.md §2.1). */
export const DAY = 24 * HOUR;

/** The UTC calendar date of an instant, `2026-11-20`. */
export function utcDate(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** `2026-11-20T07:00:00Z`, the format of IAM and of the records. */
export function utcSecond(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** `2026-11-20 07:00`, for people. */
export function utcMinute(at: Instant): string {
  return utcSecond(at).slice(0, 16).replace('T', ' ');
}

/** The number of days between two instants, rounded down. */
export function wholeDays(from: Instant, to: Instant): number {
  return Math.floor((to - from) / DAY);
}
