import * as fc from 'fast-check';

// All random input comes from `import { fc } from '.../support/runs'`. By default, two runs of one commit try the same
// input, so a failing test is a real fault. A failure prints its seed and the smallest input.

/** `FUZZ_SEED=7` tries other input. */
export const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_120);

const NORMAL = 10;
/** How many histories each law is tried on. `npm run test:all` uses 120; `LAW_RUNS=5000` runs for hours. */
export const LAW_RUNS = Number(process.env['LAW_RUNS'] ?? NORMAL);

/** How many inputs a property is tried on: `normally`, scaled with LAW_RUNS. */
export function runs(normally: number): number {
  return Math.ceil((normally * LAW_RUNS) / NORMAL);
}

fc.configureGlobal({ seed: SEED, numRuns: runs(100) });

export { fc };
