import { LedgerConflict, RecordExists } from '../../lambda/ports';
import { parseInvocation } from '../../lambda/sweep/invocation';
import { sweep } from '../../lambda/sweep/sweep';

/** The code under test. A mutation is another one. */
export interface Program {
  readonly parseInvocation: typeof parseInvocation;
  readonly sweep: typeof sweep;
  readonly LedgerConflict: typeof LedgerConflict;
  readonly RecordExists: typeof RecordExists;
}

export const PROGRAM: Program = { parseInvocation, sweep, LedgerConflict, RecordExists };
