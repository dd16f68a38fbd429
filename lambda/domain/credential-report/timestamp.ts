import type { Instant } from '../instant';

// "+00:00" was AWS's spelling until July 2024, "Z" since.
const PATTERN = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:Z|\+00:00)$/;

/** AWS did not exist before; an earlier date (1970, 0001) is a placeholder, not a fact. */
const EARLIEST = Date.UTC(2006, 0, 1);

/**
 * A credential report's timestamp, or undefined when the token is not one. Strict, because JavaScript's Date
 * is not: `new Date("no_information 1")` is a day in 2001 and 30 February rolls over into March.
 */
export function parseTimestamp(token: string): Instant | undefined {
  const fields = PATTERN.exec(token);
  if (!fields) return undefined;
  const at = Date.parse(`${token.slice(0, 19)}Z`);
  // A date that does not exist is either not parsed, or comes back as another day.
  if (Number.isNaN(at) || at < EARLIEST) return undefined;
  return new Date(at).getUTCDate() === Number(fields[3]) ? at : undefined;
}
