import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { utcDate } from '../../../lambda/domain/instant';
import { findingsTableOf } from './findings-table';
import { forecastOf } from './forecast';
import { histogramOf } from './histogram-section';
import { html, trusted } from './html';
import { pageHeaderOf } from './masthead';
import type { PageData } from './page-data';
import { rowsOf } from './row';
import { summaryOf } from './summary';

/**
 * One HTML page that needs nothing but itself: no font, picture, script or style from anywhere else, which its
 * content security policy forbids as well. Without JavaScript all of it can be read.
 */
export function pageOf(data: PageData): string {
  const style = ownFile('page.css');
  const script = ownFile('page-script.js');
  const rules = [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    `script-src '${hashOf(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ];
  const rows = rowsOf(data.findings, data.at);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${trusted(rules.join('; '))}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <title>iam-lapse ${data.accountId}, ${utcDate(data.at)}</title>
        ${trusted(`<style>${style}</style>`)}
      </head>
      <body>
        ${pageHeaderOf(data)}
        <main>
          ${summaryOf(data)} ${rows.length === 0 ? undefined : histogramOf(rows, data.policy)}
          ${data.forecast && forecastOf(data.forecast)} ${findingsTableOf(rows)}
        </main>
        ${trusted(`<script>${script}</script>`)}
      </body>
    </html>`;
  return `${page.markup}\n`;
}

/** The browser hashes what it parsed, and its parser knows no carriage return: a checkout may have them. */
function ownFile(name: string): string {
  return readFileSync(join(__dirname, name), 'utf8').replaceAll('\r\n', '\n');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
