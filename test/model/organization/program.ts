import { parseAccountEvent } from '../../../lambda/organization/account-event';
import { allot } from '../../../lambda/organization/allot';
import { parseCoordinatorEvent } from '../../../lambda/organization/coordinator-event';
import { freeze } from '../../../lambda/organization/freeze';
import { MemberUnreachable, PinBroken } from '../../../lambda/organization/ports';
import { sweepAccount } from '../../../lambda/organization/sweep-account';
import { tell } from '../../../lambda/organization/tell';
import { type Program, PROGRAM } from '../program';

/** The code under test. A mutation is another one. */
export interface OrganizationProgram extends Program {
  readonly parseCoordinatorEvent: typeof parseCoordinatorEvent;
  readonly parseAccountEvent: typeof parseAccountEvent;
  readonly freeze: typeof freeze;
  readonly allot: typeof allot;
  readonly tell: typeof tell;
  readonly sweepAccount: typeof sweepAccount;
  readonly MemberUnreachable: typeof MemberUnreachable;
  readonly PinBroken: typeof PinBroken;
}

export const ORGANIZATION_PROGRAM: OrganizationProgram = {
  ...PROGRAM,
  parseCoordinatorEvent,
  parseAccountEvent,
  freeze,
  allot,
  tell,
  sweepAccount,
  MemberUnreachable,
  PinBroken,
};
