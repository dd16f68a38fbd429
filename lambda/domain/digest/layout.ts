import type { Credential } from '../credential';
import { wrap } from '../text';

/** One thing that the reader may have to act on: its lines stay together. */
export interface Item {
  readonly lines: readonly string[];
  /** Told as soon as the item is in a digest: this credential goes on its day. */
  readonly announces?: Credential;
}

/** A heading with its items; a section without items is left out. */
export interface Section {
  readonly title: string;
  /** Said once below the title. */
  readonly intro: readonly string[];
  readonly items: readonly Item[];
}

/** SNS's bound on a message, in bytes of UTF-8. */
export const MAX_BYTES = 262_144;

export interface LaidOut {
  readonly text: string;
  /** What the items that found room announce. */
  readonly announced: readonly Credential[];
}

/**
 * Head, sections and foot as one text. What does not fit is left out item by item, from the last section
 * backwards, and counted where it would have stood.
 */
export function layOut(
  head: readonly string[],
  sections: readonly Section[],
  foot: readonly string[],
  maxBytes = MAX_BYTES,
): LaidOut {
  const shown = sections.filter(({ items }) => items.length > 0);
  const frame = [...head, ...shown.flatMap((section) => titleOf(section)), ...foot];
  const leftOut = shown.map(({ items }) => leftOutLine(items.length));
  let room = maxBytes - bytesOf([...frame, ...leftOut]);
  const lines = [...head];
  const announced: Credential[] = [];
  for (const section of shown) {
    lines.push(...titleOf(section));
    let taken = 0;
    for (const item of section.items) {
      const size = bytesOf(item.lines);
      if (size > room) {
        // Nothing later may take the room that something earlier did not find.
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
  return { text: `${[...lines, ...foot].join('\n')}\n`, announced };
}

function titleOf({ title, intro, items }: Section): string[] {
  return ['', `${title} (${items.length})`, ...intro];
}

function leftOutLine(items: number): string {
  return `  ... and ${items} more, which this mail has no room for`;
}

const encoder = new TextEncoder();

/** Of the lines with a line break each. */
function bytesOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + encoder.encode(line).length + 1, 0);
}

/** An item that stands below a heading it may share with its neighbours. */
export interface GroupedItem extends Item {
  readonly group: string;
}

/** Items with each group's heading above its first; they must come in the order of their groups. */
export function groupedItems(items: readonly GroupedItem[]): Item[] {
  return items.map(({ group, ...item }, index) =>
    items[index - 1]?.group === group ? item : { ...item, lines: ['', ...wrap(group, 2, 4), ...item.lines] },
  );
}
