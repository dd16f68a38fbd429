import { OUTCOME_KINDS, type OutcomeKind } from './act/outcome';
import { VERDICT_KINDS, type VerdictKind } from './judge/verdict';
import type { Sweep } from './sweep';

/** How many credentials have each verdict and each outcome, by DESIGN's names. */
export type Counts = Readonly<Record<VerdictKind | OutcomeKind, number>>;

export function countsOf({ evaluation, results }: Pick<Sweep, 'evaluation' | 'results'>): Counts {
  const zeros = Object.fromEntries([...VERDICT_KINDS, ...OUTCOME_KINDS].map((kind) => [kind, 0]));
  const counts = zeros as Record<VerdictKind | OutcomeKind, number>;
  for (const { verdict } of evaluation?.judged ?? []) counts[verdict.kind] += 1;
  for (const { outcome } of results) counts[outcome.kind] += 1;
  return counts;
}
