import { CsvError, parse } from 'csv-parse/sync';
import * as z from 'zod';
import { VERDICT_KINDS } from '../../lambda/domain/evaluation/verdict';
import { MODES } from '../../lambda/domain/settings';
import { printableLine } from '../../lambda/domain/text';
import { Policy } from '../../lambda/domain/policy/schema';
import { BadInput } from './errors';
import type { AccountFiles } from './record-files';

const number = z.int().nonnegative();

/** A check of `hygiene`. Its texts are shown as they are. */
const Check = z.object({
  id: z.string(),
  result: z.enum(['compliant', 'notAsked', 'failing', 'unreadable']),
  findings: z.array(
    z.object({
      user: z.string().nullable(),
      severity: z.string(),
      fact: z.string(),
      fix: z.string(),
      // Records of before have none.
      commands: z.array(z.string()).default([]),
      controls: z.array(z.string()),
    }),
  ),
  unreadable: z.array(z.object({ user: z.string().nullable(), cause: z.string() })),
});

/** The fields of `result.json` that the page shows. */
const Result = z.object({
  version: z.literal(1, { error: 'this release reads only version 1 of a record' }),
  runId: z.string().min(1),
  accountId: z.string().regex(/^\d{12}$/),
  at: z.iso.datetime(),
  preview: z.boolean().optional(),
  mode: z.enum(MODES).nullable(),
  halts: z.array(z.object({ message: z.string() })),
  policy: z
    .object({
      version: z.number().nullable(),
      sha256: z.string(),
      // Records outlive releases. If another release wrote rules that this one does not know, the page omits them.
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
  // Records of before have none of these two.
  accountAlias: z.string().optional(),
  hygiene: z.array(Check).nullable().default(null),
});

/** A cell that is empty if it does not apply. */
export const cell = (filled: z.ZodType<string, string>, what: string) =>
  z.string().refine((text) => text === '' || filled.safeParse(text).success, {
    error: ({ input }) => `${JSON.stringify(input)} is not ${what}`,
  });

/** A row of `findings.csv`, in which every cell is text. */
const Row = z.object({
  user: z.string(),
  arn: z.string(),
  credential: z.enum(['password', 'accessKey']),
  verdict: z.enum(VERDICT_KINDS),
  keyCreated: cell(z.iso.datetime(), 'a time'),
  maxUnusedDays: cell(z.string().regex(/^\d{1,3}$/), 'a number of days'),
  noticeGiven: z.enum(['', 'true', 'false']),
  actOn: cell(z.iso.date(), 'a date'),
  outcome: z.string(),
});
const Rows = z.array(
  Row.catchall(z.string()).refine(
    ({ verdict, actOn }) => actOn !== '' || (verdict !== 'due' && verdict !== 'stale'),
    { path: ['actOn'], error: 'is missing, but the verdict is due or stale' },
  ),
);
export type Row = z.infer<typeof Rows>[number];

/**
 * Parses a run's record, and checks that it has all rows that `result.json` counts.
 *
 * @throws BadInput that names the file
 */
export function parseRecord({ place, result: resultText, findings }: AccountFiles): {
  readonly result: z.infer<typeof Result>;
  readonly rows: readonly Row[];
} {
  const result = orBadInput(`${place}result.json`, () => Result.parse(JSON.parse(resultText)));
  const rows = orBadInput(`${place}findings.csv`, () =>
    Rows.parse(parse(findings, { columns: true, bom: true })),
  );
  const expected = VERDICT_KINDS.reduce((sum, kind) => sum + result.counts[kind], 0);
  if (rows.length !== expected) {
    throw new BadInput(
      `${place}findings.csv: has ${rows.length} rows, but result.json counts ${expected}: it is incomplete or from another run`,
    );
  }
  return { result, rows };
}

/** Turns every parse error into a message of one line that names the file. */
export function orBadInput<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof z.ZodError) {
      const [issue] = error.issues;
      const message = printableLine(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not valid'}`);
      throw new BadInput(`${file}: ${message}`, { cause: error });
    }
    if (error instanceof SyntaxError || error instanceof CsvError) {
      const message = printableLine(error.message);
      throw new BadInput(`${file}: it is incomplete or not a record of iam-lapse: ${message}`, {
        cause: error,
      });
    }
    throw error;
  }
}

/** Removes the apostrophe that stops spreadsheets from reading the cell as a formula. */
export function withoutGuard(text: string): string {
  return text.replace(/^'(?=[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20])/, '');
}
