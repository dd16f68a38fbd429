import * as z from 'zod';
import { printableLine } from '../text';

/** The part of a `result.json` that a later run reads; the rest is for people. */
const Result = z.object({
  version: z.literal(1),
  outcomes: z.array(z.object({ id: z.string().nullable(), outcome: z.string() })),
});

/**
 * The ledger ids of the credentials that a run disabled, by its `result.json`; none if there is no such file.
 *
 * @throws if the file is not a valid record
 */
export function disabledIn(text: string | undefined): ReadonlySet<string> {
  if (text === undefined) return new Set();
  const { outcomes } = parseResult(text);
  return new Set(outcomes.flatMap(({ id, outcome }) => (outcome === 'disabled' && id !== null ? [id] : [])));
}

function parseResult(text: string): z.infer<typeof Result> {
  try {
    return Result.parse(JSON.parse(text));
  } catch (error) {
    const [issue] = error instanceof z.ZodError ? error.issues : [];
    const message = issue ? `${issue.path.join('.')}: ${issue.message}` : String(error);
    throw new Error(`result.json is not understood: ${printableLine(message)}`, { cause: error });
  }
}

const Ended = z.object({
  preview: z.boolean().optional(),
  halts: z.array(z.object({ reason: z.string() })).optional(),
});

/**
 * Whether a run that had a plan has had the ledger open, by its `result.json`: it was no preview, and nothing about the
 * ledger halted it. What is not understood counts: then there may have been a ledger.
 */
export function hadLedger(text: string): boolean {
  try {
    const { preview, halts = [] } = Ended.parse(JSON.parse(text));
    return !preview && !halts.some(({ reason }) => reason === 'ledger' || reason === 'busy');
  } catch {
    return true;
  }
}
