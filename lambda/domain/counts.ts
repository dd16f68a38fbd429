import type { OutcomeKind } from './remediation/outcome';
import { type VerdictKind, countVerdicts } from './evaluation/verdict';
import type { RunReport } from './run-report';

/** How many credentials have each verdict (docs/design.md §2.2) and each outcome (§2.4). */
export type Counts = Readonly<Record<VerdictKind | OutcomeKind, number>>;

const NO_OUTCOMES: Readonly<Record<OutcomeKind, number>> = {
  disabled: 0,
  wouldDisable: 0,
  alreadyAbsent: 0,
  refused: 0,
  deferred: 0,
  failed: 0,
};

export function countsOf({ evaluated, results }: Pick<RunReport, 'evaluated' | 'results'>): Counts {
  const outcomes = { ...NO_OUTCOMES };
  for (const { outcome } of results) outcomes[outcome.kind] += 1;
  return { ...countVerdicts(evaluated?.evaluation.judged ?? []), ...outcomes };
}
