import { CsvError, parse } from 'csv-parse/sync';
import { type AccountId, accountOfArn } from '../identity';
import type { Instant } from '../instant';
import { printableLine } from '../text';
import type { CredentialReport, RootFacts, UserFacts } from './facts';
import { type Cells, isRoot, readRootRow, readRow, REQUIRED_COLUMNS } from './row';

/** The credential report as a whole cannot be trusted, so no credential may be judged by it. */
export class ReportError extends Error {
  override readonly name = 'ReportError';
  /** One printable line, whatever stands in the report. */
  constructor(message: string, options?: ErrorOptions) {
    super(printableLine(message), options);
  }
}

/**
 * Parses the report's bytes. Columns are found by name, so extra and reordered columns do no harm. Anything that could
 * be a cut-off or garbled report is an error (docs/design.md §4.2). One unrecognized cell is not: it makes only its
 * credential `notUnderstood`.
 *
 * @throws ReportError that names the row (1 is the header) and what is wrong with it
 */
export function parseCredentialReport(
  content: Uint8Array,
  generatedAt: Instant,
  account: AccountId,
): CredentialReport {
  let position: ReadonlyMap<string, number> | undefined;
  const users: UserFacts[] = [];
  let root: RootFacts | undefined;
  const seen = new Map<string, number>();
  const rows = readCsv(content, (row, line) => {
    if (!position) {
      position = positionsOf(row);
      return;
    }
    const columns = position;
    if (row.length !== columns.size) {
      throw new ReportError(
        `row ${line} of the credential report has ${row.length} fields, the header ${columns.size}: it was cut short or garbled`,
      );
    }
    const cells: Cells = (column) => row[columns.get(column) ?? -1] ?? '';
    if (isRoot(cells)) {
      refuseForeignRoot(cells('arn'), line, account);
      root ??= readRootRow(cells);
      return;
    }
    const facts = readRow(cells, account);
    if (typeof facts === 'string') throw new ReportError(`row ${line} of the credential report ${facts}`);
    // IAM does not allow two user names that differ only in case.
    const key = facts.user.name.toLowerCase();
    const first = seen.get(key);
    if (first !== undefined) {
      throw new ReportError(
        `rows ${first} and ${line} of the credential report are both of user ${JSON.stringify(facts.user.name)}`,
      );
    }
    seen.set(key, line);
    users.push(facts);
  });
  if (rows === 0) throw new ReportError('the credential report is empty');
  if (rows === 1) throw new ReportError('the credential report has a header and no row');
  return { generatedAt, users, root };
}

/** In an account without users, only the root row shows which account the report belongs to. */
function refuseForeignRoot(arn: string, line: number, account: AccountId): void {
  const reported = accountOfArn(arn);
  if (reported && reported.id !== account.id) {
    throw new ReportError(
      `row ${line} of the credential report is of account ${reported.id}, not of ${account.id}`,
    );
  }
}

/**
 * Reads row by row and keeps no row: all cells of a large account would be most of the function's memory.
 *
 * @param read called with each row and its number; 1 is the header
 * @returns the number of rows
 */
function readCsv(content: Uint8Array, read: (row: readonly string[], line: number) => void): number {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch (error) {
    throw new ReportError('the credential report is not UTF-8 text', { cause: error });
  }
  let rows = 0;
  try {
    // The caller checks the number of fields: csv-parse would compare with the first row, even a garbled one.
    parse(text, {
      relax_column_count: true,
      skip_empty_lines: false,
      on_record: (row: readonly string[]) => {
        rows += 1;
        read(row, rows);
        return null;
      },
    });
    return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new ReportError(`the credential report is not valid CSV: ${error.message}`, {
      cause: error,
    });
  }
}

function positionsOf(header: readonly string[]): Map<string, number> {
  const position = new Map<string, number>();
  header.forEach((column, index) => {
    if (position.has(column))
      throw new ReportError(`the credential report has two columns ${JSON.stringify(column)}`);
    position.set(column, index);
  });
  const missing = REQUIRED_COLUMNS.filter((column) => !position.has(column));
  if (missing.length > 0) {
    const more = missing.length - MAX_NAMED;
    throw new ReportError(
      `the credential report lacks the column ${missing.slice(0, MAX_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
    );
  }
  return position;
}

/** Missing columns that a message names: a file of another kind lacks them all. */
const MAX_NAMED = 3;
