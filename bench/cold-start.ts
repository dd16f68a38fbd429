import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import type { Bundle } from '../test/support/bundle';
import { startFakeAccount } from './process/fake-account';
import { type Measured, measure } from './process/measure';

export interface ColdStart {
  /** The best time minus the best of an empty handler. */
  readonly loadMs: number;
  /** Load and first call: a dry-run of ten users, with its dozen requests over loopback. */
  readonly loadAndCallMs: number;
  readonly bytes: number;
  /** The size in a zip file. */
  readonly compressedBytes: number;
}

/** Loads the function and an empty one alternately, each time in a new process. */
export async function coldStart(bundle: Bundle, times: number): Promise<ColdStart> {
  const policy = bundle.policyText;
  const account = await startFakeAccount({ size: 10, mix: 'together', policy });
  const environment = { ...bundle.environment, ...account.environment };
  const preview = { mode: 'dry-run' };
  // The first call generates the report, and waits a second for it.
  await measure(bundle.file, environment, preview);
  const empty: Measured[] = [];
  const ours: Measured[] = [];
  for (let time = 0; time < times; time += 1) {
    empty.push(await measure(join(__dirname, 'process', 'empty.cjs'), environment, preview));
    ours.push(await measure(bundle.file, environment, preview));
  }
  account.end();
  const code = readFileSync(bundle.file);
  return {
    loadMs: best(ours, load) - best(empty, load),
    loadAndCallMs: best(ours, loadAndCall) - best(empty, loadAndCall),
    bytes: code.length,
    compressedBytes: deflateRawSync(code).length,
  };
}

const load = ({ loadMs }: Measured) => loadMs;
const loadAndCall = ({ loadMs, callMs }: Measured) => loadMs + callMs;
const best = (runs: readonly Measured[], of: (run: Measured) => number) => Math.min(...runs.map(of));
