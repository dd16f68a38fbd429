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
const BAR = 32;
const GAP = 4;
/** Space above the highest bar, for its number and the limit's label. */
const TOP = 58;
const HEIGHT = 120;
const FOOT = 24;
const TICKS = [0, 90, 180, 270, 360];

/** Bars of unused days as inline SVG. `highest` is the count that fills the height; all panels share it. */
export function chartOf({ name, bins, limit }: Panel, highest: number): Html {
  const width = 2 * LEFT + bins.length * BAR;
  const floor = TOP + HEIGHT;
  const id = name.toLowerCase().replaceAll(' ', '-');
  return html`<svg role="img" aria-labelledby="${id}-title ${id}-desc" viewBox="0 0 ${width} ${floor + FOOT}">
    <title id="${id}-title">${name} by days without use</title>
    <desc id="${id}-desc">${descriptionOf(bins, limit)}</desc>
    <text class="panel" x="${LEFT}" y="16">${name}</text>
    ${bins.map((bin, index) => barOf(bin, { index, floor, highest, limit }))}
    <path class="axis" d="M${LEFT} ${floor + 0.5}H${width - LEFT}" />
    ${ticksOf(bins, floor)} ${limit === undefined ? undefined : limitLine(limit, floor)}
  </svg>`;
}

function barOf(
  { from, to, count }: Bin,
  at: { index: number; floor: number; highest: number; limit: number | undefined },
): Html {
  const { index, floor, highest, limit } = at;
  if (count === 0) return html``;
  // One credential among thousands must still be visible.
  const height = Math.max(2, Math.round((HEIGHT * count) / highest));
  const x = LEFT + index * BAR + GAP / 2;
  const beyond = limit !== undefined && from >= limit;
  return html`<rect
      class="${beyond ? 'bar beyond' : 'bar'}"
      x="${x}"
      y="${floor - height}"
      width="${BAR - GAP}"
      height="${height}"
    >
      <title>${rangeOf({ from, to, count })}: ${count}</title>
    </rect>
    <text class="count" x="${x + (BAR - GAP) / 2}" y="${floor - height - 5}">${count}</text>`;
}

function ticksOf(bins: readonly Bin[], floor: number): Html[] {
  const last = bins.at(-1)?.from ?? 0;
  return [
    ...TICKS.map((day) => tick(xOf(day), floor, day === 0 ? '0 days' : String(day), day === 0)),
    tick(xOf(last), floor, `${last}+`, true),
  ];
}

function tick(x: number, floor: number, label: string, left: boolean): Html {
  return html`<path class="axis" d="M${x} ${floor}v5" />
    <text class="${left ? 'tick left' : 'tick'}" x="${x}" y="${floor + 18}">${label}</text>`;
}

function limitLine(limit: number, floor: number): Html {
  const x = xOf(limit);
  return html`<path class="limit" d="M${x} 26V${floor}" />
    <text class="limit-label" x="${x + 6}" y="34">limit: ${limit} days</text>`;
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
