import * as z from 'zod';
import { printableLine } from '../text';

/** What is read back of a `result.json`; the rest of it is for people. */
const Result = z.object({
  version: z.literal(1),
  outcomes: z.array(z.object({ id: z.string().nullable(), outcome: z.string() })),
});

/**
 * Ledger ids of what a run's record says was disabled; none for a run that came to no record.
 *
 * @throws when there is a record that is not understood
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
