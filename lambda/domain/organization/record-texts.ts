import type * as z from 'zod';
import { parseRecord, recordText } from '../strict-record';
import { type ActItem, Allotment } from './act';
import { FrozenError } from './frozen-settings';
import { Roster, type RosterItem } from './roster';

// The records that one step of a run writes and another one reads.

export function rosterText(roster: Roster): string {
  return recordText(Roster, roster);
}

/** @throws FrozenError */
export function parseRoster(text: string, of: { readonly runId: string }): Roster {
  return parsed(Roster, 'accounts.json', text, of);
}

export function allotmentText(allotment: Allotment): string {
  return recordText(Allotment, allotment);
}

/** @throws FrozenError */
export function parseAllotment(text: string, of: { readonly runId: string }): Allotment {
  return parsed(Allotment, 'allotment.json', text, of);
}

/** `roster.json` or `act.json`: a list, over which the state machine maps. */
export function itemsText(items: readonly (RosterItem | ActItem)[]): string {
  return `${JSON.stringify(items)}\n`;
}

function parsed<T extends { readonly runId: string }>(
  schema: z.ZodType<T>,
  name: string,
  text: string,
  { runId }: { readonly runId: string },
): T {
  const record = parseRecord(text, schema, name, FrozenError);
  if (record.runId !== runId) throw new FrozenError(`${name} is that of run ${record.runId}`);
  return record;
}
