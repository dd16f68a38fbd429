import { LAW_RUNS, SEED } from './runs';

/** Jest's global setup, which runs once before all tests. */
export default function printSeed(): void {
  process.stderr.write(`\nRandom input: FUZZ_SEED=${SEED} LAW_RUNS=${LAW_RUNS}\n`);
}
