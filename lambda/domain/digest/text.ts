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
  let empty = true;
  const flush = () => {
    lines.push(line);
    line = ' '.repeat(hanging);
    empty = true;
  };
  for (const word of text.split(/ +/)) {
    let rest = word;
    if (!empty && width(line) + 1 + width(rest) > COLUMNS) flush();
    // A word longer than a line is broken; only hostile text has one.
    while (width(line) + (empty ? 0 : 1) + width(rest) > COLUMNS) {
      const room = COLUMNS - width(line);
      line += Array.from(rest).slice(0, room).join('');
      rest = Array.from(rest).slice(room).join('');
      flush();
    }
    line += empty ? rest : ` ${rest}`;
    empty = false;
  }
  if (!empty) lines.push(line);
  return lines;
}

function width(text: string): number {
  return Array.from(text).length;
}

/** `1 user`, `2 users`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
