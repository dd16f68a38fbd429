import type { Item } from './section';
import { wrap } from './text';

/** An item that stands below a heading it may share with its neighbours. */
export interface GroupedItem extends Item {
  readonly group: string;
}

/** Items with each group's heading above its first; they must come in the order of their groups. */
export function grouped(items: readonly GroupedItem[]): Item[] {
  return items.map(({ group, ...item }, index) =>
    items[index - 1]?.group === group ? item : { ...item, lines: ['', ...wrap(group, 2, 4), ...item.lines] },
  );
}
