import { findingsCsv } from '../domain/records/findings-csv';
import { resultRecord } from '../domain/records/json-records';
import type { RunReport } from '../domain/run-report';
import { ownsRecords, type RunContext } from './run';
import { writeRecord } from './write-record';

/**
 * Records the outcomes, tells them and ends the run (docs/design.md §5.7). A failure here adds a halt and stops nothing.
 */
export async function finish(run: RunContext): Promise<RunReport> {
  const ifExists = ownsRecords(run) ? 'overwrite' : 'fail';
  // The records of a run that waits for its allotment are those of Act.
  if (run.phase !== 'waiting') {
    await Promise.all([
      writeRecord(run, 'findings.csv', findingsCsv(run.report), ifExists),
      writeRecord(run, 'result.json', resultRecord(run.report), ifExists),
    ]);
  }
  await run.ports.outlet.tell(run, ifExists);
  return run.report;
}
