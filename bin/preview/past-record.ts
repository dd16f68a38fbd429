import type { FindingRow } from '../../lambda/domain/records/findings-csv';
import type { PageData } from './page/page-data';
import type { RecordFiles } from './record-files';
import { parseRecord, type Row } from './record-text';

/**
 * A past run as the page shows it, without a forecast: how much of the limits earlier runs had used up, a record does
 * not say.
 *
 * @throws BadInput that names the file
 */
export function pageOfRecord(files: RecordFiles): PageData {
  const { result, rows } = parseRecord(files);
  const { counts, policy } = result;
  return {
    accountId: result.accountId,
    at: Date.parse(result.at),
    source: `run ${result.runId}`,
    notes: [],
    mode: result.mode ?? undefined,
    halts: result.halts.map(({ message }) => message),
    policy: policy?.rules
      ? {
          rules: policy.rules,
          sha256: policy.sha256,
          ...(policy.version === null ? {} : { version: policy.version }),
        }
      : undefined,
    counts,
    findings: rows.map(findingOf),
    forecast: undefined,
  };
}

/** The other way round from `findingsCsv`: what does not apply is left out again. */
function findingOf({ maxUnusedDays, noticeGiven, ...cells }: Row): FindingRow {
  const filled = Object.entries(cells)
    .filter(([, cell]) => cell !== '')
    .map(([column, cell]) => [column, withoutGuard(cell)] as const);
  return {
    ...Object.fromEntries(filled),
    ...(maxUnusedDays === '' ? {} : { maxUnusedDays: Number(maxUnusedDays) }),
    ...(noticeGiven === '' ? {} : { noticeGiven: noticeGiven === 'true' }),
  };
}

/** The apostrophe that keeps a spreadsheet from taking the cell for a formula. */
function withoutGuard(cell: string): string {
  return cell.replace(/^'(?=[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20])/, '');
}
