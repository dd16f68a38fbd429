import type { Instant } from '../../lambda/domain/instant';
import { BadInput } from './trouble';

const MOST_DAYS = 90;

/** Of `--now`. @throws BadInput */
export function parseDate(text: string): Instant {
  const full = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(full) ? Date.parse(full) : NaN;
  // Date.parse lets 30 February pass as 2 March.
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(full.slice(0, 19))) {
    throw new BadInput(`--now ${JSON.stringify(text)} is no date; give 2026-11-20 or 2026-11-20T07:00:00Z`);
  }
  return at;
}

/** Of `--days`. @throws BadInput */
export function parseDays(text: string): number {
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (days >= 1 && days <= MOST_DAYS) return days;
  throw new BadInput(`--days ${JSON.stringify(text)}: give a whole number from 1 to ${MOST_DAYS}`);
}
