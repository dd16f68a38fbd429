import { toldAt } from '../digests';
import { type AppliedWrite, type Run, writesOf } from '../journal';
import type { World } from '../world';
import { isOn, resultIn } from '../stored';
import { undoneUnnoted } from '../undone';
import type { Law } from './law';

/** 4, first half: "The plan is durable before the first write." */
export const recordedBefore: Law = {
  name: '4. Recorded before',
  brokenBy: ({ journal }) =>
    writesOf(journal).flatMap(({ run, write }) => [
      ...(write.inPlanRecord ? [] : [`#${run.invocation} ${write.words}: plan.json does not name it`]),
      ...(write.inOpenPlan
        ? []
        : [`#${run.invocation} ${write.words}: the ledger's open plan does not name it`]),
    ]),
};

/**
 * 4, second half: "Nothing done goes unreported, not even when SNS, S3 or the function itself fails half way."
 * Every history ends in two healthy days, by which time all must have been told.
 */
export const toldAfter: Law = {
  name: '4. Told after',
  brokenBy: (world) =>
    writesOf(world.journal)
      .filter(
        ({ run, write }) =>
          toldAt(world.journal, write) === undefined && !undoneUnnoted(world.journal, run, write),
      )
      .map(({ run, write }) => `#${run.invocation} ${write.words}: no digest ever told that it was disabled`),
};

/** 4, in between: "Every outcome is durable after it", by `result.json`, unless S3 or the function fails. */
export const recordedAfter: Law = {
  name: '4. Recorded after',
  brokenBy: (world) =>
    writesOf(world.journal)
      .filter(({ run }) => run.ending?.kind !== 'killed' && !run.outages.includes('records.write'))
      .filter(({ run, write }) => !standsInResult(world, run, write))
      .map(({ run, write }) => `#${run.invocation} ${write.words}: result.json does not name it`),
};

function standsInResult({ bucket }: World, { runId }: Run, { target }: AppliedWrite): boolean {
  return resultIn(bucket.files.get(`${runId}/result.json`)).outcomes.some(
    (action) => ['disabled', 'failed'].includes(action.outcome) && isOn(action, target),
  );
}
