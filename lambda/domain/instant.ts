/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** 86,400,000 ms: the day in which DESIGN's "unused for N days" counts. */
export const DAY = 24 * HOUR;

/** `2026-11-20`, the UTC calendar date that holds the instant. */
export function utcDate(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** `2026-11-20T07:00:00Z`, as IAM writes its own times. */
export function utcSecond(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** `2026-11-20 07:00`, for people. */
export function utcMinute(at: Instant): string {
  return utcSecond(at).slice(0, 16).replace('T', ' ');
}

/** The whole days, rounded down, that lie between two instants. */
export function wholeDays(from: Instant, to: Instant): number {
  return Math.floor((to - from) / DAY);
}
