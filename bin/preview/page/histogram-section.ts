import { html, type Html } from './html';
import { type Bin, binsOf, rangeOf } from './histogram';
import { chartOf, type Panel } from './histogram-chart';
import type { PageData } from './page-data';
import type { Row } from './row';

/** How long the credentials of each kind have not been used, against the policy's limit. */
export function histogramOf(rows: readonly Row[], policy: PageData['policy']): Html {
  const panels: Panel[] = [
    { name: 'Passwords', bins: binsOf(rows, 'password'), limit: policy?.rules.password.maxUnusedDays },
    { name: 'Access keys', bins: binsOf(rows, 'access key'), limit: policy?.rules.accessKey.maxUnusedDays },
  ];
  const highest = Math.max(1, ...panels.flatMap(({ bins }) => bins.map(({ count }) => count)));
  return html`<section aria-labelledby="histogram">
    <h2 id="histogram">Days without use</h2>
    <p class="note">${notesOf(rows, policy).join(' ')}</p>
    <div class="charts">${panels.map((panel) => chartOf(panel, highest))}</div>
    <details>
      <summary>The same as a table</summary>
      ${tableOf(panels)}
    </details>
  </section>`;
}

function notesOf(rows: readonly Row[], policy: PageData['policy']): string[] {
  const unknown = rows.filter(({ unusedDays }) => unusedDays === undefined).length;
  return [
    'Counted from the last use, change, creation or restore, whichever is latest.',
    ...(unknown > 0
      ? [
          `Not shown: ${unknown} of ${rows.length} credentials, because ${unknown === 1 ? 'its' : 'their'} last use is not known.`,
        ]
      : []),
    ...(policy?.rules.overrides.length
      ? ['Overrides in the policy give some credentials a different limit than the one drawn.']
      : []),
  ];
}

function tableOf(panels: readonly Panel[]): Html {
  const [first] = panels;
  const counts = (index: number) => panels.map(({ bins }) => bins[index]?.count ?? 0);
  const row = (bin: Bin, index: number) =>
    counts(index).some((count) => count > 0)
      ? html`<tr>
          <th scope="row">${rangeOf(bin)}</th>
          ${counts(index).map((count) => html`<td>${count}</td>`)}
        </tr>`
      : html``;
  return html`<table class="numbers">
    <thead>
      <tr>
        <th scope="col">Without use for</th>
        ${panels.map(({ name }) => html`<th scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${first?.bins.map(row)}
    </tbody>
  </table>`;
}
