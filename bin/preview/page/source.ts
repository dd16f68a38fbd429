import { html, type Html, withDates } from './html';
import { utcDate } from '../../../lambda/domain/instant';
import type { PageSource } from './page-data';

/** Whether the command line judged it just now. Nothing needs to be deployed for that, and nothing was done. */
export function isPreview({ kind }: PageSource): boolean {
  return kind !== 'record';
}

/** The first thing that a reader must know: what was judged. */
export function sourceOf(source: PageSource): Html {
  switch (source.kind) {
    case 'sample':
      return html`<p class="source sample">
        <strong>THE SAMPLE in examples/, not your account.</strong>
        For your account: <code>npm run preview -- --live --html page.html</code>
      </p>`;
    case 'file': {
      const { file, newest } = source;
      const age =
        newest === undefined ? 'It has no date in it.' : `The newest date in it is ${utcDate(newest)}.`;
      return html`<p class="source">Judged: the credential report <b>${file}</b>. ${withDates(age)}</p>`;
    }
    case 'live':
      return html`<p class="source">Judged: the live account, read-only.</p>`;
    case 'record': {
      const note = source.preview ? ' It was a preview: it changed nothing and gave no notice.' : '';
      return html`<p class="source">The record of run <b>${source.runId}</b>.${note}</p>`;
    }
  }
}
