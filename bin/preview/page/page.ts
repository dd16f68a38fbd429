import { utcDate } from '../../../lambda/domain/instant';
import { accountChecksOf } from './account-checks';
import { documentOf } from './document';
import { findingsTableOf } from './findings-table';
import { forecastOf } from './forecast';
import { histogramOf } from './histogram-section';
import { html } from './html';
import { pageHeaderOf } from './page-header';
import type { PageData } from './page-data';
import { rowsOf } from './row';
import { summaryOf } from './summary';

/** The page of a run. Without JavaScript, everything is still readable. */
export function pageOf(data: PageData): string {
  const rows = rowsOf(data.findings, data.at);
  return documentOf({
    title: `iam-lapse ${data.source.kind === 'sample' ? 'sample' : data.accountId}, ${utcDate(data.at)}`,
    script: 'page-script.js',
    body: html`${pageHeaderOf(data)}
      <main>
        ${summaryOf(data)} ${accountChecksOf(data.checks)}
        ${rows.length === 0 ? undefined : histogramOf(rows, data.policy)}
        ${data.forecast && forecastOf(data.forecast)} ${findingsTableOf(rows)}
      </main>`,
  });
}
