import * as z from 'zod';
import { joinPlace, JsonError, parseStrictJson } from '../json';
import { type ActItem, Allotment } from './act';
import { FrozenError } from './frozen-settings';
import { Roster, type RosterItem } from './roster';

// The records that one step of a run writes and another one reads.

export function rosterText(roster: Roster): string {
  return textOf(Roster, roster);
}

/** @throws FrozenError */
export function parseRoster(text: string, of: { readonly runId: string }): Roster {
  return parsed(Roster, 'accounts.json', text, of);
}

export function allotmentText(allotment: Allotment): string {
  return textOf(Allotment, allotment);
}

/** @throws FrozenError */
export function parseAllotment(text: string, of: { readonly runId: string }): Allotment {
  return parsed(Allotment, 'allotment.json', text, of);
}

/** `roster.json` or `act.json`: a list, over which the state machine maps. */
export function itemsText(items: readonly (RosterItem | ActItem)[]): string {
  return `${JSON.stringify(items)}\n`;
}

function textOf<T>(schema: z.ZodType<T>, value: T): string {
  return `${JSON.stringify(z.encode(schema, value))}\n`;
}

function parsed<T extends { readonly runId: string }>(
  schema: z.ZodType<T>,
  name: string,
  text: string,
  { runId }: { readonly runId: string },
): T {
  let json: unknown;
  try {
    json = parseStrictJson(text);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new FrozenError(`${name} ${error.message}`, { cause: error });
  }
  const result = schema.safeParse(json);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new FrozenError(
      `${name} is not understood: ${joinPlace(issue?.path ?? [])}: ${issue?.message ?? ''}`,
      {
        cause: result.error,
      },
    );
  }
  if (result.data.runId !== runId) throw new FrozenError(`${name} is that of run ${result.data.runId}`);
  return result.data;
}
