import type { CoverageClass } from '../../../lambda/domain/organization/coverage';
import { html, type Html } from '../page/html';
import { type Cell, type Column, sortableTableOf } from '../page/sortable-table';
import { entriesOf, nameIn } from '../page/words';
import type { AccountRow } from './record';

/** What needs somebody first. */
export const CLASSES: Readonly<Record<CoverageClass, { readonly name: string; readonly meaning: string }>> = {
  unreachable: { name: 'unreachable', meaning: 'nothing is known of it today' },
  halted: { name: 'halted', meaning: 'it did less than it was asked to' },
  completed: { name: 'completed', meaning: 'swept to its end' },
  suspended: { name: 'suspended', meaning: 'AWS does not let anybody in' },
  excluded: { name: 'excluded', meaning: 'by the organization’s parameter' },
};

const COLUMNS: readonly Column<AccountRow>[] = [
  {
    title: 'Account',
    compare: 'text',
    first: 'ascending',
    cell: ({ accountId, name, ou }) =>
      name === '' ? { text: accountId, notes: [ou] } : { text: name, notes: [accountId, ou] },
  },
  { title: 'Mode', compare: 'text', first: 'ascending', cell: ({ mode }) => ({ text: mode }) },
  {
    title: 'Class',
    compare: 'number',
    first: 'ascending',
    cell: (row) => ({
      text: html`<span class="verdict ${hasFailed(row) ? 'failed' : row.class}"
        >${nameIn(CLASSES, row.class)}</span
      >`,
      sort: rankOf(row),
    }),
  },
  {
    title: 'Why',
    name: 'why',
    compare: 'text',
    first: 'ascending',
    cell: ({ cause, uncoveredSince }) => ({
      text: cause,
      notes: [uncoveredSince && `not covered since ${uncoveredSince.slice(0, 10)}`],
    }),
  },
  numberColumn('Users', 'users'),
  numberColumn('Credentials', 'activeCredentials'),
  numberColumn('Stale', 'stale'),
  numberColumn('Due', 'due'),
  numberColumn('Exempt', 'exempt'),
  numberColumn('Disabled', 'disabled'),
  numberColumn('Failed', 'failed'),
];

function numberColumn(
  title: string,
  key: 'users' | 'activeCredentials' | 'stale' | 'due' | 'exempt' | 'disabled' | 'failed',
): Column<AccountRow> {
  const cell = (row: AccountRow): Cell =>
    row[key] === '' ? { text: '' } : { text: row[key], sort: Number(row[key]) };
  return { title, name: key, compare: 'number', first: 'descending', cell };
}

/** Every account of the roster. */
export function accountsTableOf(rows: readonly AccountRow[]): Html {
  return html`<section aria-labelledby="accounts">
    <h2 id="accounts">All accounts</h2>
    ${ownRunNote(rows)}
    ${sortableTableOf({
      rows: rows.toSorted(
        (one, other) =>
          rankOf(one) - rankOf(other) ||
          Number(other.stale) - Number(one.stale) ||
          Number(one.accountId) - Number(other.accountId),
      ),
      columns: COLUMNS,
      classOf: (row) => row.class,
      legend: 'Class',
      choices: entriesOf(CLASSES).map(([value, { name }]) => ({ value, name, isShown: true })),
      placeholder: 'account, id, OU, cause',
      order: 'those that need somebody first',
      layout: 'accounts',
    })}
  </section>`;
}

/** All accounts have the run's id, so one line says where each one's own run is. */
function ownRunNote(rows: readonly AccountRow[]): Html | undefined {
  const [pattern] = rows.flatMap(({ accountId, record }) => {
    const [, before, after] = new RegExp(`^(s3://[^/]+/)${accountId}(/runs/.*)$`).exec(record) ?? [];
    return before === undefined || after === undefined ? [] : [`${before}ACCOUNT${after}`];
  });
  if (pattern === undefined) return undefined;
  return html`<p class="note">
    To open an account's own run, put its id in place of ACCOUNT:
    <code>npm run preview -- --record ${pattern} --html account.html</code>
  </p>`;
}

/** A class of another release comes first. An account whose actions failed is not what `completed` sounds like. */
function rankOf(row: AccountRow): number {
  const ranks: string[] = Object.keys(CLASSES);
  return hasFailed(row) ? ranks.indexOf('completed') - 0.5 : ranks.indexOf(row.class);
}

function hasFailed({ class: kind, failed }: AccountRow): boolean {
  return kind === 'completed' && Number(failed) > 0;
}
