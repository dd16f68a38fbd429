import * as z from 'zod';
import { checked, UnexpectedAnswer } from './answer';

const Paging = z.object({ IsTruncated: z.boolean().optional(), Marker: z.string().optional() });

/**
 * The pages of an IAM list, checked. A page that says there is more and not where, or that leads back to one
 * that was read, leaves the list unfinished: the SDK's paginators would end in silence, or never.
 *
 * @throws UnexpectedAnswer
 */
export async function* checkedPages<T>(
  schema: z.ZodType<T>,
  action: string,
  pages: AsyncIterable<unknown>,
): AsyncGenerator<T> {
  const read = new Set<string>();
  for await (const page of pages) {
    const { IsTruncated: truncated, Marker: marker } = checked(Paging, action, page);
    if (truncated) {
      if (!marker) throw new UnexpectedAnswer(action, 'there is more, and no marker to ask for it');
      if (read.has(marker)) throw new UnexpectedAnswer(action, 'its pages lead in a circle');
      read.add(marker);
    }
    yield checked(schema, action, page);
  }
}
