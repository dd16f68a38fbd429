import { join } from 'node:path';
import { buildSync } from 'esbuild';
import * as z from 'zod';
import { staffOf } from '../accounts';
import type { Calls } from '../bounds';
import { startFakeAccount } from '../process/fake-account';
import { measure } from '../process/measure';
import type { Wanted } from '../process/messages';

export const WAYS = ['per-user-loop', 'get-user'] as const;
export type Way = (typeof WAYS)[number];

export interface WayRun {
  readonly way: Way;
  readonly size: number;
  readonly bucket: Wanted['bucket'];
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly rssBytes: number;
  readonly calls: Calls;
  readonly throttled: number;
  /** Whether it found exactly the due credentials. Otherwise the comparison is worthless. */
  readonly right: boolean;
}

/** Runs another approach, bundled like a function, on the sweep's own account. It changes nothing. */
export async function runWay(
  way: Way,
  size: number,
  folder: string,
  bucket?: Wanted['bucket'],
): Promise<WayRun> {
  const file = join(folder, `${way}.js`);
  buildSync({
    entryPoints: [join(__dirname, `${way}.ts`)],
    outfile: file,
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    minify: true,
  });
  const account = await startFakeAccount({ size, mix: 'together', policy: '{}', ...(bucket && { bucket }) });
  const measured = await measure(file, account.environment);
  const { calls, throttled } = await account.tally();
  account.end();
  const found = new Set(z.array(z.string()).parse(measured.answer));
  const { due } = staffOf(size, 'together', Date.now());
  return {
    way,
    size,
    bucket,
    wallMs: measured.loadMs + measured.callMs,
    cpuMs: measured.cpuMs,
    rssBytes: measured.rssBytes,
    calls,
    throttled,
    right: found.size === due.length && due.every((id) => found.has(id)),
  };
}
