import { html, type Html } from './html';
import { BIN_DAYS, type Bin, rangeOf } from './histogram';

/** The chart of one kind of credential. Each kind has its own chart, so no reader must tell colours apart. */
export interface Panel {
  /** `Passwords`. */
  readonly name: string;
  readonly bins: readonly Bin[];
  /** `maxUnusedDays` of the policy; undefined if not known. */
  readonly limit: number | undefined;
}

const LEFT = 8;
/** 28 bars of this width are narrow enough for a phone, and two charts fit beside each other on a wide screen. */
const BAR = 14;
const GAP = 2;
/** Space above the highest bar, for its number and the limit's label. */
const TOP = 52;
const HEIGHT = 96;
const FOOT = 22;
const TICKS = [0, 90, 180, 270];
/** A digit is at most this wide, and a line of numbers this high, in the largest font of `page.css`. */
const DIGIT = 7.5;
const LINE = 13;
/** Between a number and the line of the limit. */
const CLEAR = 6;

/** Bars of unused days as inline SVG. `highest` is the count that fills the height; all panels share it. */
export function chartOf({ name, bins, limit }: Panel, highest: number): Html {
  const width = 2 * LEFT + bins.length * BAR;
  const floor = TOP + HEIGHT;
  const id = name.toLowerCase().replaceAll(' ', '-');
  const bars = barsOf(bins, { floor, highest, limit });
  return html`<svg role="img" aria-labelledby="${id}-title ${id}-desc" viewBox="0 0 ${width} ${floor + FOOT}">
    <title id="${id}-title">${name} by days without use</title>
    <desc id="${id}-desc">${descriptionOf(bins, limit)}</desc>
    <text class="panel" x="${LEFT}" y="16">${name}</text>
    ${bars.map(drawn)} ${numbersOf(bars, limit)}
    <path class="axis" d="M${LEFT} ${floor + 0.5}H${width - LEFT}" />
    ${ticksOf(bins, floor)} ${limit === undefined ? undefined : limitLine(limit, floor)}
  </svg>`;
}

interface Bar {
  readonly bin: Bin;
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly isBeyond: boolean;
}

function barsOf(
  bins: readonly Bin[],
  { floor, highest, limit }: { floor: number; highest: number; limit: number | undefined },
): Bar[] {
  return bins.flatMap((bin, index) => {
    if (bin.count === 0) return [];
    // One credential among thousands must still be visible.
    const height = Math.max(2, Math.round((HEIGHT * bin.count) / highest));
    const isBeyond = limit !== undefined && bin.from >= limit;
    return [{ bin, x: LEFT + index * BAR + GAP / 2, y: floor - height, height, isBeyond }];
  });
}

function drawn({ bin, x, y, height, isBeyond }: Bar): Html {
  return html`<rect
    class="${isBeyond ? 'bar beyond' : 'bar'}"
    x="${x}"
    y="${y}"
    width="${BAR - GAP}"
    height="${height}"
  >
    <title>${rangeOf(bin)}: ${bin.count}</title>
  </rect>`;
}

/** The counts above the bars. Where two would overlap, only the higher bar has one; the table has them all. */
function numbersOf(bars: readonly Bar[], limit: number | undefined): Html[] {
  const placed: { readonly count: number; readonly x: number; readonly y: number; readonly width: number }[] =
    [];
  for (const bar of bars.toSorted((one, other) => other.bin.count - one.bin.count)) {
    const { count } = bar.bin;
    const width = String(count).length * DIGIT;
    const number = { count, x: besideLimit(bar.x + (BAR - GAP) / 2, width, limit), y: bar.y - 4, width };
    const overlaps = placed.some(
      (other) =>
        Math.abs(other.x - number.x) < (other.width + width) / 2 && Math.abs(other.y - number.y) < LINE,
    );
    if (!overlaps) placed.push(number);
  }
  return placed.map(({ count, x, y }) => html`<text class="count" x="${x}" y="${y}">${count}</text>`);
}

/** Where the middle of a number must be, so that it does not touch the line of the limit. */
function besideLimit(x: number, width: number, limit: number | undefined): number {
  if (limit === undefined) return x;
  const line = xOf(limit);
  const distance = Math.max(Math.abs(x - line), width / 2 + CLEAR);
  return x < line ? line - distance : line + distance;
}

function ticksOf(bins: readonly Bin[], floor: number): Html[] {
  const last = bins.at(-1)?.from ?? 0;
  return [
    ...TICKS.map((day) =>
      day === 0 ? tick(xOf(day), floor, '0 days', 'left') : tick(xOf(day), floor, String(day)),
    ),
    tick(xOf(last + BIN_DAYS), floor, `${last}+`, 'right'),
  ];
}

function tick(x: number, floor: number, label: string, side = ''): Html {
  return html`<path class="axis" d="M${x} ${floor}v5" />
    <text class="tick ${side}" x="${x}" y="${floor + 18}">${label}</text>`;
}

function limitLine(limit: number, floor: number): Html {
  const x = xOf(limit);
  return html`<path class="limit" d="M${x} 24V${floor}" />
    <text class="limit-label" x="${x + 5}" y="33">limit: ${limit} days</text>`;
}

function xOf(days: number): number {
  return LEFT + (days / BIN_DAYS) * BAR;
}

/** The chart in words, for screen readers. */
function descriptionOf(bins: readonly Bin[], limit: number | undefined): string {
  const filled = bins.filter(({ count }) => count > 0).map((bin) => `${rangeOf(bin)}: ${bin.count}`);
  const line = limit === undefined ? '' : ` The limit is ${limit} days.`;
  return `${filled.length === 0 ? 'None' : filled.join('; ')}.${line}`;
}
