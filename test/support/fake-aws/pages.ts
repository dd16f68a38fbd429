import type { FakeAccount } from './account';
import { AwsError, type Params } from './wire';

// It embodies docs/assumptions.md A23.

const DEFAULT_MAX_ITEMS = 100;

export interface Page<Item> {
  items: Item[];
  /** As in IAM, there is a `Marker` only with `IsTruncated`. */
  paging: { IsTruncated: boolean; Marker?: string };
}

/** The page that `Marker` and `MaxItems` ask for, with at most `pageSize` items. */
export function pageOf<Item>(account: FakeAccount, all: readonly Item[], params: Params): Page<Item> {
  const start = params['Marker'] === undefined ? 0 : offsetOf(params['Marker']);
  const end = start + Math.min(maxItems(params), account.pageSize);
  const paging = end < all.length ? { IsTruncated: true, Marker: markerOf(end) } : { IsTruncated: false };
  return { items: all.slice(start, end), paging };
}

/** Opaque, so that no code relies on a number. */
export function markerOf(offset: number): string {
  return Buffer.from(`offset=${offset}`).toString('base64');
}

export function offsetOf(marker: string): number {
  const match = /^offset=(\d+)$/.exec(Buffer.from(marker, 'base64').toString());
  if (!match) throw new AwsError('ValidationError', 400, 'Invalid Marker.');
  return Number(match[1]);
}

function maxItems(params: Params): number {
  const asked = Number(params['MaxItems'] ?? DEFAULT_MAX_ITEMS);
  if (Number.isInteger(asked) && asked >= 1 && asked <= 1000) return asked;
  throw new AwsError(
    'ValidationError',
    400,
    `Value '${params['MaxItems']}' at 'maxItems' is not between 1 and 1000.`,
  );
}
