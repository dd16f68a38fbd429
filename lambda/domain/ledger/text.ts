import * as z from 'zod';
import { joinPlace, JsonError, parseStrictJson } from '../json';
import { printableLine } from '../text';
import { Ledger } from './schema';

/** The ledger cannot be understood. The run halts, because nothing may be done without it. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
  /** One printable line, whatever stands in the ledger. */
  constructor(message: string, options?: ErrorOptions) {
    super(printableLine(message), options);
  }
}

/** @throws LedgerError that names the place, or the account when the ledger belongs to another one */
export function parseLedger(text: string, accountId: string): Ledger {
  let json: unknown;
  try {
    json = parseStrictJson(text);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new LedgerError(`the ledger ${error.message}`, { cause: error });
  }
  const parsed = Ledger.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new LedgerError(
      `the ledger is not understood: ${joinPlace(issue?.path ?? [])}: ${issue?.message ?? ''}`,
      { cause: parsed.error },
    );
  }
  if (parsed.data.accountId !== accountId) {
    throw new LedgerError(`the ledger is that of account ${parsed.data.accountId}`);
  }
  return parsed.data;
}

export function ledgerText(ledger: Ledger): string {
  return `${JSON.stringify(z.encode(Ledger, ledger), null, 1)}\n`;
}
