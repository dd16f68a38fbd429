import { LedgerConflict } from '../record-store';
import { isDenied, messageOf } from '../errors';
import type { OrganizationHalt, OrganizationHaltReason } from '../domain/organization/run-report';
import { printableLine } from '../domain/text';

/** Stops a run of the organization before anybody is swept. Its mail goes out first. */
export class OrganizationHalted extends Error {
  override readonly name = 'SweepHalted';
  readonly halt: OrganizationHalt;
  /** The accounts in a list that is only too short: the next run goes on with so many. */
  readonly dropTo: number | undefined;

  constructor(
    reason: OrganizationHaltReason,
    message: string,
    { dropTo, ...options }: ErrorOptions & { readonly dropTo?: number | undefined } = {},
  ) {
    const line = printableLine(message);
    super(line, options);
    this.dropTo = dropTo;
    this.halt = { effect: 'halted', reason, message: line };
  }
}

/** Runs `step`; whatever it throws halts the run for this reason. @param place put before the message */
export async function orHalted<T>(
  reason: OrganizationHaltReason,
  step: () => T | Promise<T>,
  place?: string,
): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw haltedBy(error, reason, place);
  }
}

export function haltedBy(error: unknown, reason: OrganizationHaltReason, place?: string): OrganizationHalted {
  if (error instanceof OrganizationHalted) return error;
  const message = messageOf(error);
  // Somebody else writes the ledger: this run does not have the organization any more.
  if (error instanceof LedgerConflict) return new OrganizationHalted('busy', message, { cause: error });
  return new OrganizationHalted(
    isDenied(error) ? 'permissions' : reason,
    place === undefined ? message : `${place}: ${message}`,
    { cause: error },
  );
}
