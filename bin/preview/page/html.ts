import { printable } from '../../../lambda/domain/text';

/** Markup that is safe to stand in the page as it is. */
export class Html {
  constructor(readonly markup: string) {}
}

/** What may stand in a template: text is escaped, markup is not, nothing is nothing. */
export type Part = string | number | Html | readonly Html[] | undefined;

/**
 * A template whose values are escaped unless they are markup already, so that forgetting it shows too much
 * rather than too little. Values stand between tags or in double-quoted attributes, nowhere else.
 */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const texts = literals.map(withoutIndent);
  return new Html(
    texts.map((text, index) => text + (index < parts.length ? render(parts[index]) : '')).join(''),
  );
}

/** Our own files, style and script. They hold no closing tag, which a test looks after. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

/**
 * Text written by strangers (user names, tags, reasons), harmless between tags and in quoted attributes.
 * Control characters and the marks that turn the direction of writing are shown as `\u202e`, since a browser
 * would obey them.
 */
export function escape(text: string): string {
  return printable(text).replaceAll(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function render(part: Part): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.markup;
  if (typeof part === 'string') return escape(part);
  if (typeof part === 'number') return escape(String(part));
  return part.map(({ markup }) => markup).join('');
}

/** Ten thousand rows with the source's indentation would be a megabyte of blanks. */
function withoutIndent(literal: string): string {
  return literal.replaceAll(/\n\s*/g, '\n');
}
