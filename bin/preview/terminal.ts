/** Where the preview writes: a terminal or a pipe. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** How a title is emphasized. */
export type Emphasis = (text: string) => string;

export const plain: Emphasis = (text) => text;
export const bold: Emphasis = (text) => `\u001B[1m${text}\u001B[22m`;

/** A title is a line that starts with a word in capitals. */
export function emphasizeTitles(body: string, emphasis: Emphasis): string {
  return body.replaceAll(/^[A-Z]{2,}.*$/gm, (title) => emphasis(title));
}
