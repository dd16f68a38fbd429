import { printable } from '../../../lambda/domain/text';

/** Markup that is safe to put into the page unchanged. */
export class Html {
  constructor(readonly markup: string) {}
}

/** A value in a template. Text is escaped, markup is not, and undefined renders nothing. */
export type Part = string | number | Html | readonly Html[] | undefined;

/**
 * A template tag that escapes every value that is not `Html`. A mistake therefore shows visible markup, but never
 * injects any. Put values between tags or into double-quoted attributes, nowhere else.
 */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const texts = literals.map(withoutIndent);
  return new Html(
    texts.map((text, index) => text + (index < parts.length ? render(parts[index]) : '')).join(''),
  );
}

/** Only for our own style and script. A test checks that they contain no closing tag. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

/**
 * Makes untrusted text (user names, tags, reasons) harmless between tags and in quoted attributes. Control and bidi
 * characters appear as `\u202e`, because a browser would obey them.
 */
export function escape(text: string): string {
  return printable(text).replaceAll(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Text in which the browser breaks no line inside a date. */
export function withDates(text: string): Html {
  const parts = text.split(/(\d{4}-\d\d-\d\d(?: \d\d:\d\d)?)/);
  return html`${parts.map((part, index) => (index % 2 === 0 ? html`${part}` : html`<time>${part}</time>`))}`;
}

function render(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.markup;
  if (typeof part === 'string') return escape(part);
  if (typeof part === 'number') return escape(String(part));
  return part.map(({ markup }) => markup).join('');
}

/** Removes the source's indentation, which would add a megabyte of blanks to ten thousand rows. */
function withoutIndent(literal: string): string {
  return literal.replaceAll(/\n\s*/g, '\n');
}
