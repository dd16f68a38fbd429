import type { Section } from '../credential';
import type { Fetched } from '../account-checks/facts';
import { DAY, type Instant } from '../instant';
import { judge, type CredentialHistory } from '../evaluation/judge';
import type { Subject } from '../policy/match';
import type { Policy } from '../policy/schema';
import type { NewCredential } from './event';
import type { LedgerFacts } from './ledger-facts';

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
