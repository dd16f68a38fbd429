import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import { COVERAGE_CLASSES } from '../../../lambda/domain/organization/coverage';
import { BadInput } from '../errors';
import type { OrganizationFiles } from '../record-files';
import { cell, orBadInput, withoutGuard } from '../record-text';

const number = z.int().nonnegative();

/** The fields of an organization's `result.json` that the page shows. */
const Result = z.object({
  version: z.literal(1, { error: 'this release reads only version 1 of a record' }),
  runId: z.string().min(1),
  organizationId: z.string().min(1),
  trigger: z.string(),
  preview: z.boolean(),
  only: z.array(z.string()).nullable(),
  at: z.iso.datetime(),
  status: z.string(),
  cause: z.string(),
  halts: z.array(z.object({ effect: z.string(), message: z.string() })),
  mode: z.string().nullable(),
  coverage: z
    .object({
      completed: number,
      halted: number,
      unreachable: number,
      suspended: number,
      excluded: number,
      expected: number,
      uncovered: number,
      failedActions: number,
    })
    .nullable(),
  allotment: z
    .object({ room: number, planned: number, allotted: number, barrier: z.string().nullable() })
    .nullable(),
  inFlight: z.array(z.object({ accountId: z.string(), actions: z.array(z.unknown()) })),
});

const count = cell(z.string().regex(/^\d{1,9}$/), 'a number');

/** A row of `accounts.csv`, in which every cell is text. A class or mode of another release is shown as it is. */
const Row = z.object({
  accountId: z.string().regex(/^\d{12}$/, 'is not an account id'),
  name: z.string(),
  ou: z.string(),
  class: z.string().min(1),
  mode: z.string(),
  cause: z.string(),
  users: count,
  activeCredentials: count,
  stale: count,
  due: count,
  exempt: count,
  disabled: count,
  failed: count,
  uncoveredSince: cell(z.iso.datetime(), 'a time'),
  record: z.string(),
});

export type OrganizationResult = z.infer<typeof Result>;
export type AccountRow = z.infer<typeof Row>;

export interface OrganizationRecord {
  readonly result: OrganizationResult;
  readonly rows: readonly AccountRow[];
}

/**
 * Parses the record of an organization's run, and checks that it has all accounts that `result.json` counts.
 *
 * @throws BadInput that names the file
 */
export function parseOrganizationRecord({
  place,
  result: text,
  accounts,
}: OrganizationFiles): OrganizationRecord {
  const result = orBadInput(`${place}result.json`, () => Result.parse(JSON.parse(text)));
  if (!result.coverage) return { result, rows: [] };
  const rows = orBadInput(`${place}accounts.csv`, () =>
    z.array(Row).parse(parse(accounts ?? '', { columns: true, bom: true })),
  ).map((row) => ({ ...row, name: withoutGuard(row.name), cause: withoutGuard(row.cause) }));
  for (const kind of COVERAGE_CLASSES) {
    const expected = result.coverage[kind];
    const found = rows.filter((row) => row.class === kind).length;
    if (found !== expected) {
      throw new BadInput(
        `${place}accounts.csv: has ${found} accounts that are ${kind}, but result.json counts ${expected}: it is incomplete or from another run`,
      );
    }
  }
  return { result, rows };
}
