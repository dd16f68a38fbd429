import { utcDate } from '../../lambda/domain/instant';
import type { Finding } from '../../lambda/domain/record/findings';
import type { PageData, PageForecastDay } from './page/page-data';
import type { RecordFiles } from './record-files';
import { parseRecord, type Row } from './record-text';

/**
 * A past run as the page shows it, with each due or stale credential on the first day on which it may be
 * disabled in place of a forecast.
 *
 * @throws BadInput that names the file
 */
export function pageOfRecord(files: RecordFiles): PageData {
  const { result, rows } = parseRecord(files);
  const { counts, policy } = result;
  const at = Date.parse(result.at);
  return {
    accountId: result.accountId,
    at,
    source: `run ${result.runId}`,
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
    forecast: daysToCome(rows, utcDate(at)),
  };
}

/** The other way round from `findingsCsv`: what does not apply is left out again. */
function findingOf({ maxUnusedDays, noticeGiven, ...cells }: Row): Finding {
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

/** By the day from which each may be disabled; the limits of those days are not known to a record. */
function daysToCome(rows: readonly Row[], today: string): PageForecastDay[] {
  const byDate = new Map<string, string[]>();
  for (const row of rows) {
    const isOnNotice = row.verdict === 'due' || row.verdict === 'stale';
    if (!isOnNotice || row.outcome === 'disabled' || row.outcome === 'alreadyAbsent') continue;
    // What waited for its turn has a day that is past.
    const date = row.actOn < today ? today : row.actOn;
    byDate.set(date, [...(byDate.get(date) ?? []), calledIn(row)]);
  }
  return [...byDate]
    .map(([date, disabled]) => ({ date, disabled, waiting: 0 }))
    .toSorted((one, other) => (one.date < other.date ? -1 : 1));
}

function calledIn({ user, credential, keyCreated }: Row): string {
  const what =
    credential === 'password'
      ? 'password'
      : keyCreated === ''
        ? 'access key'
        : `access key created ${keyCreated.slice(0, 10)}`;
  return `${withoutGuard(user)}, ${what}`;
}
