import type { Credential } from '../credential';
import { wrap } from '../text';

/** One entry of a section; its lines stay together. */
export interface Item<A = Credential> {
  readonly lines: readonly string[];
  /** The credential whose notice period starts when this item is delivered, or what else its delivery tells. */
  readonly announces?: A;
}

/** A heading with its items; a section without items is left out. */
export interface Section<A = Credential> {
  readonly title: string;
  /** How many there are, where an item may stand for several. */
  readonly number?: number;
  /** Printed once, below the title. */
  readonly intro: readonly string[];
  readonly items: readonly Item<A>[];
}

/**
 * SNS takes a message of at most 262,144 bytes of UTF-8. Its documentation does not say whether the subject counts, too;
 * 1 KB of room is enough for it.
 */
export const MAX_BYTES = 262_144 - 1_024;

export interface LaidOut<A = Credential> {
  readonly text: string;
  /** What the items that fit announce. */
  readonly announced: readonly A[];
}

/**
 * Joins header, sections and footer. Items that do not fit are left out, from the last section backwards; a line in
 * their place gives their number (docs/design.md §3.9).
 *
 * @param aside stands before the footer, and is no part of the mail: it takes no room from it
 */
export function layOut<A = Credential>(
  header: readonly string[],
  sections: readonly Section<A>[],
  footer: readonly string[],
  maxBytes = MAX_BYTES,
  aside: readonly string[] = [],
): LaidOut<A> {
  const shown = sections.filter(({ items }) => items.length > 0);
  const frame = [...header, ...shown.flatMap((section) => titleLines(section)), ...footer];
  const leftOut = shown.map(({ items }) => leftOutLine(items.length));
  let room = maxBytes - bytesOf([...frame, ...leftOut]);
  const lines = [...header];
  const announced: A[] = [];
  for (const section of shown) {
    lines.push(...titleLines(section));
    let taken = 0;
    for (const item of section.items) {
      const size = bytesOf(item.lines);
      if (size > room) {
        // A later, shorter item must not use the room that this one did not fit into.
        room = 0;
        break;
      }
      room -= size;
      taken += 1;
      lines.push(...item.lines);
      if (item.announces) announced.push(item.announces);
    }
    if (taken < section.items.length) lines.push(leftOutLine(section.items.length - taken));
  }
  return { text: `${[...lines, ...aside, ...footer].join('\n')}\n`, announced };
}

function titleLines({ title, number, intro, items }: Section<unknown>): string[] {
  return ['', `${title} (${number ?? items.length})`, ...intro];
}

function leftOutLine(items: number): string {
  return `  ... and ${items} more, which this mail has no room for`;
}

/** `3 new`; nothing for 0. */
export function unlessZero(number: number, what: string): string[] {
  return number > 0 ? [`${number} ${what}`] : [];
}

const encoder = new TextEncoder();

/** The size of the lines, each with its line break. */
export function bytesOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + encoder.encode(line).length + 1, 0);
}

/** An item below headings that its neighbours may share, the widest first. */
export interface GroupedItem<A = Credential> extends Item<A> {
  readonly groups: readonly string[];
}

/** Puts the headings of each group above its first item. The items must be sorted by their groups. */
export function groupedItems<A = Credential>(items: readonly GroupedItem<A>[]): Item<A>[] {
  return items.map(({ groups, ...item }, index) => {
    const before = items[index - 1]?.groups ?? [];
    const firstNew = groups.findIndex((group, level) => group !== before[level]);
    const headings =
      firstNew === -1 ? [] : groups.slice(firstNew).flatMap((group) => ['', ...wrap(group, 2, 4)]);
    return { ...item, lines: [...headings, ...item.lines] };
  });
}
