import type { OutcomeKind } from './act/outcome';
import type { Judged } from './judge/evaluate';
import type { VerdictKind } from './judge/verdict';
import type { Sweep } from './sweep';

/** How many credentials have each verdict and each outcome, by DESIGN's names. */
export type Counts = Readonly<Record<VerdictKind | OutcomeKind, number>>;

const NO_VERDICTS: Readonly<Record<VerdictKind, number>> = {
  inUse: 0,
  due: 0,
  stale: 0,
  exempt: 0,
  held: 0,
  unclear: 0,
};

const NO_OUTCOMES: Readonly<Record<OutcomeKind, number>> = {
  disabled: 0,
  wouldDisable: 0,
  alreadyAbsent: 0,
  refused: 0,
  deferred: 0,
  failed: 0,
};

export function countsOf({ evaluation, results }: Pick<Sweep, 'evaluation' | 'results'>): Counts {
  const outcomes = { ...NO_OUTCOMES };
  for (const { outcome } of results) outcomes[outcome.kind] += 1;
  return { ...countVerdicts(evaluation?.judged ?? []), ...outcomes };
}

export function countVerdicts(judged: readonly Judged[]): Record<VerdictKind, number> {
  const counts = { ...NO_VERDICTS };
  for (const { verdict } of judged) counts[verdict.kind] += 1;
  return counts;
}
