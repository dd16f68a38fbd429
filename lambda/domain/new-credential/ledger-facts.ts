import type { Instant } from '../instant';
import { isDisabledByUs } from '../ledger/queries';
import type { Ledger } from '../ledger/schema';

/** What the ledger says of the very credential that somebody has made or enabled. */
export interface LedgerFacts {
  /**
   * Whether the sweep had disabled it, and nobody had enabled it again since, as far as the sweep has seen.
   * `perhaps`: IAM's answer was lost. `planned`: by a run that has not ended, or was killed; `at` is its start.
   */
  readonly disabled: { readonly kind: 'surely' | 'perhaps' | 'planned'; readonly at: Instant } | undefined;
  /** How often somebody had enabled it again before this. */
  readonly timesRestored: number;
}

/** How the ledger knows it: a password by its id, a key by its own since it was planned. */
export type LedgerName = { readonly id: string } | { readonly keyId: string };

export function ledgerFactsOf({ credentials, open }: Ledger, name: LedgerName): LedgerFacts {
  const entries = Object.entries(credentials).flatMap(([id, entry]) =>
    ('id' in name ? id === name.id : entry.keyId === name.keyId) ? [entry] : [],
  );
  const entry = entries.find(isDisabledByUs) ?? entries[0];
  // Whoever knows of a restore but not how often means once, as in the judge's history.
  const timesRestored = entry?.timesRestored ?? (entry?.restoredAt === undefined ? 0 : 1);
  if (entry?.disabledAt !== undefined && isDisabledByUs(entry)) {
    return {
      disabled: { kind: entry.unproven ? 'perhaps' : 'surely', at: entry.disabledAt },
      timesRestored,
    };
  }
  const isPlanned = open?.planned.some((planned) =>
    'id' in name ? planned.id === name.id : planned.kind === 'accessKey' && planned.keyId === name.keyId,
  );
  return { disabled: open && isPlanned ? { kind: 'planned', at: open.openedAt } : undefined, timesRestored };
}
