import { type Calls, shortest, total } from './bounds';
import { BUCKET, type Run } from './sweeps';
import { count, fixed, table } from './table';
import { isMet, type Measurements, targetsOf, verdictOf } from './targets';
import type { WayRun } from './ways/run';

export interface Results extends Measurements {
  readonly machine: string;
  readonly ways: readonly WayRun[];
  readonly tookMs: number;
}

const mb = (bytes: number) => `${fixed(bytes / 2 ** 20, 0)} MB`;
const s = (ms: number) => `${fixed(ms / 1000)} s`;

/** The output of `npm run bench`, which is also RESULTS.md. */
export function resultsText(results: Results): string {
  const { machine, firstDays, dryRuns, enforcements, ways, cold, tookMs } = results;
  const unlimited = dryRuns.filter(({ heapMb }) => heapMb === undefined);
  const limits = `${BUCKET.perSecond} calls a second and a burst of ${BUCKET.burst} for each action`;
  return `# What a sweep costs

Written by \`npm run bench\`, which took ${fixed(tookMs / 60_000, 1)} minutes: ${machine}.

The deployed bundle runs in its own Node process, on a fictitious account behind HTTP on loopback. A call takes about a
millisecond there; IAM takes longer. Each user has a password and a key, and 10% of each are stale. Wall time is load
and call, without the start of Node. CPU time and peak memory are those of the whole process. A MB is 1,048,576 bytes, as Lambda counts it.

## Targets

${targetTable(results)}
${whyMissed(results)}
## Judging (dry-run)

The account was judged on two days before. On the very first day, the keys of every user with a key on notice are listed,
at 9 calls a second; those rows are marked. Its mail has no room for all of 5,000 users, so the second run lists the keys of
the rest again, and announces them. It is not in the table. IAM generates the report, which costs a poll and a pause of one second. Times are
the best of five runs, because the machine also does other work; memory is the largest. No credential was changed.
"Heap of" limits V8's old generation. Without a limit, V8 collects late, so peak memory says little about what a sweep
needs.

${table(
  ['users', 'IAM calls', 'minimum', 'optional', 'wall', 'CPU', 'memory'],
  [...firstDays, ...dryRuns].map((run) => [
    `${count(run.size)}${firstDays.includes(run) ? ', first day' : ''}${run.heapMb === undefined ? '' : `, heap of ${run.heapMb} MB`}`,
    count(total(run.calls)),
    count(total(run.minimum)),
    count(total(run.apart)),
    s(run.wallMs),
    s(run.cpuMs),
    mb(run.rssBytes),
  ]),
)}

## Enforcing

The limits allow everything, notice has been given, and IAM throttles at ${limits}.
"Together": a user with a stale password also has a stale key. "Apart": different users have them. The shortest time is
max(S, L, K) / r. In the sum of docs/design.md §7, S is the number of GetUser calls, L of GetLoginProfile and K of
ListAccessKeys; both L and K count the confirmation and the read-back. The most frequent of them, less the burst, takes
this time at r = ${BUCKET.perSecond} calls a second, whatever else is done.
"Apart" takes longer: twice as many users are confirmed before the first write. The optional check of their SSH keys
makes one call for each user, and takes longer than the writes at the same time.

${table(
  [
    'users',
    'IAM calls',
    'minimum',
    'optional',
    'throttled',
    'wall',
    'shortest',
    'CPU',
    'memory',
    'disabled',
    'due',
    'wrong',
  ],
  enforcements.map((run) => [
    `${count(run.size)}, ${run.mix}`,
    count(total(run.calls)),
    count(total(run.minimum)),
    count(total(run.apart)),
    count(run.throttled),
    s(run.wallMs),
    s(shortest(run.minimum, BUCKET) * 1000),
    s(run.cpuMs),
    mb(run.rssBytes),
    count(run.mutations),
    count(run.due),
    count(run.wrong),
  ]),
)}

## IAM calls by action

${actionTable([...unlimited, ...enforcements], unlimited.length)}

## Other approaches

Both approaches only read, and both found what is stale. \`per-user-loop\`: ListUsers, then for each user GetLoginProfile,
ListAccessKeys, GetAccessKeyLastUsed for each key and ListUserTags. \`get-user\`: the credential report, then GetUser for
each user. They make one call after the other with the plain SDK, as such scripts do. The last column is the shortest time at
${limits}, for the most frequent call.
"Throttled": the account throttles at these rates.

${table(
  ['users', 'IAM calls', 'wall', 'CPU', 'memory', 'throttled', 'shortest'],
  [
    ...unlimited.map((run) => [
      `${count(run.size)}, iam-lapse`,
      count(total(run.calls) + total(run.apart)),
      s(run.wallMs),
      s(run.cpuMs),
      mb(run.rssBytes),
      count(run.throttled),
      s(shortest(run.calls, BUCKET) * 1000),
    ]),
    ...ways.map((run) => [
      `${count(run.size)}, ${run.way}${run.bucket ? ', throttled' : ''}`,
      count(total(run.calls)),
      s(run.wallMs),
      s(run.cpuMs),
      mb(run.rssBytes),
      count(run.throttled),
      s(shortest(run.calls, BUCKET) * 1000),
    ]),
  ],
)}

## Cold start

The best of eleven.

${table(
  ['over an empty handler', ''],
  [
    ['load', `${fixed(cold.loadMs, 0)} ms`],
    ['load and first call, a dry-run of ten users', `${fixed(cold.loadAndCallMs, 0)} ms`],
    ['bundle', `${count(cold.bytes)} bytes`],
    ['bundle, deflated', `${count(cold.compressedBytes)} bytes`],
  ],
)}
`;
}

function targetTable(results: Results): string {
  return table(
    ['', 'target', 'measured', ''],
    targetsOf(results).map((target) => [
      target.what,
      `${target.target === 0 ? '' : 'at most '}${target.text(target.target)}`,
      target.text(target.measured),
      verdictOf(target),
    ]),
  );
}

function whyMissed(results: Results): string {
  const missed = targetsOf(results).filter((target) => !isMet(target));
  if (missed.length === 0) return '';
  return `\nMissed:\n\n${missed.map(({ what, why }) => `- ${what}: ${why}`).join('\n')}\n`;
}

/** The calls made and the stated minimum, with a column for each run. */
function actionTable(runs: readonly Run[], dryRuns: number): string {
  const actions = [...new Set(runs.flatMap((run) => Object.keys({ ...run.calls, ...run.apart })))].toSorted();
  const cell = (made: Calls, minimum: Calls, action: string) =>
    `${count(made[action] ?? 0)} / ${count(minimum[action] ?? 0)}`;
  return `Made / at least.\n\n${table(
    ['action', ...runs.map(({ size, mix }, index) => `${count(size)} ${index < dryRuns ? 'dry-run' : mix}`)],
    actions.map((action) => [
      action,
      ...runs.map((run) => cell({ ...run.calls, ...run.apart }, run.minimum, action)),
    ]),
  )}`;
}
