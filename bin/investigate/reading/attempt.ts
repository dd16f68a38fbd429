import type * as z from 'zod';
import { describeFailure, parsePages, UnexpectedResponse } from '../../../lambda/aws/responses';
import type { Read } from '../investigation';

/** All items of a list, from all its pages. */
export function list<Page, Item>(
  schema: z.ZodType<Page>,
  action: string,
  pages: AsyncIterable<unknown>,
  itemsOf: (page: Page) => readonly Item[],
): Promise<Read<Item[]>> {
  return attempt(action, async () => {
    const items: Item[] = [];
    for await (const page of parsePages(schema, action, pages)) items.push(...itemsOf(page));
    return items;
  });
}

/** A failed read is a result that says so. It is never an empty list. */
export async function attempt<T>(action: string, call: () => Promise<T>): Promise<Read<T>> {
  try {
    return { kind: 'read', value: await call() };
  } catch (error) {
    return { kind: 'unreadable', cause: describeFailure(action, error) };
  }
}

/**
 * An answer about another user would put evidence on the wrong person.
 *
 * @throws UnexpectedResponse
 */
export function requireOwner(action: string, actual: string, expected: string): void {
  if (actual.toLowerCase() === expected.toLowerCase()) return;
  throw new UnexpectedResponse(
    action,
    `asked about ${JSON.stringify(expected)}, answered about ${JSON.stringify(actual)}`,
  );
}
