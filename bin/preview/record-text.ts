import { CsvError, parse } from 'csv-parse/sync';
import * as z from 'zod';
import { VERDICT_KINDS } from '../../lambda/domain/evaluation/verdict';
import { MODES } from '../../lambda/domain/mode';
import { Policy } from '../../lambda/domain/policy/schema';
import type { RecordFiles } from './record-files';
import { BadInput } from './errors';

const number = z.int().nonnegative();

/** What the page needs of a `result.json`. */
const Result = z.object({
  version: z.literal(1, { error: 'this program reads version 1 of the record' }),
  runId: z.string().min(1),
  accountId: z.string().regex(/^\d{12}$/),
  at: z.iso.datetime(),
  mode: z.enum(MODES).nullable(),
  halts: z.array(z.object({ message: z.string() })),
  policy: z
    .object({
      version: z.number().nullable(),
      sha256: z.string(),
      // A record outlives releases: rules with other keys than today's are not known, and the rest is.
      rules: Policy.optional().catch(undefined),
    })
    .nullable(),
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

/** A cell that is empty where it does not apply. */
const cell = (filled: z.ZodType<string, string>, what: string) =>
  z.string().refine((text) => text === '' || filled.safeParse(text).success, {
    error: ({ input }) => `${JSON.stringify(input)} is no ${what}`,
  });

/** Cells of `findings.csv` are text, whatever they were. */
const Row = z.object({
  user: z.string(),
  arn: z.string(),
  credential: z.enum(['password', 'accessKey']),
  verdict: z.enum(VERDICT_KINDS),
  keyCreated: cell(z.iso.datetime(), 'instant'),
  maxUnusedDays: cell(z.string().regex(/^\d{1,3}$/), 'number of days'),
  noticeGiven: z.enum(['', 'true', 'false']),
  actOn: cell(z.iso.date(), 'date'),
  outcome: z.string(),
});
const Rows = z.array(
  Row.catchall(z.string()).refine(
    ({ verdict, actOn }) => actOn !== '' || (verdict !== 'due' && verdict !== 'stale'),
    { path: ['actOn'], error: 'is missing, and the verdict is due or stale' },
  ),
);
export type Row = z.infer<typeof Rows>[number];

/**
 * A run's record, understood: `rows` are all that `result` counts.
 *
 * @throws BadInput that names the file
 */
export function parseRecord({ place, result: resultText, findings }: RecordFiles): {
  readonly result: z.infer<typeof Result>;
  readonly rows: readonly Row[];
} {
  const result = understood(`${place}result.json`, () => Result.parse(JSON.parse(resultText)));
  const rows = understood(`${place}findings.csv`, () =>
    Rows.parse(parse(findings, { columns: true, bom: true })),
  );
  const expected = VERDICT_KINDS.reduce((sum, kind) => sum + result.counts[kind], 0);
  if (rows.length !== expected) {
    throw new BadInput(
      `${place}findings.csv: has ${rows.length} rows and result.json counts ${expected}: it was cut short, or is of another run`,
    );
  }
  return { result, rows };
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
