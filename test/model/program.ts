import { IamReportSource } from '../../lambda/aws/iam-credential-report';
import { LedgerConflict, RecordExists } from '../../lambda/record-store';
import { parseInvocation } from '../../lambda/sweep/invocation';
import { sweep } from '../../lambda/sweep/sweep';

/** The code under test. A mutation is another one. */
export interface Program {
  readonly parseInvocation: typeof parseInvocation;
  readonly sweep: typeof sweep;
  readonly LedgerConflict: typeof LedgerConflict;
  readonly RecordExists: typeof RecordExists;
  /** It waits for a report, so it is part of what is tried. */
  readonly IamReportSource: typeof IamReportSource;
}

export const PROGRAM: Program = { parseInvocation, sweep, LedgerConflict, RecordExists, IamReportSource };
