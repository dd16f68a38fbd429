import { allot } from '../../../../../lambda/domain/organization/allot';
import { answerText, parseAnswer } from '../../../../../lambda/domain/organization/answer';
import { coverageOf, failureOf } from '../../../../../lambda/domain/organization/coverage';
import { organizationDigestOf } from '../../../../../lambda/domain/organization/digest/digest';
import {
  organizationLedgerText,
  parseOrganizationLedger,
} from '../../../../../lambda/domain/organization/ledger/schema';
import { effectiveMode, ownModeOf } from '../../../../../lambda/domain/organization/modes';
import { freezeRoster } from '../../../../../lambda/domain/organization/roster';
import { withTold } from '../../../../../lambda/domain/ledger/untold';

/** The code under test. A seeded violation is this with one thing wrong with it. */
export const PROGRAM = {
  allot,
  answerText,
  coverageOf,
  effectiveMode,
  failureOf,
  freezeRoster,
  organizationDigestOf,
  organizationLedgerText,
  ownModeOf,
  parseAnswer,
  parseOrganizationLedger,
  withTold,
};
export type Program = typeof PROGRAM;

export interface Law {
  readonly law: string;
  /** @throws if the program breaks it */
  readonly check: (program: Program) => void;
}
