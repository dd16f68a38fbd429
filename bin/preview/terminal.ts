const COLOURED = process.stdout.isTTY && !process.env['NO_COLOR'];

/** For people at a terminal; in a pipe the text stays as it is. */
export function embolden(text: string): string {
  return COLOURED ? `\u001B[1m${text}\u001B[22m` : text;
}

/** A title is a line that starts with a word in capitals. */
export function emboldenTitles(body: string): string {
  return body.replaceAll(/^[A-Z]{2,}.*$/gm, (title) => embolden(title));
}
