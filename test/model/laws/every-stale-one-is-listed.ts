import { saidIn } from '../digests';
import type { Run } from '../journal';
import { resultIn } from '../stored';
import type { World } from '../world';
import type { Law } from './law';

/** Where a due or stale credential stands, once in each mail. */
const LISTED = new Set([
  'FAILED',
  'DISABLED',
  'WOULD BE DISABLED TODAY',
  'PUT OFF',
  'SPARED BY THE LAST LOOK',
  'ALREADY GONE',
  'NEWLY ON NOTICE',
  'ON NOTICE',
  "STALE, AND BEYOND TODAY'S LIMIT",
  'STALE, AND LEFT ALONE BY THIS RUN',
]);

/** 4: nothing that is stale is passed over in silence, whatever the ledger says about it and wherever the run stopped. */
export const everyStaleOneIsListed: Law = {
  name: '4. Every stale credential is listed',
  brokenBy: (world) =>
    world.journal.runs.flatMap((run) => {
      const missing = missingIn(world, run);
      return missing === undefined || missing === 0
        ? []
        : [`#${run.invocation}: ${missing} due or stale credentials stand in no section`];
    }),
};

/** Undefined when there is no mail of this run, or no record of what it counted. */
function missingIn(
  { bucket, journal }: World,
  { runId, delivered, outages, ending }: Run,
): number | undefined {
  const mail = delivered.at(-1);
  const failed = outages.includes('topic.publish') || outages.includes('records.write');
  // Of two runs of one event, one may have replaced the other's record.
  const isAlone = journal.runs.filter((run) => run.runId === runId).length === 1;
  if (!mail || failed || !isAlone || ending?.kind === 'killed') return undefined;
  const { due = 0, stale = 0 } = resultIn(bucket.files.get(`${runId}/result.json`)).counts;
  return due + stale - saidIn(mail).filter(({ title }) => LISTED.has(title)).length;
}
