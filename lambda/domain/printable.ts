/**
 * One line that shows what stands there and does nothing: what could steer a terminal or turn the direction of
 * writing is written as an escape.
 */
export function printable(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, escaped);
}

/** What goes on for longer, in characters, is a page of something, and would fill log, records and digest. */
const LONGEST_LINE = 1_000;

/** The same of what strangers wrote, which may end anywhere: white space as blanks, and cut where it is too long. */
export function printableLine(text: string): string {
  // Half of a character at the cut would be none.
  const line = Array.from(printable(text.replaceAll(/\s+/g, ' ').trim()));
  return line.length <= LONGEST_LINE ? line.join('') : `${line.slice(0, LONGEST_LINE).join('')}...`;
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
