import { html, type Html } from './html';
import type { Row } from './row';
import { entriesOf, nameIn, OUTCOMES, SINCE, VERDICTS } from './words';

/** How a column compares its cells, and the direction of its first sort. */
interface Column {
  readonly title: string;
  readonly compare: 'text' | 'number';
  readonly first: 'ascending' | 'descending';
}

const COLUMNS: readonly Column[] = [
  { title: 'User', compare: 'text', first: 'ascending' },
  { title: 'Credential', compare: 'text', first: 'ascending' },
  { title: 'Verdict', compare: 'number', first: 'ascending' },
  { title: 'Last used', compare: 'text', first: 'ascending' },
  { title: 'Days unused', compare: 'number', first: 'descending' },
  { title: 'Limit', compare: 'number', first: 'ascending' },
  { title: 'Act on', compare: 'text', first: 'ascending' },
  { title: 'Why', compare: 'text', first: 'ascending' },
  { title: 'Outcome', compare: 'text', first: 'ascending' },
];

/** All judged credentials. The script adds sorting and filtering; without it, this is a plain table. */
export function findingsTableOf(rows: readonly Row[]): Html {
  return html`<section aria-labelledby="findings">
    <h2 id="findings">All credentials</h2>
    ${
      rows.length === 0
        ? html`<p class="note">None.</p>`
        : html`${controlsOf(rows)}
            <p class="note" id="shown" role="status">${rows.length} shown, the most urgent first.</p>
            <table class="findings">
              <thead>
                <tr>
                  ${COLUMNS.map(headerOf)}
                </tr>
              </thead>
              <tbody>
                ${rows.map(rowOf)}
              </tbody>
            </table>
            <button type="button" id="more" hidden></button>`
    }
  </section>`;
}

/** Hidden until the script runs. */
function controlsOf(rows: readonly Row[]): Html {
  const boxes = entriesOf(VERDICTS).map(([kind, { name }]) => {
    const count = rows.filter(({ verdict }) => verdict === kind).length;
    return count === 0
      ? html``
      : html`<label><input type="checkbox" value="${kind}" checked /> ${name} (${count})</label>`;
  });
  return html`<form id="controls" hidden>
    <label class="search"
      >Filter <input type="search" id="filter" autocomplete="off" placeholder="user, service, reason, date"
    /></label>
    <fieldset>
      <legend>Verdict</legend>
      ${boxes}
    </fieldset>
  </form>`;
}

function headerOf({ title, compare, first }: Column): Html {
  return html`<th scope="col" data-compare="${compare}" data-first="${first}">${title}</th>`;
}

/** A cell sorts by its `data-sort`, or else by its text. */
function rowOf(row: Row): Html {
  const verdict = Object.keys(VERDICTS).indexOf(row.verdict);
  const cells = [
    cell(row.user, row.path),
    cell(row.credential, row.keyCreated && `created ${row.keyCreated}`),
    html`<td data-sort="${verdict}"><span class="verdict">${nameIn(VERDICTS, row.verdict)}</span></td>`,
    row.lastUsed === 'never' ? html`<td data-sort="0">never</td>` : cell(row.lastUsed, row.lastUsedFor),
    daysCell(row),
    cell(row.maxUnusedDays),
    cell(row.actOn, row.notice),
    cell(row.why),
    cell(nameIn(OUTCOMES, row.outcome), row.outcomeCause),
  ];
  return html`<tr class="${row.verdict}">
    ${cells}
  </tr> `;
}

function daysCell({ unusedDays, referenceBy }: Row): Html {
  if (unusedDays === undefined) return cell('');
  const since = Object.entries(SINCE).find(([kind]) => kind === referenceBy)?.[1] ?? '';
  const note = since === '' ? undefined : html` <small>${since}</small>`;
  return html`<td data-sort="${unusedDays}">${unusedDays}${note}</td>`;
}

function cell(text: string, note = ''): Html {
  return html`<td>${text}${note === '' ? undefined : html` <small>${note}</small>`}</td>`;
}
