/** The longest line of a mail, for narrow screens (docs/design.md §3.9). */
export const COLUMNS = 72;

/**
 * Makes untrusted text (user names, tags, reasons) safe for one line of a mail. It removes control and format
 * characters, line breaks, and marks that change the direction of writing (docs/design.md §3.9).
 */
export function clean(text: string, maxLength = 256): string {
  const oneLine = text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replaceAll(/[\p{Cf}\p{Co}\p{Cs}\p{Cn}]/gu, '')
    .trim();
  const characters = Array.from(oneLine);
  return characters.length <= maxLength ? oneLine : `${characters.slice(0, maxLength - 3).join('')}...`;
}

/** Wraps to lines of at most 72 columns. `indent` applies to the first line, `hanging` to the others. */
export function wrap(text: string, indent = 0, hanging = indent): string[] {
  const lines: string[] = [];
  let line = ' '.repeat(indent);
  let column = indent;
  let empty = true;
  const flush = () => {
    lines.push(line);
    line = ' '.repeat(hanging);
    column = hanging;
    empty = true;
  };
  const add = (word: string, width: number) => {
    line += empty ? word : ` ${word}`;
    column += empty ? width : 1 + width;
    empty = false;
  };
  for (const word of text.split(/ +/)) {
    const characters = Array.from(word);
    if (!empty && column + 1 + characters.length > COLUMNS) flush();
    // Only hostile text has words longer than a line. They are broken.
    while (column + characters.length > COLUMNS) {
      const part = characters.splice(0, COLUMNS - column);
      add(part.join(''), part.length);
      flush();
    }
    add(characters.join(''), characters.length);
  }
  if (!empty) lines.push(line);
  return lines;
}

/** For `toSorted`: by code units, so that the order does not depend on a locale. */
export function compareText(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** `1 user`, `2 users`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Shows untrusted text as it is, with escapes for characters that could control a terminal or change the direction. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, escaped);
}

/** In characters. A longer text, such as an HTML page, would fill log, records and digest. */
const MAX_LINE_LENGTH = 1_000;

/** Like `printable`, on one line and at most 1,000 characters long. */
export function printableLine(text: string): string {
  // Split by character, so that the cut does not fall inside a surrogate pair.
  const line = Array.from(printable(text.replaceAll(/\s+/g, ' ').trim()));
  return line.length <= MAX_LINE_LENGTH ? line.join('') : `${line.slice(0, MAX_LINE_LENGTH).join('')}...`;
}

/** Like `printable`, for JSON text. It still parses to the same value. */
export function printableJson(json: string): string {
  return json.replaceAll(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/gu, escaped);
}

function escaped(characters: string): string {
  return Array.from(
    { length: characters.length },
    (_, index) => `\\u${characters.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}
