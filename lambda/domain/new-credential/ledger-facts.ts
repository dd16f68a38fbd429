import type { Instant } from '../instant';
import { isDisabledByUs } from '../ledger/queries';
import type { Ledger } from '../ledger/schema';

/** What the ledger knows about the credential that somebody has created or enabled. */
export interface LedgerFacts {
  /**
   * Set when iam-lapse had disabled it and has seen no restore since. `unconfirmed`: nothing proves that the write was
   * done. `planned`: by a run that has not ended or was killed; `at` is the start of that run.
   */
  readonly disabled:
    { readonly kind: 'confirmed' | 'unconfirmed' | 'planned'; readonly at: Instant } | undefined;
  /** How often it had been restored before. */
  readonly timesRestored: number;
}

/**
 * How to find it in the ledger: a password by its ledger id, a key by its key id, which is stored once it is planned.
 */
export type LedgerName = { readonly id: string } | { readonly keyId: string };

export function ledgerFactsOf({ credentials, open }: Ledger, name: LedgerName): LedgerFacts {
  const entries = Object.entries(credentials).flatMap(([id, entry]) =>
    ('id' in name ? id === name.id : entry.keyId === name.keyId) ? [entry] : [],
  );
  const entry = entries.find(isDisabledByUs) ?? entries[0];
  // An entry with a restore but no number counts as one restore, as it does for the judge.
  const timesRestored = entry?.timesRestored ?? (entry?.restoredAt === undefined ? 0 : 1);
  if (entry?.disabledAt !== undefined && isDisabledByUs(entry)) {
    return {
      disabled: { kind: entry.unproven ? 'unconfirmed' : 'confirmed', at: entry.disabledAt },
      timesRestored,
    };
  }
  const isPlanned = open?.planned.some((planned) =>
    'id' in name ? planned.id === name.id : planned.kind === 'accessKey' && planned.keyId === name.keyId,
  );
  return { disabled: open && isPlanned ? { kind: 'planned', at: open.openedAt } : undefined, timesRestored };
}
