import { MINUTE } from '../../../lambda/domain/instant';
import type { Journal, Run } from '../journal';
import type { Law } from './law';

/** "Found open by the same run id, already-ran": an event that is delivered twice is carried out once. */
export const twiceIsOnce: Law = {
  name: 'Delivered twice is done once',
  brokenBy: ({ journal }) =>
    journal.runs.flatMap((run) => {
      const first = run.repeats === undefined ? undefined : journal.runs[run.repeats];
      return first ? faultsOf(run, first, journal) : [];
    }),
};

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
