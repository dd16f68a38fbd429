import { HOUR } from '../../../lambda/domain/instant';
import { type Run, writesOf } from '../journal';
import { undoneUnnoted } from '../undone';
import type { Law } from './law';

/** "Over the last 20 hours", from sweep to sweep. */
const WINDOW = 20 * HOUR;

/** "allowed = min(maxDisabledPerDay, ceil(maxDisabledPercent% of the active credentials))" */
export const withinTheLimits: Law = {
  name: 'Limits: never more in 20 hours than allowed',
  brokenBy: ({ journal }) => {
    const writes = writesOf(journal).filter(({ run, write }) => !undoneUnnoted(journal, run, write));
    return journal.runs
      .filter((run) => run.writes.length > 0)
      .flatMap((run) => {
        const since = run.startedAt - WINDOW;
        const lately = writes.filter(
          (each) => each.run.startedAt > since && each.run.invocation <= run.invocation,
        );
        const allowed = allowedTo(run);
        return lately.length <= allowed
          ? []
          : [`#${run.invocation}: ${lately.length} disabled in 20 hours, and ${allowed} are allowed`];
      });
  },
};

function allowedTo({ policy, report }: Run): number {
  if (!policy || !report) return 0;
  const { maxDisabledPerDay, maxDisabledPercent } = policy.limits;
  return Math.min(maxDisabledPerDay, Math.ceil((maxDisabledPercent * report.enabled.size) / 100));
}
