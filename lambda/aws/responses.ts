import * as z from 'zod';
import { printableLine } from '../domain/text';

/** The response is not what the API promises, such as an HTML page, an empty body, or a missing list. */
export class UnexpectedResponse extends Error {
  override readonly name = 'UnexpectedResponse';
  constructor(action: string, detail: string) {
    super(`${action} returned an unexpected response: ${printableLine(detail)}`);
  }
}

/** Checks the shape of a response. It is needed because the SDK parses an HTML page with status 200 to `{}`. */
export function parseResponse<T>(schema: z.ZodType<T>, action: string, response: unknown): T {
  const parsed = schema.safeParse(response);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UnexpectedResponse(action, `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
}

const Paging = z.object({ IsTruncated: z.boolean().optional(), Marker: z.string().optional() });

/**
 * Checks the pages of an IAM list. A truncated page without a marker, or with a repeated one, is an error: the SDK's
 * paginator would end silently with an incomplete list, or never end.
 *
 * @throws UnexpectedResponse
 */
export async function* parsePages<T>(
  schema: z.ZodType<T>,
  action: string,
  pages: AsyncIterable<unknown>,
): AsyncGenerator<T> {
  const markers = new Set<string>();
  for await (const page of pages) {
    const { IsTruncated: truncated, Marker: marker } = parseResponse(Paging, action, page);
    if (truncated) {
      if (!marker)
        throw new UnexpectedResponse(action, 'the list is truncated, but has no marker for the next page');
      if (markers.has(marker)) throw new UnexpectedResponse(action, 'a marker is repeated');
      markers.add(marker);
    }
    yield parseResponse(schema, action, page);
  }
}
