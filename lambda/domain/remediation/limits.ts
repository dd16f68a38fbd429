import type { Evaluation } from '../evaluation/evaluate';
import type { Limits } from '../policy/schema';

/** "`min(maxDisabledPerDay, ceil(maxDisabledPercent% of the active credentials))`" (docs/design.md §5.4). */
export function allowance(
  limits: Limits,
  { activeCredentials }: Pick<Evaluation, 'activeCredentials'>,
): number {
  // 1.1 * 3000 / 100 is 33.00000000000001 in binary, which would round up to 34.
  const share = Math.ceil(Number(((limits.maxDisabledPercent * activeCredentials) / 100).toPrecision(12)));
  return Math.min(limits.maxDisabledPerDay, share);
}

/**
 * The most candidates that get a live look: three times the allowance, because some have been used since the report.
 * Under `stop` it is at least one, or a run could not notice that an allowance of zero is exceeded (docs/design.md
 * §5.3).
 */
export function inspectionBudget(allowed: number, limits: Limits): number {
  return Math.max(3 * allowed, limits.onExceed === 'stop' ? 1 : 0);
}

/**
 * How many confirmed candidates settle what a run does: as many as are allowed; under `stop` one more, which shows that
 * there are too many (docs/design.md §5.3).
 */
export function enoughConfirmed(allowed: number, limits: Limits): number {
  return limits.onExceed === 'stop' ? allowed + 1 : allowed;
}
