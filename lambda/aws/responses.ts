import * as z from 'zod';

/** AWS answered, and not with what its API promises: an HTML page, an empty body, a list left out. */
export class UnexpectedResponse extends Error {
  override readonly name = 'UnexpectedAnswer';
  constructor(action: string, detail: string) {
    super(`${action} did not answer as its API says: ${detail}`);
  }
}

/** Checks an answer before anybody counts on it: an HTML page with status 200 parses to `{}`. */
export function parseResponse<T>(schema: z.ZodType<T>, action: string, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UnexpectedResponse(action, `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
}

const Paging = z.object({ IsTruncated: z.boolean().optional(), Marker: z.string().optional() });

/**
 * The pages of an IAM list, checked. A page that says there is more and not where, or that leads back to one
 * that was read, leaves the list unfinished: the SDK's paginators would end in silence, or never.
 *
 * @throws UnexpectedResponse
 */
export async function* parsePages<T>(
  schema: z.ZodType<T>,
  action: string,
  pages: AsyncIterable<unknown>,
): AsyncGenerator<T> {
  const read = new Set<string>();
  for await (const page of pages) {
    const { IsTruncated: truncated, Marker: marker } = parseResponse(Paging, action, page);
    if (truncated) {
      if (!marker) throw new UnexpectedResponse(action, 'there is more, and no marker to ask for it');
      if (read.has(marker)) throw new UnexpectedResponse(action, 'its pages lead in a circle');
      read.add(marker);
    }
    yield parseResponse(schema, action, page);
  }
}
