import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import type { Bundle } from '../test/support/bundle';
import { startFakeAccount } from './process/fake-account';
import { measure } from './process/measure';
import { median } from './table';

export interface ColdStart {
  /** Medians, over an empty handler. */
  readonly loadMs: number;
  /** Load and first call: a dry-run of ten users, its dozen requests to AWS over loopback included. */
  readonly loadAndCallMs: number;
  readonly bytes: number;
  /** As a zip file holds it. */
  readonly compressedBytes: number;
}

/** Loads the function and an empty one in turns, each time in a new process. */
export async function coldStart(bundle: Bundle, times: number): Promise<ColdStart> {
  const policy = bundle.policyText;
  const account = await startFakeAccount({ size: 10, mix: 'together', policy });
  const environment = { ...bundle.environment, ...account.environment };
  const preview = { mode: 'dry-run' };
  // The first has the report generated, and waits a second for it.
  await measure(bundle.file, environment, preview);
  const loads: number[] = [];
  const calls: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const empty = await measure(join(__dirname, 'process', 'empty.cjs'), environment, preview);
    const ours = await measure(bundle.file, environment, preview);
    loads.push(ours.loadMs - empty.loadMs);
    calls.push(ours.loadMs + ours.callMs - empty.loadMs - empty.callMs);
  }
  account.end();
  const code = readFileSync(bundle.file);
  return {
    loadMs: median(loads),
    loadAndCallMs: median(calls),
    bytes: code.length,
    compressedBytes: deflateRawSync(code).length,
  };
}
