import type * as z from 'zod';

/** AWS answered, and not with what its API promises: an HTML page, an empty body, a list left out. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';
  constructor(action: string, detail: string) {
    super(`${action} did not answer as its API says: ${detail}`);
  }
}

/** Checks an answer before anybody counts on it: an HTML page with status 200 parses to `{}`. */
export function checked<T>(schema: z.ZodType<T>, action: string, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UnexpectedAnswer(action, `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
}
