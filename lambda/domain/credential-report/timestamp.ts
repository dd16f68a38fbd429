import type { Instant } from '../instant';

// AWS wrote "+00:00" until July 2024, and has written "Z" since.
const PATTERN = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:Z|\+00:00)$/;

/** AWS did not exist before. An earlier date, such as 1970 or 0001, is a placeholder. */
const EARLIEST = Date.UTC(2006, 0, 1);

/**
 * Parses a timestamp of the credential report; undefined when the token is not one. Strict, because JavaScript's Date
 * is not: `new Date("no_information 1")` is a day in 2001, and 30 February becomes a day in March.
 */
export function parseTimestamp(token: string): Instant | undefined {
  const fields = PATTERN.exec(token);
  if (!fields) return undefined;
  const at = Date.parse(`${token.slice(0, 19)}Z`);
  // Date.parse rejects a date that does not exist, or returns another day.
  if (Number.isNaN(at) || at < EARLIEST) return undefined;
  return new Date(at).getUTCDate() === Number(fields[3]) ? at : undefined;
}
