import type { Section } from '../credential';
import type { Fetched } from '../account-checks/facts';
import { DAY, type Instant } from '../instant';
import { judge, type CredentialHistory } from '../evaluation/judge';
import type { Subject } from '../policy/rules';
import type { Policy } from '../policy/schema';
import type { NewCredential } from './event';
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

/** From when a credential ages that somebody has just created or enabled. */
export type Aging =
  /** From now. `afterRestore`: because iam-lapse had disabled it and somebody has enabled it again. */
  | { readonly kind: 'fresh'; readonly afterRestore: boolean }
  /** From its last use, which the event does not contain. */
  | { readonly kind: 'old' }
  /** Not at all: iam-lapse leaves it alone. */
  | { readonly kind: 'held'; readonly cause: string };

/** What the credential will be judged by. */
export interface Rules {
  readonly policy: Policy;
  readonly section: Section;
  readonly subject: Subject;
  readonly maxUnusedDays: number;
}

/** Asks the judge whether the credential will be held, so that the mail names no date that will not come. Pure. */
export function agingOf(
  { kind }: NewCredential,
  at: Instant,
  ledgerFacts: Fetched<LedgerFacts>,
  rules: Rules,
): Aging {
  const { disabled, timesRestored } =
    ledgerFacts.kind === 'read' ? ledgerFacts.value : { disabled: undefined, timesRestored: 0 };
  // An unproven write gets a fresh clock too, but the restore is not counted (docs/design.md §5.10). A planned action
  // is looked up first (docs/design.md §5.11).
  const afterRestore = disabled !== undefined && disabled.kind !== 'planned';
  const times = timesRestored + (disabled?.kind === 'confirmed' ? 1 : 0);
  const cause = heldBecause({ at, times }, rules);
  if (cause !== undefined) return { kind: 'held', cause };
  return kind === 'enabledKey' && !afterRestore ? { kind: 'old' } : { kind: 'fresh', afterRestore };
}

/** Judges it as of the day on which it becomes stale if nobody uses it. */
function heldBecause(restored: NonNullable<CredentialHistory['restored']>, rules: Rules): string | undefined {
  const verdict = judge({
    policy: rules.policy,
    section: rules.section,
    subject: rules.subject,
    evidence: { kind: 'known', signs: [{ by: 'restored', at: restored.at }] },
    history: { restored },
    now: restored.at + rules.maxUnusedDays * DAY,
  });
  return verdict.kind === 'held' ? verdict.cause : undefined;
}
