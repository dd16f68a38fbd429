import type { Taken } from './costs';
import type { Tally, Usage } from './process/messages';
import type { Ended } from './run';

/** One run of a fake organization, measured. */
export interface OrganizationRun {
  readonly what: 'first day' | 'quiet day' | 'enforcing' | 'a tenth lost';
  readonly accounts: number;
  readonly usersEach: number;
  readonly status: string;
  readonly wallMs: number;
  readonly ms: Ended['ms'];
  /** Accounts that were invoked in Judge and in Act. */
  readonly judged: number;
  readonly acting: number;
  /** Children that threw. */
  readonly lost: number;
  readonly transitions: number;
  readonly tally: Tally;
  readonly usage: Usage;
  /** How many accounts had no role, which cannot be covered. */
  readonly without: number;
  /** Of the credentials that were to be disabled, those that were not. */
  readonly missing: number;
}

/** How long an invocation is expected to take on AWS: waiting for IAM is most of it, and here IAM answers at once. */
export const MODEL_SECONDS = { small: 4, large: 70 };

export const isSmall = ({ usersEach }: Pick<OrganizationRun, 'usersEach'>) => usersEach < 1_000;
export const swept = ({ judged, acting }: OrganizationRun) => judged + acting;
export const uncovered = ({ usage: { end } }: OrganizationRun) => end.counts.halted + end.counts.unreachable;

export function callsTo({ tally }: Pick<OrganizationRun, 'tally'>, service: string, action = ''): number {
  return Object.entries(tally.calls)
    .filter(([name]) => name.startsWith(`${service} ${action}`))
    .reduce((sum, [, count]) => sum + count, 0);
}

/** IAM calls of all members. The central account is one of them. */
export const iamEach = (run: OrganizationRun) => callsTo(run, 'iam') / swept(run);

export function takenBy(run: OrganizationRun): Taken {
  const reads = callsTo(run, 's3', 'GetObject');
  return {
    transitions: run.transitions,
    accounts: swept(run),
    secondsEach: isSmall(run) ? MODEL_SECONDS.small : MODEL_SECONDS.large,
    writes: callsTo(run, 's3') - reads,
    reads,
    logBytes: run.usage.logBytes,
    storedBytes: run.tally.storedBytes,
  };
}

/** Lambda gives a function of 512 MB this share of a processor: 1,769 MB are one. */
const SHARE = 512 / 1_769;

/** Seconds that the processor of Lambda would be busy for an account; what the functions do together counts as theirs. */
export const cpuSecondsEach = (run: OrganizationRun) => run.usage.cpuMs / 1_000 / SHARE / swept(run);
