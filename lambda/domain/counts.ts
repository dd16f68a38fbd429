import type { OutcomeKind } from './act/outcome';
import type { VerdictKind } from './judge/verdict';
import type { Sweep } from './sweep';

/** How many credentials have each verdict and each outcome, by DESIGN's names. */
export type Counts = Readonly<Record<VerdictKind | OutcomeKind, number>>;

const NONE: Counts = {
  inUse: 0,
  due: 0,
  stale: 0,
  exempt: 0,
  held: 0,
  unclear: 0,
  disabled: 0,
  wouldDisable: 0,
  alreadyAbsent: 0,
  refused: 0,
  deferred: 0,
  failed: 0,
};

export function countsOf({ evaluation, results }: Pick<Sweep, 'evaluation' | 'results'>): Counts {
  const counts = { ...NONE };
  for (const { verdict } of evaluation?.judged ?? []) counts[verdict.kind] += 1;
  for (const { outcome } of results) counts[outcome.kind] += 1;
  return counts;
}
