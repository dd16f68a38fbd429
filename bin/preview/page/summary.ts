import { count } from '../../../lambda/domain/text';
import { severitiesOf, severityBadge } from './account-checks';
import { html, type Html } from './html';
import type { PageCheck, PageData } from './page-data';
import { isPreview } from './source';
import { entriesOf, OUTCOMES, PREVIEW_OUTCOMES, VERDICTS } from './words';

/** Counts of credentials by verdict, of planned actions by outcome, and of account findings by severity. */
export function summaryOf(data: Pick<PageData, 'counts' | 'halts' | 'checks' | 'source' | 'findings'>): Html {
  const { counts, halts, checks } = data;
  const verdicts = entriesOf(VERDICTS);
  const judged = verdicts.reduce((sum, [kind]) => sum + counts[kind], 0);
  // After a halt, a row of zeros would look like good news.
  const nothing = halts.length > 0 ? 'No credential was judged.' : 'There is no active credential to judge.';
  return html`<section aria-labelledby="summary">
    <h2 id="summary">Summary</h2>
    ${
      judged === 0
        ? html`<p>${nothing}</p>`
        : html`<ul class="tiles">
            ${verdicts.map(([kind, words]) => tile(kind, counts[kind], words))}
          </ul>`
    }
    ${checks && accountLine(checks)} ${judged === 0 ? undefined : outcomesOf(data)}
  </section>`;
}

/** `Account findings: 25 (6 high, 12 medium, 7 low)`, with a link to them. */
function accountLine(checks: readonly PageCheck[]): Html {
  const severities = severitiesOf(checks);
  if (severities.length === 0) return html`<p class="account">No account finding.</p>`;
  const all = severities.reduce((sum, [, number]) => sum + number, 0);
  return html`<p class="account">
    <a href="#account-findings">${count(all, 'account finding')}</a>
    ${severities.map(([severity, number]) => html`${severityBadge(severity, `${number} ${severity}`)} `)}
  </p>`;
}

function outcomesOf({ counts, source, findings }: Pick<PageData, 'counts' | 'source' | 'findings'>): Html {
  const present = entriesOf(isPreview(source) ? PREVIEW_OUTCOMES : OUTCOMES).filter(
    ([kind]) => counts[kind] > 0,
  );
  if (present.length > 0) {
    return html`<h3>
        ${isPreview(source) ? 'What mode enforce would do today' : 'Outcomes of the planned actions'}
      </h3>
      <ul class="tiles">
        ${present.map(([kind, words]) => tile(kind, counts[kind], words))}
      </ul>`;
  }
  if (!isPreview(source)) return html`<p class="note">This run planned no action.</p>`;
  const isNoticed = findings.some(({ noticeGiven }) => noticeGiven === true);
  return html`<p class="note">
    Mode enforce would disable nothing
    today${counts.stale > 0 && !isNoticed ? ': no stale credential has had its notice' : ''}.
  </p>`;
}

export function tile(
  kind: string,
  number: number,
  { name, meaning }: { name: string; meaning: string },
): Html {
  return html`<li class="tile ${number > 0 ? kind : 'none'}">
    <b>${number}</b> <span class="name">${name}</span> <small>${meaning}</small>
  </li>`;
}
