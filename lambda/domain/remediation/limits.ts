import type { Evaluation } from '../evaluation/evaluate';
import type { Limits } from '../policy/schema';

/** `min(maxDisabledPerDay, ceil(maxDisabledPercent% of the active credentials))`; 0 means zero. */
export function allowance(
  limits: Limits,
  { activeCredentials }: Pick<Evaluation, 'activeCredentials'>,
): number {
  // 1.1 * 3000 / 100 is 33.00000000000001 in binary, which would round up to 34.
  const share = Math.ceil(Number(((limits.maxDisabledPercent * activeCredentials) / 100).toPrecision(12)));
  return Math.min(limits.maxDisabledPerDay, share);
}

/**
 * How many candidates get a last look: three times the allowance, since some of them will turn out to have
 * been used since; under `stop` at least one, or an allowance of zero would never be found exceeded.
 */
export function inspectionBudget(allowed: number, limits: Limits): number {
  return Math.max(3 * allowed, limits.onExceed === 'stop' ? 1 : 0);
}
