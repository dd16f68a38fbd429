import { html, type Html, withDates } from './html';
import type { Row } from './row';
import { entriesOf, nameIn, OUTCOMES, VERDICTS } from './words';

/** A column, how it compares its cells, and the direction of its first sort. */
interface Column {
  readonly title: string;
  /** A class for its cells. Not for the first three, which are always there. */
  readonly name?: string;
  readonly compare: 'text' | 'number';
  readonly first: 'ascending' | 'descending';
  readonly cell: (row: Row) => Cell;
}

interface Cell {
  readonly text: string | Html;
  /** Further lines in small print. */
  readonly notes?: readonly string[];
  /** By what the cell is sorted, if not by its text. */
  readonly sort?: number | undefined;
}

const COLUMNS: readonly Column[] = [
  {
    title: 'User',
    compare: 'text',
    first: 'ascending',
    cell: ({ user, path, owner }) => ({ text: user, notes: [path, owner && `owner: ${owner}`] }),
  },
  {
    title: 'Credential',
    compare: 'text',
    first: 'ascending',
    cell: ({ credential, keyCreated, passwordSet }) => ({
      text: credential,
      notes: [keyCreated ? `created ${keyCreated}` : passwordSet && `set ${passwordSet}`],
    }),
  },
  {
    title: 'Verdict',
    compare: 'number',
    first: 'ascending',
    cell: ({ verdict }) => ({
      text: html`<span class="verdict">${nameIn(VERDICTS, verdict)}</span>`,
      sort: Object.keys(VERDICTS).indexOf(verdict),
    }),
  },
  {
    title: 'Last used',
    name: 'used',
    compare: 'text',
    first: 'ascending',
    cell: ({ lastUsed, lastUsedFor }) =>
      lastUsed === 'never' ? { text: lastUsed, sort: 0 } : { text: lastUsed, notes: [lastUsedFor] },
  },
  {
    title: 'Days unused',
    name: 'days',
    compare: 'number',
    first: 'descending',
    cell: ({ unusedDays, since }) =>
      unusedDays === undefined
        ? { text: '' }
        : { text: String(unusedDays), notes: [since], sort: unusedDays },
  },
  {
    title: 'Limit',
    name: 'limit',
    compare: 'number',
    first: 'ascending',
    cell: ({ maxUnusedDays }) => ({ text: maxUnusedDays }),
  },
  {
    title: 'Not before',
    name: 'act',
    compare: 'text',
    first: 'ascending',
    cell: ({ actOn, notice }) => ({ text: actOn, notes: [notice] }),
  },
  {
    title: 'Why',
    name: 'why',
    compare: 'text',
    first: 'ascending',
    cell: ({ why }) => ({ text: why }),
  },
  {
    title: 'Outcome',
    name: 'outcome',
    compare: 'text',
    first: 'ascending',
    cell: ({ outcome, outcomeCause }) => ({ text: nameIn(OUTCOMES, outcome), notes: [outcomeCause] }),
  },
];

/**
 * All judged credentials. A column that is empty in all rows is left out. The script adds sorting and filtering, and
 * folds what is in use; without it, this is a plain table.
 */
export function findingsTableOf(rows: readonly Row[]): Html {
  const columns = COLUMNS.filter(
    ({ name, cell }) => name === undefined || rows.some((row) => cell(row).text !== ''),
  );
  return html`<section aria-labelledby="findings">
    <h2 id="findings">All credentials</h2>
    ${
      rows.length === 0
        ? html`<p class="note">No credential was judged.</p>`
        : html`${controlsOf(rows)}
            <p class="note" id="shown" role="status">${rows.length} shown, the most urgent first.</p>
            <table class="findings">
              <thead>
                <tr>
                  ${columns.map(headerOf)}
                </tr>
              </thead>
              <tbody>
                ${rows.map((row) => rowOf(row, columns))}
              </tbody>
            </table>
            <p class="more">
              <button type="button" id="more" hidden></button>
              <button type="button" id="in-use" hidden></button>
            </p>`
    }
  </section>`;
}

/** Hidden until the script runs. What is in use needs nobody's attention, so it is shown only on request. */
function controlsOf(rows: readonly Row[]): Html {
  const boxes = entriesOf(VERDICTS).map(([kind, { name }]) => {
    const count = rows.filter(({ verdict }) => verdict === kind).length;
    const checked = kind === 'inUse' ? html`` : html`checked`;
    return count === 0
      ? html``
      : html`<label><input type="checkbox" value="${kind}" ${checked} /> ${name} (${count})</label>`;
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

function headerOf({ title, name, compare, first }: Column): Html {
  return html`<th scope="col" ${classOf(name)} data-compare="${compare}" data-first="${first}">${title}</th>`;
}

function rowOf(row: Row, columns: readonly Column[]): Html {
  return html`<tr class="${row.verdict}">
    ${columns.map(({ name, cell }) => cellOf(cell(row), name))}
  </tr> `;
}

/** The class is for phones, which label what is in the cell. */
function cellOf({ text, notes = [], sort }: Cell, name: string | undefined): Html {
  if (text === '') return html`<td></td>`;
  const key = sort === undefined ? undefined : html` data-sort="${sort}"`;
  const content = typeof text === 'string' ? withDates(text) : text;
  const small = notes.filter((note) => note !== '').map((note) => html` <small>${withDates(note)}</small>`);
  return html`<td${classOf(name)}${key}>${content}${small}</td>`;
}

function classOf(name: string | undefined): Html {
  return name === undefined ? html`` : html` class="${name}"`;
}
