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

/** Reads at the same time. None may reject: see `attempt`. */
export async function together<T extends object>(reads: {
  readonly [Name in keyof T]: Promise<T[Name]>;
}): Promise<T> {
  const read = await Promise.all(
    Object.entries<Promise<unknown>>(reads).map(async ([name, result]) => [name, await result] as const),
  );
  // Every name has the result of its own promise.
  return Object.fromEntries(read) as T;
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
