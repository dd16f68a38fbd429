import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesizedBundle } from '../test/support/bundle';
import type { Mix } from './accounts';
import { coldStart } from './cold-start';
import { amendLedger } from './ledger';
import { machine } from './machine';
import { organizationBench } from './organization/main';
import { writePart } from './parts';
import { resultsText } from './results';
import { BUCKET, dryRun, enforce, type Run } from './sweeps';
import { broken } from './targets';
import { runWay, type Way, WAYS, type WayRun } from './ways/run';

const SIZES = [100, 1_000, 5_000];
const SMALL_HEAP_MB = 128;
const ENFORCED: readonly [number, Mix][] = [
  [100, 'together'],
  [1_000, 'together'],
  [1_000, 'apart'],
  [5_000, 'together'],
];

/**
 * `npm run bench` measures the function, and two other approaches, on this machine. It takes about 15 minutes, prints the
 * tables and writes them to the first part of RESULTS.md. It exits with 1 if the function disabled a wrong credential, left one enabled, or
 * made too many calls. Missed times and sizes are reported, but fail nothing.
 */
async function main(): Promise<void> {
  const start = performance.now();
  const on = machine();
  const folder = mkdtempSync(join(tmpdir(), 'iam-lapse-bench-'));
  const bundle = synthesizedBundle();
  try {
    const cold = await step('cold start', () => coldStart(bundle, 11));
    const firstDays: Run[] = [];
    const dryRuns: Run[] = [];
    for (const size of SIZES) {
      const days = await step(`dry-runs of ${size} users`, () => dryRun(bundle, size, 5));
      firstDays.push(days.firstDay);
      dryRuns.push(days.dryRun);
    }
    const small = await step('the last in a small heap', () => dryRun(bundle, 5_000, 2, SMALL_HEAP_MB));
    dryRuns.push(small.dryRun);
    const ways: WayRun[] = [];
    for (const [way, size, bucket] of waysToRun()) {
      const name = `${way} of ${size} users${bucket ? ', throttled' : ''}`;
      ways.push(await step(name, () => runWay(way, size, folder, bucket)));
    }
    const enforcements: Run[] = [];
    for (const [size, mix] of ENFORCED) {
      enforcements.push(await step(`enforce on ${size} users, ${mix}`, () => enforce(bundle, size, mix)));
    }
    const ledgerMs = await step('amending a large ledger', async () => amendLedger());
    const measurements = { firstDays, dryRuns, enforcements, cold, ledgerMs };
    const tookMs = performance.now() - start;
    const text = resultsText({ ...measurements, machine: on, ways, tookMs });
    writePart('sweep', text);
    console.log(`\n${text}`);
    const faults = [
      ...broken(measurements),
      ...ways
        .filter(({ right }) => !right)
        .map(({ way, size }) => `${way} of ${size} users found something else`),
    ];
    report(faults);
  } finally {
    bundle.remove();
    rmSync(folder, { recursive: true });
  }
}

function report(faults: readonly string[]): void {
  for (const fault of faults) console.error(`BROKEN: ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
}

function waysToRun(): [Way, number, typeof BUCKET | undefined][] {
  return WAYS.flatMap((way) => [
    ...SIZES.map((size): [Way, number, undefined] => [way, size, undefined]),
    [way, 100, BUCKET] satisfies [Way, number, typeof BUCKET],
  ]);
}

async function step<T>(name: string, run: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await run();
  console.log(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return result;
}

async function chosen([part, ...others]: readonly string[]): Promise<void> {
  if (part === undefined) return main();
  if (part !== 'organization' || others.length > 0)
    throw new Error('npm run bench, or npm run bench -- organization');
  report(await organizationBench(step));
}

chosen(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
