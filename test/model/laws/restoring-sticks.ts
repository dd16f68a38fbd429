import type { Instant } from '../../../lambda/domain/instant';
import { type AppliedWrite, type Journal, type Run, writesOf } from '../journal';
import { restoresOf } from '../undone';
import { allowedDays, daysBetween } from '../oracle';
import type { Law } from './law';

/**
 * 6: "A credential that a person re-enabled gets a fresh clock, and one that keeps coming back is left alone."
 * The clock starts with the first run whose report shows it enabled.
 */
export const restoringSticks: Law = {
  name: '6. Restoring sticks',
  brokenBy: ({ journal }) =>
    writesOf(journal).flatMap(({ run, write }) => {
      const seen = restoresOf(journal, write).map(({ at }) => firstSeen(journal, write, at));
      const fault = faultOf(seen, run, write);
      return fault === undefined ? [] : [`#${run.invocation} ${write.words}: ${fault}`];
    }),
};

function firstSeen({ runs }: Journal, { label }: AppliedWrite, restoredAt: Instant): Instant | undefined {
  return runs.find(
    ({ preview, report, anomalies }) =>
      !preview &&
      report !== undefined &&
      report.takenAt >= restoredAt &&
      report.enabled.has(label) &&
      !anomalies.has('report'),
  )?.startedAt;
}

function faultOf(seen: readonly (Instant | undefined)[], run: Run, write: AppliedWrite): string | undefined {
  const last = seen.at(-1);
  if (seen.length === 0 || !run.policy || !write.look) return undefined;
  if (seen.length >= 2) return `restored ${seen.length} times, and disabled once more`;
  if (last === undefined || last > run.startedAt) return 'restored, and disabled again unseen';
  const days = allowedDays(run.policy, write.look.user, write.target.kind);
  const passed = daysBetween(last, run.startedAt);
  return passed < days
    ? `disabled ${passed.toFixed(2)} days after its restore was seen, and ${days} are allowed`
    : undefined;
}
