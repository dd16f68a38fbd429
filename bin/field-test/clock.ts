import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../lambda/ports';

/** Its `sleep` rejects when the run is interrupted. */
export function realClock(interrupted: AbortSignal): Clock {
  return {
    now: () => Date.now(),
    elapsed: () => performance.now(),
    remaining: () => Infinity,
    sleep: (ms) => sleep(ms, undefined, { signal: interrupted }),
  };
}

export interface Patience {
  /** No read starts later than this after the first. */
  readonly limitMs: number;
  /** Before the second read, the third and so on. The last one repeats. */
  readonly pausesMs: readonly [number, ...number[]];
}

/** Reads lag behind writes. The first two pauses are those of the sweep's read-back (docs/design.md §5.6). */
const AFTER_A_WRITE: Patience = { limitMs: 60_000, pausesMs: [1_000, 2_000] };

/** How often something was read, and for how long, until it was as expected. */
export interface Seen {
  readonly reads: number;
  readonly ms: number;
}

/**
 * Reads until `read` returns true.
 *
 * @returns undefined if it never did
 */
export async function readUntil(
  clock: Pick<Clock, 'elapsed' | 'sleep'>,
  read: () => Promise<boolean>,
  { limitMs, pausesMs }: Patience = AFTER_A_WRITE,
): Promise<Seen | undefined> {
  const start = clock.elapsed();
  for (let reads = 1; ; reads += 1) {
    if (await read()) return { reads, ms: clock.elapsed() - start };
    const pause = pausesMs[reads - 1] ?? pausesMs.at(-1) ?? limitMs;
    if (clock.elapsed() - start + pause > limitMs) return undefined;
    await clock.sleep(pause);
  }
}

/** The sweep reads back at once, and for the last time after 31 seconds (docs/design.md §5.6). */
export const LAST_READ_BACK_MS = 31_000;

export function seenText({ reads, ms }: Seen): string {
  return `at read ${reads}, after ${(ms / 1000).toFixed(1)} s`;
}
