import { BUCKET, type Run } from './sweeps';
import { shortest, total } from './bounds';
import type { ColdStart } from './cold-start';
import { LEDGER } from './ledger';
import { count, fixed } from './table';

export interface Measurements {
  /** The first dry-run of each account. */
  readonly firstDays: readonly Run[];
  /** The dry-runs of the days after. */
  readonly dryRuns: readonly Run[];
  readonly enforcements: readonly Run[];
  readonly cold: ColdStart;
  /** Milliseconds. */
  readonly ledgerMs: number;
}

export interface Target {
  readonly what: string;
  readonly target: number;
  readonly measured: number;
  readonly text: (value: number) => string;
  /** The reason for a miss, which the report prints. */
  readonly why: string;
}

const MIB = 2 ** 20;
const seconds = (value: number) => `${fixed(value)} s`;
const ratio = (value: number) => fixed(value, 3);

/** The project's targets for times, sizes and memory. A miss is reported, but fails nothing. */
export function targetsOf({ dryRuns, enforcements, cold, ledgerMs }: Measurements): Target[] {
  const judged = largest(dryRuns.filter(({ heapMb }) => heapMb === undefined));
  const enforced = largest(enforcements.filter(({ mix }) => mix === 'together'));
  return [
    {
      what: `IAM calls that judge ${count(judged.size)} users`,
      target: 10,
      measured: total(judged.calls),
      text: count,
      why: 'docs/design.md §7 lists them; more calls are a defect.',
    },
    {
      what: "enforcement: IAM calls / section 7's sum",
      target: 1.02,
      measured: Math.max(...enforcements.map(({ calls, minimum }) => total(calls) / total(minimum))),
      text: ratio,
      why: 'evidence older than 5 minutes is read again, and a read-back is repeated until it shows the write.',
    },
    {
      what: 'enforcement: throttled calls',
      target: 0,
      measured: Math.max(...enforcements.map(({ throttled }) => throttled)),
      text: count,
      why: 'the pace is 9 calls a second for each action; another client used the bucket, or the clock jumped.',
    },
    {
      what: 'enforcement: wall time / max(S, L, K) / r',
      target: 1.2,
      measured: enforced.wallMs / 1000 / shortest(enforced.minimum, BUCKET),
      text: ratio,
      why:
        'all candidates are confirmed before the first write, because the limits apply to confirmed ones; and the ' +
        'pace is 9 calls a second, while the bucket refills 10.',
    },
    {
      what: `dry-run of ${count(judged.size)} users: wall`,
      target: 2,
      measured: judged.wallMs / 1000,
      text: seconds,
      why: 'one second is the pause before the poll for the report.',
    },
    {
      what: `dry-run of ${count(judged.size)} users: CPU of the client`,
      target: 0.8,
      measured: judged.cpuMs / 1000,
      text: seconds,
      why: 'it includes the start of Node. Most of the rest is parsing CSV and XML, and a busy machine takes longer.',
    },
    {
      what: `dry-run of ${count(judged.size)} users: peak memory`,
      target: 190,
      measured: judged.rssBytes / MIB,
      text: (value) => `${fixed(value, 0)} MB`,
      why:
        'most of it is garbage that V8 did not need to collect: the report and the pages of 1,000 users as base64, ' +
        'XML, text and objects. See the run in a small heap below.',
    },
    {
      what: `${count(LEDGER.results)} results into a ledger of ${count(LEDGER.entries)} entries`,
      target: 1,
      measured: ledgerMs / 1000,
      text: (value) => `${fixed(value, 3)} s`,
      why: 'the entries must be copied once, and not once for each result.',
    },
    {
      what: 'bundle, minified',
      target: 860_000,
      measured: cold.bytes,
      text: (value) => `${count(value)} bytes`,
      why: "three quarters of it is the AWS SDK's clients and zod.",
    },
    {
      what: 'bundle, compressed',
      target: 250_000,
      measured: cold.compressedBytes,
      text: (value) => `${count(value)} bytes`,
      why: "three quarters of it is the AWS SDK's clients and zod.",
    },
    {
      what: 'load of the bundle over an empty handler',
      target: 120,
      measured: cold.loadMs,
      text: (value) => `${fixed(value, 0)} ms`,
      why: 'it is all CPU time, and takes longer on a busy machine; measure on an idle one.',
    },
  ];
}

export const isMet = ({ target, measured }: Target) => measured <= target;

/** `missed by 7%` */
export function verdictOf(target: Target): string {
  if (isMet(target)) return 'met';
  if (target.target === 0) return `missed by ${target.text(target.measured)}`;
  return `missed by ${fixed((target.measured / target.target - 1) * 100, 1)}%`;
}

/** Faults that are wrong on any machine, however slow; one sentence each. */
export function broken({ firstDays, dryRuns, enforcements }: Measurements): string[] {
  const faults: string[] = [];
  for (const run of [...firstDays, ...dryRuns, ...enforcements]) {
    const which = `${count(run.size)} users, ${run.mix}`;
    if (run.wrong > 0) faults.push(`${which}: ${run.wrong} wrong credentials disabled`);
  }
  for (const { size, calls, minimum, mutations } of [...firstDays, ...dryRuns]) {
    if (mutations > 0) faults.push(`${count(size)} users: dry-run changed ${mutations} credentials`);
    if (total(calls) > total(minimum))
      faults.push(`${count(size)} users: judged with ${total(calls)} calls, not ${total(minimum)}`);
  }
  for (const { size, mix, calls, minimum, missing, mutations, due } of enforcements) {
    const which = `${count(size)} users, ${mix}`;
    if (missing > 0) faults.push(`${which}: ${missing} due credentials left enabled`);
    if (mutations !== due) faults.push(`${which}: ${mutations} changes made, ${due} due`);
    if (total(calls) > 1.02 * total(minimum))
      faults.push(`${which}: enforced with ${total(calls)} calls, section 7 says ${total(minimum)}`);
  }
  return faults;
}

function largest(runs: readonly Run[]): Run {
  const [run] = runs.toSorted((a, b) => b.size - a.size);
  if (!run) throw new Error('there was no run');
  return run;
}
