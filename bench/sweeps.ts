import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bundle } from '../test/support/bundle';
import { type Mix, OTHERS, staffOf, usersWithKeyOnNotice } from './accounts';
import { type Calls, type Due, enforcement, evaluation, identification, splitCalls, sum } from './bounds';
import { startFakeAccount } from './process/fake-account';
import { type Measured, measure } from './process/measure';
import type { Tally } from './process/messages';

/** IAM's throttling as observed: a token bucket for each action. */
export const BUCKET = { perSecond: 10, burst: 10 };

/** The shipped policy with limits that allow everything due to be disabled in one run. */
const POLICY = JSON.stringify({
  ...JSON.parse(readFileSync(join(__dirname, '..', 'policy.json'), 'utf8')),
  limits: { maxDisabledPerDay: 100_000, maxDisabledPercent: 100, onExceed: 'oldest-first' },
});

export interface Run {
  readonly size: number;
  readonly mix: Mix;
  /** The limit of V8's old generation. @default V8's own */
  readonly heapMb?: number;
  /** Load and call, without the start of Node. */
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly rssBytes: number;
  /** The calls that docs/design.md §7 sums, and its minimum. */
  readonly calls: Calls;
  readonly minimum: Calls;
  readonly apart: Calls;
  readonly throttled: number;
  readonly mutations: number;
  readonly due: number;
  /** How many were disabled but not due. */
  readonly wrong: number;
  /** How many were due but not disabled, in an enforcing run. */
  readonly missing: number;
}

/**
 * Dry-runs on one account: the first one, which lists the keys of everybody whose key is on notice, and those from the
 * third day on. Of these, the best time and the largest memory. The first mail of a large account has no room for all
 * who are on notice. So the second run lists the keys of the rest again, and announces them.
 */
export async function dryRun(
  bundle: Bundle,
  size: number,
  times: number,
  heapMb?: number,
): Promise<{ readonly firstDay: Run; readonly dryRun: Run }> {
  const account = await startFakeAccount({ size, mix: 'together', policy: POLICY });
  const { NODE_OPTIONS: options = '' } = bundle.environment;
  const environment = {
    ...bundle.environment,
    ...account.environment,
    NODE_OPTIONS: heapMb === undefined ? options : `${options} --max-old-space-size=${heapMb}`,
  };
  const judged = evaluation(size, OTHERS, 'new report');
  const run = async (minimum: Calls): Promise<Run> => {
    const measured = await measure(bundle.file, environment);
    return runOf(size, 'together', measured, await account.tally(), minimum);
  };
  const firstDay = await run(sum(judged, identification(usersWithKeyOnNotice(size, 'together'))));
  await account.nextDay();
  await measure(bundle.file, environment);
  await account.tally();
  const runs: Run[] = [];
  for (let day = 0; day < times; day += 1) {
    await account.nextDay();
    runs.push(await run(judged));
  }
  account.end();
  return { firstDay, dryRun: bestOf(runs, heapMb) };
}

function bestOf(runs: readonly Run[], heapMb: number | undefined): Run {
  const [first] = runs;
  if (!first) throw new Error('no run');
  return {
    ...first,
    ...(heapMb !== undefined && { heapMb }),
    wallMs: Math.min(...runs.map(({ wallMs }) => wallMs)),
    cpuMs: Math.min(...runs.map(({ cpuMs }) => cpuMs)),
    rssBytes: Math.max(...runs.map(({ rssBytes }) => rssBytes)),
    wrong: Math.max(...runs.map(({ wrong }) => wrong)),
    mutations: Math.max(...runs.map(({ mutations }) => mutations)),
  };
}

/** Enforces what a dry-run announced eight days before, while IAM throttles. */
export async function enforce(bundle: Bundle, size: number, mix: Mix): Promise<Run> {
  const account = await startFakeAccount({ size, mix, policy: POLICY, bucket: BUCKET });
  const environment = { ...bundle.environment, ...account.environment };
  await measure(bundle.file, environment);
  await account.tally();
  await account.giveNotice();
  const measured = await measure(bundle.file, environment);
  const { due } = dueOf(size, mix);
  const minimum = sum(evaluation(size, OTHERS, 'fresh report'), enforcement(due));
  const tally = await account.tally();
  account.end();
  return { ...runOf(size, mix, measured, tally, minimum), missing: missingOf(size, mix, tally) };
}

function runOf(size: number, mix: Mix, measured: Measured, tally: Tally, minimum: Calls): Run {
  const { ids } = dueOf(size, mix);
  const due = new Set(ids);
  const { summed, apart } = splitCalls(tally.calls);
  return {
    size,
    mix,
    wallMs: measured.loadMs + measured.callMs,
    cpuMs: measured.cpuMs,
    rssBytes: measured.rssBytes,
    calls: summed,
    minimum,
    apart,
    throttled: tally.throttled,
    mutations: tally.mutations,
    due: due.size,
    wrong: tally.disabled.filter((id) => !due.has(id)).length,
    missing: 0,
  };
}

function missingOf(size: number, mix: Mix, { disabled }: Tally): number {
  const done = new Set(disabled);
  return dueOf(size, mix).ids.filter((id) => !done.has(id)).length;
}

function dueOf(size: number, mix: Mix): { readonly ids: readonly string[]; readonly due: Due } {
  const { due: ids } = staffOf(size, mix, Date.now());
  const passwords = ids.filter((id) => id.endsWith('/password')).length;
  const keys = ids.length - passwords;
  return {
    ids,
    due: { users: mix === 'together' ? Math.max(passwords, keys) : ids.length, passwords, keys },
  };
}
