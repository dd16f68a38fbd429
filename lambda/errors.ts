import { PolicyError } from './domain/policy/parse';
import { printableLine } from './domain/text';
import type { Halt, HaltCause, HaltReason, LedgerPlace } from './domain/halt';
import { CutShort } from './ports';

/** A ledger that should be there is not (docs/design.md §5.1). */
export class LedgerMissing extends Error {
  override readonly name = 'LedgerMissing';
  constructor(
    readonly place: LedgerPlace,
    firstRun: string,
  ) {
    super(
      `there is no ledger at s3://${place.bucket}/${place.key}, although run ${firstRun} is on record, so it was deleted`,
    );
  }
}

/** Stops a run where it is thrown; the digest still goes out. */
export class Halted extends Error {
  override readonly name = 'Halted';
  readonly halt: Halt;
  constructor(reason: HaltReason, message: string, options?: ErrorOptions) {
    const line = printableLine(message);
    super(line, options);
    const cause = haltCauseOf(options?.cause);
    this.halt = { effect: 'halted', reason, message: line, ...(cause ? { cause } : {}) };
  }
}

/** What the reader of a halt has to look at, where the reason alone does not say it. */
export function haltCauseOf(error: unknown): HaltCause | undefined {
  if (error instanceof LedgerMissing) return { kind: 'noLedger', place: error.place };
  if (error instanceof PolicyError) return { kind: 'badPolicy' };
  if (error instanceof CutShort) return { kind: 'cutShort' };
  return isDenied(error) ? { kind: 'denied' } : undefined;
}

/** Codes of IAM, S3 and SSM; of SNS; and of SNS about the key of its topic. */
const DENIED = /^(?:AccessDenied|AuthorizationError|KMSAccessDenied)(?:Exception)?$/;

/** Whether AWS denied the call that this error, or one that it was caused by, comes from. */
export function isDenied(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause) {
    const code = 'Code' in one ? one.Code : undefined;
    if (DENIED.test(one.name) || (typeof code === 'string' && DENIED.test(code))) return true;
  }
  return false;
}

/**
 * Runs `step`; whatever it throws halts the run for this reason.
 *
 * @param place put before the message, if the message does not name it
 */
export async function orHalt<T>(reason: HaltReason, step: () => T | Promise<T>, place?: string): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof Halted) throw error;
    const message = messageOf(error);
    throw new Halted(reason, place === undefined ? message : `${place}: ${message}`, { cause: error });
  }
}

/** Thrown by the function if the run was halted, after records and digest are out (docs/design.md §3.4). */
export class SweepHalted extends Error {
  override readonly name = 'SweepHalted';
  readonly reason: HaltReason;
  constructor({ reason, message }: Halt, record: string) {
    super(`${reason}: ${message}; ${record}`);
    this.reason = reason;
  }
}

/** Thrown by the function if the run was not halted but some of its actions failed. */
export class ActionsFailed extends Error {
  override readonly name = 'ActionsFailed';
  constructor(failed: number, record: string) {
    super(`${failed} of the planned actions failed, the digest names them; ${record}`);
  }
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
