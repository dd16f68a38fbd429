import { LedgerConflict, RecordExists } from '../../lambda/ports';
import { sweep } from '../../lambda/sweep/sweep';

/** The code under test. A mutation is another one. */
export interface Program {
  readonly sweep: typeof sweep;
  readonly LedgerConflict: typeof LedgerConflict;
  readonly RecordExists: typeof RecordExists;
}

export const PROGRAM: Program = { sweep, LedgerConflict, RecordExists };
