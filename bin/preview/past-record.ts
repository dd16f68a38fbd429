import { CsvError, parse } from 'csv-parse/sync';
import * as z from 'zod';
import { utcDate } from '../../lambda/domain/instant';
import { VERDICT_KINDS } from '../../lambda/domain/judge/verdict';
import { MODES } from '../../lambda/domain/mode';
import { Policy } from '../../lambda/domain/policy/schema';
import type { Finding } from '../../lambda/domain/record/findings';
import type { PageData, PageForecastDay } from './page/page-data';
import type { RecordFiles } from './record-files';
import { BadInput } from './trouble';

const number = z.int().nonnegative();

/** What the page needs of a `result.json`. */
const Result = z.object({
  version: z.literal(1, { error: 'this program reads version 1 of the record' }),
  runId: z.string().min(1),
  accountId: z.string().regex(/^\d{12}$/),
  at: z.iso.datetime(),
  mode: z.enum(MODES).nullable(),
  halts: z.array(z.object({ message: z.string() })),
  policy: z.object({ version: z.number().nullable(), sha256: z.string(), rules: Policy }).nullable(),
  counts: z.object({
    inUse: number,
    due: number,
    stale: number,
    exempt: number,
    held: number,
    unclear: number,
    disabled: number,
    wouldDisable: number,
    alreadyAbsent: number,
    refused: number,
    deferred: number,
    failed: number,
  }),
});

/** Cells of `findings.csv` are text, whatever they were. */
const Row = z.object({
  user: z.string(),
  arn: z.string(),
  credential: z.enum(['password', 'accessKey']),
  verdict: z.enum(VERDICT_KINDS),
  keyCreated: z.string(),
  maxUnusedDays: z.string(),
  noticeGiven: z.string(),
  actOn: z.string(),
  outcome: z.string(),
});
const Rows = z.array(Row.catchall(z.string()));
type Row = z.infer<typeof Rows>[number];

/**
 * A past run as the page shows it, with each due or stale credential on the first day on which it may be
 * disabled in place of a forecast.
 *
 * @throws BadInput that names the file
 */
export function pageOfRecord({ place, result: resultText, findings }: RecordFiles): PageData {
  const result = understood(`${place}result.json`, () => Result.parse(JSON.parse(resultText)));
  const rows = understood(`${place}findings.csv`, () => Rows.parse(tableOf(findings)));
  const { counts, policy } = result;
  const expected = VERDICT_KINDS.reduce((sum, kind) => sum + counts[kind], 0);
  if (rows.length !== expected) {
    throw new BadInput(
      `${place}findings.csv: has ${rows.length} rows and result.json counts ${expected}: it was cut short, or is of another run`,
    );
  }
  const at = Date.parse(result.at);
  return {
    accountId: result.accountId,
    at,
    source: `run ${result.runId}`,
    mode: result.mode ?? undefined,
    halts: result.halts.map(({ message }) => message),
    policy: policy
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

/** One line, whatever was wrong and wherever. */
function understood<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof z.ZodError) {
      const [issue] = error.issues;
      throw new BadInput(`${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not understood'}`, {
        cause: error,
      });
    }
    if (error instanceof SyntaxError || error instanceof CsvError) {
      throw new BadInput(`${file}: it is cut short or no record of ours: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

function tableOf(csv: string): unknown {
  return parse(csv, { columns: true, bom: true });
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
