import { performance } from 'node:perf_hooks';
import type { Entry } from '../lambda/domain/ledger/schema';
import { emptyLedger } from '../lambda/domain/ledger/schema';
import { withReconciled } from '../lambda/domain/ledger/updates';

/** The ledger of a large account, and the outcomes of a run with wide limits. */
export const LEDGER = { entries: 10_000, results: 2_500 };

/**
 * How long it takes to amend the ledger, in ms. All amendments go one way, through one copy of the entries, and this is
 * the longest of them. A run has 30 s left for it, its records and its mail.
 */
export function amendLedger(): number {
  const entry: Entry = { announcedAt: 0, announcedReference: 0 };
  const idOf = (index: number) => `arn:aws:iam::123456789012:user/u${index}@2024-01-01T00:00:00Z/password`;
  const credentials = Object.fromEntries(
    Array.from({ length: LEDGER.entries }, (_none, index) => [idOf(index), entry]),
  );
  const ledger = { ...emptyLedger('123456789012'), credentials };
  const found = Array.from({ length: LEDGER.results }, (_none, index) => ({
    id: idOf(index),
    keyId: undefined,
    state: 'enabledAgain' as const,
  }));
  const start = performance.now();
  withReconciled(ledger, found, { at: 0, openedAt: 0, now: 1 });
  return performance.now() - start;
}
