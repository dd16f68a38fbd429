import { html, type Html } from './html';
import type { Row } from './row';
import { type Column, sortableTableOf } from './sortable-table';
import { entriesOf, nameIn, OUTCOMES, VERDICTS } from './words';

const COLUMNS: readonly Column<Row>[] = [
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

/** All judged credentials. What is in use needs nobody's attention, so the script shows it only on request. */
export function findingsTableOf(rows: readonly Row[]): Html {
  return html`<section aria-labelledby="findings">
    <h2 id="findings">All credentials</h2>
    ${
      rows.length === 0
        ? html`<p class="note">No credential was judged.</p>`
        : sortableTableOf({
            rows,
            columns: COLUMNS,
            classOf: ({ verdict }) => verdict,
            legend: 'Verdict',
            choices: entriesOf(VERDICTS).map(([value, { name }]) => ({
              value,
              name,
              isShown: value !== 'inUse',
            })),
            placeholder: 'user, service, reason, date',
            order: 'the most urgent first',
          })
    }
  </section>`;
}
