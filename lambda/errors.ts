import { printableLine } from './domain/text';
import type { Halt, HaltReason } from './domain/run-report';

/** Thrown inside a sweep to stop it where it is; the digest still goes out. */
export class Halted extends Error {
  override readonly name = 'Halted';
  readonly halt: Halt;
  constructor(reason: HaltReason, message: string, options?: ErrorOptions) {
    const line = printableLine(message);
    super(line, options);
    this.halt = { effect: 'halted', reason, message: line };
  }
}

/**
 * Whatever goes wrong in `step` halts the sweep, for this reason.
 *
 * @param place what the message is about, where it does not say so itself
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

/** What the caller of the function gets, after digest and record are out, when a sweep was halted. */
export class SweepHalted extends Error {
  override readonly name = 'SweepHalted';
  readonly reason: HaltReason;
  constructor({ reason, message }: Halt, record: string) {
    super(`${reason}: ${message}; ${record}`);
    this.reason = reason;
  }
}

/** The same, when it went its way and some of its actions failed. */
export class ActionsFailed extends Error {
  override readonly name = 'ActionsFailed';
  constructor(failed: number, record: string) {
    super(`${failed} of the planned actions failed, the digest names them; ${record}`);
  }
}

/** What went wrong, in the words of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
