import { html, type Html } from './html';
import type { PageData } from './page-data';
import { entriesOf, OUTCOMES, VERDICTS } from './words';

/** Counts of credentials by verdict, and of planned actions by outcome. */
export function summaryOf({ counts, halts }: Pick<PageData, 'counts' | 'halts'>): Html {
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
    ${outcomesOf(counts)}
  </section>`;
}

function outcomesOf(counts: PageData['counts']): Html {
  const present = entriesOf(OUTCOMES).filter(([kind]) => counts[kind] > 0);
  if (present.length === 0) return html`<p class="note">This run planned no action.</p>`;
  return html`<h3>Outcomes of the planned actions</h3>
    <ul class="tiles">
      ${present.map(([kind, words]) => tile(kind, counts[kind], words))}
    </ul>`;
}

function tile(kind: string, count: number, { name, meaning }: { name: string; meaning: string }): Html {
  return html`<li class="tile ${count > 0 ? kind : 'none'}">
    <b>${count}</b> <span class="name">${name}</span> <small>${meaning}</small>
  </li>`;
}
