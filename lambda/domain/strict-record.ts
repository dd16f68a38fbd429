import * as z from 'zod';
import { joinPlace, JsonError, parseStrictJson } from './json';
import { printableLine } from './text';

/** A record in the bucket cannot be understood. */
export class RecordError extends Error {
  override readonly name: string = 'RecordError';
  /** One printable line, whatever stands in the record. */
  constructor(message: string, options?: ErrorOptions) {
    super(printableLine(message), options);
  }
}

/**
 * Parses the JSON of a record by its schema, and names the first place that is wrong.
 *
 * @param what the subject of the error's sentence, such as `the ledger`
 * @throws Failure
 */
export function parseRecord<T>(
  text: string,
  schema: z.ZodType<T>,
  what: string,
  Failure: new (message: string, options?: ErrorOptions) => Error = RecordError,
): T {
  let json: unknown;
  try {
    json = parseStrictJson(text);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new Failure(`${what} ${error.message}`, { cause: error });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Failure(`${what} is not understood: ${joinPlace(issue?.path ?? [])}: ${issue?.message ?? ''}`, {
    cause: parsed.error,
  });
}

/** The text of a record, as `parseRecord` reads it. */
export function recordText<S extends z.ZodType>(schema: S, record: z.output<S>): string {
  return `${JSON.stringify(z.encode(schema, record))}\n`;
}
