import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { html, type Html, trusted } from './html';

export interface DocumentParts {
  readonly title: string;
  readonly body: Html;
  /** The name of one of our own scripts beside this file; without one, the page has none and may run none. */
  readonly script?: string;
  /** The name of a further style beside this file. */
  readonly style?: string;
}

/**
 * A self-contained HTML page. It loads no font, picture, script or style, and its content security policy forbids
 * that, too.
 */
export function documentOf({ title, body, script: scriptName, style: ownStyle }: DocumentParts): string {
  const styles = ['page.css', 'narrow.css', 'print.css', ...(ownStyle === undefined ? [] : [ownStyle])];
  const style = styles.map(ownFile).join('');
  const script = scriptName === undefined ? undefined : ownFile(scriptName);
  const rules = [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    ...(script === undefined ? [] : [`script-src '${hashOf(script)}'`]),
    "base-uri 'none'",
    "form-action 'none'",
  ];
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${trusted(rules.join('; '))}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        ${trusted(`<style>${style}</style>`)}
      </head>
      <body>
        ${body} ${script === undefined ? undefined : trusted(`<script>${script}</script>`)}
      </body>
    </html>`;
  return `${page.markup}\n`;
}

/** Without indentation, and without the carriage returns of some checkouts, which a browser does not hash. */
function ownFile(name: string): string {
  return readFileSync(join(__dirname, name), 'utf8').replaceAll(/\r?\n\s*/g, '\n');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
