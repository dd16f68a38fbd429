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

/** With a full stop, unless the text ends a sentence itself: it may be a message of AWS. */
export function asSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

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

/** The known word that a misspelt one is most like, if it is like one of them: `emial` is like `email`. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  let best: { word: string; distance: number } | undefined;
  for (const each of known) {
    const distance = distanceOf(lettersOf(word), lettersOf(each));
    if (distance < (best?.distance ?? Infinity)) best = { word: each, distance };
  }
  // A third of the letters may be wrong. With more, the two are probably different words.
  return best && best.distance <= Math.max(lettersOf(best.word).length, 3) / 3 ? best.word : undefined;
}

/** Only letters and digits, in lower case: `report-only` and `reportOnly` are the same. */
function lettersOf(word: string): string {
  // Compared in the square of their length, and no known word is nearly as long.
  return word
    .slice(0, 64)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** How many letters must be put in, taken out, replaced or swapped with their neighbour to get from one to the other. */
function distanceOf(one: string, other: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1];
      const isSwap = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      line[column] = Math.min(
        cell(last, column) + 1,
        cell(line, column - 1) + 1,
        cell(last, column - 1) + Number(!same),
        isSwap ? cell(beforeLast, column - 2) + 1 : Infinity,
      );
    }
    beforeLast = last;
    last = line;
  }
  return cell(last, other.length);
}

function cell(line: readonly number[], column: number): number {
  return line[column] ?? Infinity;
}
