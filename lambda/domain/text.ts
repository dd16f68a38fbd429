/** Mail fonts may be proportional and screens narrow: no line is longer. */
export const COLUMNS = 72;

/**
 * Text written by strangers (user names, tags, reasons), made harmless for a line of plain text: control and
 * format characters, line breaks and the marks that turn the direction of writing are taken out.
 */
export function clean(text: string, longest = 256): string {
  const oneLine = text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replaceAll(/[\p{Cf}\p{Co}\p{Cs}\p{Cn}]/gu, '')
    .trim();
  const characters = Array.from(oneLine);
  return characters.length <= longest ? oneLine : `${characters.slice(0, longest - 3).join('')}...`;
}

/** Lines of at most 72 columns; the first is indented by `indent`, the others by `hanging`. */
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
    // A word longer than a line is broken; only hostile text has one.
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

/** `1 user`, `2 users`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/**
 * One line that shows what stands there and does nothing: what could steer a terminal or turn the direction of
 * writing is written as an escape.
 */
export function printable(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, escaped);
}

/** What goes on for longer, in characters, is a page of something, and would fill log, records and digest. */
const MAX_LINE_LENGTH = 1_000;

/** The same of what strangers wrote, which may end anywhere: white space as blanks, and cut where it is too long. */
export function printableLine(text: string): string {
  // Half of a character at the cut would be none.
  const line = Array.from(printable(text.replaceAll(/\s+/g, ' ').trim()));
  return line.length <= MAX_LINE_LENGTH ? line.join('') : `${line.slice(0, MAX_LINE_LENGTH).join('')}...`;
}

/** JSON with the same promise; still the same value for whoever parses it. */
export function printableJson(json: string): string {
  return json.replaceAll(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/gu, escaped);
}

function escaped(characters: string): string {
  return Array.from(
    { length: characters.length },
    (_, index) => `\\u${characters.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}
