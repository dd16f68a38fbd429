import type { Section } from '../credential';
import type { Fetched } from '../account-checks/facts';
import { DAY, type Instant } from '../instant';
import { judge, type CredentialHistory } from '../evaluation/judge';
import type { Subject } from '../policy/match';
import type { Policy } from '../policy/schema';
import type { NewCredential } from './event';
import type { LedgerFacts } from './ledger-facts';

/** From when a credential that was made or enabled just now ages. */
export type Aging =
  /** From now; `again`: because somebody enabled again what the sweep had disabled. */
  | { readonly kind: 'fresh'; readonly again: boolean }
  /** From its last use, which no event tells. */
  | { readonly kind: 'old' }
  /** It does not: the sweep leaves it alone. */
  | { readonly kind: 'held'; readonly cause: string };

/** Where and by what it will be judged. */
export interface Rules {
  readonly policy: Policy;
  readonly section: Section;
  readonly subject: Subject;
  readonly maxUnusedDays: number;
}

/** Pure. The judge itself says whether it is held, so that the mail promises no date that will not come. */
export function agingOf(
  { kind }: NewCredential,
  at: Instant,
  ledgerFacts: Fetched<LedgerFacts>,
  rules: Rules,
): Aging {
  const { disabled, timesRestored } =
    ledgerFacts.kind === 'read' ? ledgerFacts.value : { disabled: undefined, timesRestored: 0 };
  // What was perhaps disabled gets a fresh clock too, but no mark; what was planned is looked up first.
  const again = disabled !== undefined && disabled.kind !== 'planned';
  const times = timesRestored + (disabled?.kind === 'surely' ? 1 : 0);
  const cause = heldBecause({ at, times }, rules);
  if (cause !== undefined) return { kind: 'held', cause };
  return kind === 'enabledKey' && !again ? { kind: 'old' } : { kind: 'fresh', again };
}

/** As judged on the day on which it would be stale, should nobody use it. */
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
