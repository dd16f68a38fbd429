import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { utcDate } from '../../../lambda/domain/instant';
import { accountChecksOf } from './account-checks';
import { findingsTableOf } from './findings-table';
import { forecastOf } from './forecast';
import { histogramOf } from './histogram-section';
import { html, trusted } from './html';
import { pageHeaderOf } from './page-header';
import type { PageData } from './page-data';
import { rowsOf } from './row';
import { summaryOf } from './summary';

/**
 * A self-contained HTML page. It loads no font, picture, script or style, and its content security policy forbids
 * that, too. Without JavaScript, everything is still readable.
 */
export function pageOf(data: PageData): string {
  const style = ['page.css', 'narrow.css', 'print.css'].map(ownFile).join('');
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
        <title>
          iam-lapse ${data.source.kind === 'sample' ? 'sample' : data.accountId}, ${utcDate(data.at)}
        </title>
        ${trusted(`<style>${style}</style>`)}
      </head>
      <body>
        ${pageHeaderOf(data)}
        <main>
          ${summaryOf(data)} ${accountChecksOf(data.checks)}
          ${rows.length === 0 ? undefined : histogramOf(rows, data.policy)}
          ${data.forecast && forecastOf(data.forecast)} ${findingsTableOf(rows)}
        </main>
        ${trusted(`<script>${script}</script>`)}
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
