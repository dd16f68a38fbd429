import type { FindingRow } from '../../lambda/domain/records/findings-csv';
import type { PageData } from './page/page-data';
import { pageChecksOf } from './page-data';
import type { AccountFiles } from './record-files';
import { parseRecord, type Row, withoutGuard } from './record-text';

/**
 * The page's data from a past run's record. There is no forecast, because a record does not say how much of the limits
 * earlier runs had used up.
 *
 * @throws BadInput that names the file
 */
export function pageOfRecord(files: AccountFiles): PageData {
  const { result, rows } = parseRecord(files);
  const { runId, preview = false, counts, policy, hygiene, accountAlias } = result;
  return {
    accountId: result.accountId,
    ...(accountAlias === undefined ? {} : { accountAlias }),
    at: Date.parse(result.at),
    source: { kind: 'record', runId, preview },
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
    checks: hygiene ? pageChecksOf(hygiene) : undefined,
    forecast: undefined,
  };
}

/** The reverse of `findingsCsv`: drops the cells that do not apply. */
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
