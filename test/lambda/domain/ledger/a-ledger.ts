import { type Entry, emptyLedger, type Ledger } from '../../../../lambda/domain/ledger/schema';
import { ACCOUNT, LONG_AGO } from '../../../support/builders';

// Written by hand, so that what makes the ids does not judge itself.

const ALICE = 'arn:aws:iam::123456789012:user/alice@2024-01-01T00:00:00Z';
/** The password of `aReportRow`. */
export const PASSWORD = `${ALICE}/password`;
/** The key of `aReportRow`, created with its user. */
export const KEY = `${ALICE}/key@2024-01-01T00:00:00Z`;
export const KEY_ID = 'AKIAIOSFODNN7EXAMPLE';

/** A ledger with nothing but these entries. */
export function aLedger(credentials: Readonly<Record<string, Entry>> = {}): Ledger {
  return { ...emptyLedger(ACCOUNT.id), credentials };
}

/** Announced long ago, with the reference time of a password or key that was never used. */
export const ANNOUNCED = { announcedAt: LONG_AGO + 1, announcedReference: LONG_AGO } as const satisfies Entry;
