import * as fc from 'fast-check';

// All that is random in the tests: `import { fc } from '.../support/runs'`, and no other way to fast-check. By default
// two runs of one commit try the same, so that a red test is a fault. A failure prints its seed and the smallest input.

/** `FUZZ_SEED=7` tries other input. */
export const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_120);

const NORMAL = 20;
/** How many histories each law is tried on. `npm run test:all` asks for 120, `LAW_RUNS=5000` is for a long night. */
export const LAW_RUNS = Number(process.env['LAW_RUNS'] ?? NORMAL);

/** How many inputs a property is tried on: `normally`, and in proportion where LAW_RUNS is another. */
export function runs(normally: number): number {
  return Math.ceil((normally * LAW_RUNS) / NORMAL);
}

fc.configureGlobal({ seed: SEED, numRuns: runs(100) });

export { fc };
