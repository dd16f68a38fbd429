import { html, type Html, withDates } from './html';

/** A column, how it compares its cells, and the direction of its first sort. */
export interface Column<Row> {
  readonly title: string;
  /** A class for its cells. Not for the first three, which are always there. */
  readonly name?: string;
  readonly compare: 'text' | 'number';
  readonly first: 'ascending' | 'descending';
  readonly cell: (row: Row) => Cell;
}

export interface Cell {
  readonly text: string | Html;
  /** Further lines in small print. */
  readonly notes?: readonly string[];
  /** By what the cell is sorted, if not by its text. */
  readonly sort?: number | undefined;
}

/** What the reader can choose by: the class of a row, with its name. */
export interface Choice {
  readonly value: string;
  readonly name: string;
  readonly isShown: boolean;
}

export interface SortableTable<Row> {
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly classOf: (row: Row) => string;
  /** What the choices are of: `Verdict`. */
  readonly legend: string;
  readonly choices: readonly Choice[];
  /** What a reader may type. */
  readonly placeholder: string;
  /** In which order the rows are: `the most urgent first`. */
  readonly order: string;
  /** A further class of the table. */
  readonly layout?: string;
}

/**
 * A table that the script sorts and filters; without it, this is a plain table. A column that is empty in all rows is left
 * out.
 */
export function sortableTableOf<Row>(table: SortableTable<Row>): Html {
  const { rows, classOf, order, layout } = table;
  const columns = table.columns.filter(
    ({ name, cell }) => name === undefined || rows.some((row) => cell(row).text !== ''),
  );
  return html`${controlsOf(table)}
    <p class="note" id="shown" role="status">${rows.length} shown, ${order}.</p>
    <table class="${['findings', layout].filter((part) => part !== undefined).join(' ')}">
      <thead>
        <tr>
          ${columns.map(headerOf)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr class="${classOf(row)}">
              ${columns.map(({ name, cell }) => cellOf(cell(row), name))}
            </tr> `,
        )}
      </tbody>
    </table>
    <p class="more">
      <button type="button" id="more" hidden></button>
      <button type="button" id="in-use" hidden></button>
    </p>`;
}

/** Hidden until the script runs. */
function controlsOf<Row>({ rows, classOf, legend, choices, placeholder }: SortableTable<Row>): Html {
  const boxes = choices.map(({ value, name, isShown }) => {
    const number = rows.filter((row) => classOf(row) === value).length;
    const checked = isShown ? html`checked` : html``;
    return number === 0
      ? html``
      : html`<label><input type="checkbox" value="${value}" ${checked} /> ${name} (${number})</label>`;
  });
  return html`<form id="controls" hidden>
    <label class="search"
      >Filter <input type="search" id="filter" autocomplete="off" placeholder="${placeholder}"
    /></label>
    <fieldset>
      <legend>${legend}</legend>
      ${boxes}
    </fieldset>
  </form>`;
}

function headerOf<Row>({ title, name, compare, first }: Column<Row>): Html {
  return html`<th scope="col" ${classed(name)} data-compare="${compare}" data-first="${first}">${title}</th>`;
}

/** The class is for phones, which label what is in the cell. */
function cellOf({ text, notes = [], sort }: Cell, name: string | undefined): Html {
  if (text === '') return html`<td></td>`;
  const key = sort === undefined ? undefined : html` data-sort="${sort}"`;
  const content = typeof text === 'string' ? withDates(text) : text;
  const small = notes.filter((note) => note !== '').map((note) => html` <small>${withDates(note)}</small>`);
  return html`<td${classed(name)}${key}>${content}${small}</td>`;
}

function classed(name: string | undefined): Html {
  return name === undefined ? html`` : html` class="${name}"`;
}
