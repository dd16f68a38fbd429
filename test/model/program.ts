import { IamReportSource } from '../../lambda/aws/iam-credential-report';
import { LedgerConflict, RecordExists } from '../../lambda/record-store';
import { parseInvocation } from '../../lambda/sweep/invocation';
import { mailOutlet } from '../../lambda/sweep/mail-digest';
import { sweep } from '../../lambda/sweep/sweep';

/** The code under test. A mutation is another one. */
export interface Program {
  readonly parseInvocation: typeof parseInvocation;
  readonly sweep: typeof sweep;
  /** It tells what the sweep did, so it is part of what is tried. */
  readonly mailOutlet: typeof mailOutlet;
  readonly LedgerConflict: typeof LedgerConflict;
  readonly RecordExists: typeof RecordExists;
  /** It waits for a report, so it is part of what is tried. */
  readonly IamReportSource: typeof IamReportSource;
}

export const PROGRAM: Program = {
  parseInvocation,
  sweep,
  mailOutlet,
  LedgerConflict,
  RecordExists,
  IamReportSource,
};
