import { count } from '../../../lambda/domain/text';

/** A part of the report. The text shows it as a list, the page as a table. */
export interface Section {
  readonly title: string;
  /** Something that a responder must see first. */
  readonly grave: boolean;
  /** Said below the title. */
  readonly note?: string | undefined;
  readonly columns: readonly string[];
  /** The first cell names what the others are about. An empty cell has nothing to say. */
  readonly rows: readonly (readonly string[])[];
}

export interface Span {
  readonly count: number;
  readonly first: string;
  readonly last: string;
}

/** `2026-11-28 06:41`, of a time in UTC. */
export function minuteOf(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}

/** `2026-11-28 06:41`, or `2026-11-28 06:41 to 06:52`. */
export function spanOf({ first, last }: Span): string {
  const [from, to] = [minuteOf(first), minuteOf(last)];
  if (from === to) return from;
  return `${from} to ${from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to}`;
}

/** `3 times`; empty for once. */
export function timesOf({ count: times }: Span): string {
  return times === 1 ? '' : `${times} times`;
}

export function callsOf({ count: calls }: Pick<Span, 'count'>): string {
  return count(calls, 'call');
}

/** `3 denied`; empty for none. */
export function some(number: number, what: string): string {
  return number === 0 ? '' : `${number} ${what}`;
}

/** The first of a list, and how many there are beside them. */
export function firstOf(texts: readonly string[], most: number): string {
  const rest = texts.length - most;
  return [...texts.slice(0, most), ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ');
}
