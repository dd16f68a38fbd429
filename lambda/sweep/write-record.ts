import { Halted, messageOf } from '../errors';
import { type IfExists, RecordExists, type RecordName } from '../record-store';
import { addHalt, type RunContext } from './run';

/** Writes a record of the run. A failure adds a halt and stops nothing. */
export async function writeRecord(
  run: RunContext,
  name: RecordName,
  body: string,
  ifExists: IfExists,
): Promise<void> {
  try {
    await run.ports.records.write(run.report.runId, name, body, ifExists);
  } catch (error) {
    // Another delivery of this event has written the record, and that one stays (docs/design.md §3.7).
    if (error instanceof RecordExists) return;
    const message = `${name} could not be written: ${messageOf(error)}`;
    addHalt(run, new Halted('ledger', message, { cause: error }).halt);
  }
}
