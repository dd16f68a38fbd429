import { MINUTE } from '../../../lambda/domain/instant';
import type { Journal, Run } from '../journal';
import type { Law } from './law';

/**
 * "Found open by the same run id, already-ran": an event that is delivered twice is carried out once. And an event that
 * is delivered once is carried out: no other event can take its place before its time has come.
 */
export const twiceIsOnce: Law = {
  name: 'Delivered twice is done once',
  brokenBy: ({ journal }) =>
    journal.runs.flatMap((run) => {
      const first = run.repeats === undefined ? undefined : journal.runs[run.repeats];
      if (first) return faultsOf(run, first, journal);
      const { ending, invocation, runId } = run;
      const earlier = journal.runs.find((each) => each.invocation < invocation && each.runId === runId);
      const isTaken = ending?.kind === 'answered' && ending.status === 'already-ran';
      return isTaken && earlier && earlier.startedAt < timeOf(runId) - AHEAD
        ? [`#${invocation}: was delivered once, and #${earlier.invocation} had taken its place`]
        : [];
    }),
};

/** An event may be this much ahead of the clock, and is carried out then: the run of that time has been made. */
const AHEAD = 15 * MINUTE;

function faultsOf(again: Run, first: Run, { runs }: Journal): string[] {
  const faults: string[] = [];
  if (again.writes.length > 0 && first.writes.length > 0) faults.push('both deliveries wrote');
  const later = runs.indexOf(first) < runs.indexOf(again) && again.startedAt - first.startedAt >= MINUTE;
  if (later && (first.opened || first.closed) && again.anomalies.size === 0) {
    const { ending } = again;
    const well =
      ending?.kind === 'killed' ||
      (ending?.kind === 'answered' && ending.status === 'already-ran') ||
      (ending?.kind === 'threw' && ending.reason === 'busy');
    if (!well) faults.push('it had run, and ran again');
    if (again.planRecord !== undefined) faults.push('it wrote a plan of its own');
  }
  return faults.map((fault) => `#${again.invocation} (again #${first.invocation}): ${fault}`);
}

/** The event's time, which the id begins with. */
function timeOf(runId: string): number {
  return Date.parse(runId.replace(/^(....)(..)(..T..)(..)(..Z).*$/, '$1-$2-$3:$4:$5'));
}
