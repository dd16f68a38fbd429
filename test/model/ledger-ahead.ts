import * as z from 'zod';
import { type Instant, MINUTE } from '../../lambda/domain/instant';
import type { Fault } from './faults';

type Ahead = Extract<Fault, { readonly kind: 'ledgerAhead' }>;

const Texts = z.record(z.string(), z.unknown());
const Ledger = z.looseObject({ open: Texts.nullable(), credentials: z.record(z.string(), Texts) });

/** An instant that lies ahead, and what stood there before. */
export interface Planted {
  /** The ledger's id of the entry; `open`. */
  readonly where: string;
  readonly field: string;
  readonly value: string;
  readonly before: unknown;
}

/** The ledger with an instant ahead of the clock; undefined when it has no such place. */
export function planted(
  text: string,
  { where, field: ofEntry, minutes }: Ahead,
  now: Instant,
): { readonly text: string; readonly planted: Planted } | undefined {
  const ledger = Ledger.parse(JSON.parse(text));
  // An entry of a key without its id may move to the id, and which that is the laws do not know.
  const ids = Object.keys(ledger.credentials).filter((id) => /\/password$|\/AKIA/.test(id));
  const id = where === 'open' ? where : ids[where % Math.max(1, ids.length)];
  const part = where === 'open' ? ledger.open : ledger.credentials[id ?? ''];
  if (!part || id === undefined) return undefined;
  const field = where === 'open' ? 'openedAt' : ofEntry;
  const value = new Date(now + minutes * MINUTE).toISOString();
  const before = part[field];
  part[field] = value;
  return { text: JSON.stringify(ledger), planted: { where: id, field, value, before } };
}

/** The ledger as it would be without them, wherever a run has carried them. */
export function withoutPlanted(text: string, all: readonly Planted[]): string {
  const ledger = Ledger.parse(JSON.parse(text));
  for (const part of [ledger.open, ...Object.values(ledger.credentials)]) {
    for (const { field, value, before } of all) {
      if (part?.[field] !== value) continue;
      if (before === undefined) delete part[field];
      else part[field] = before;
    }
  }
  return JSON.stringify(ledger);
}
