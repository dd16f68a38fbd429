import type { Limits } from '../policy/schema';
import { type Candidate, compareTurns, pairKey } from './candidate';
import type { Target } from './confirm';
import type { Evaluation } from '../evaluation/evaluate';

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

/** A candidate that the live look confirmed. */
export interface Confirmed {
  readonly candidate: Candidate;
  readonly target: Target;
}

/** What a run decides to do. A dry-run has the same plan (docs/design.md §1, law 5). */
export type Plan<C extends { readonly candidate: Candidate }> =
  | {
      readonly kind: 'go';
      readonly allowed: number;
      readonly actions: readonly C[];
      /** Confirmed, but beyond today's allowance. */
      readonly waiting: readonly C[];
    }
  /** With `onExceed: stop`: more than the limits allow, so nothing is done. */
  | { readonly kind: 'stop'; readonly allowed: number; readonly confirmed: readonly C[] };

/**
 * Applies `limits` to the confirmed candidates, in their order. Pure.
 *
 * @param notInspected number of candidates without a live look. Where they might exceed the limits, that is enough to
 *   stop under `stop` (docs/design.md §5.4).
 */
export function plan<C extends { readonly candidate: Candidate }>(
  confirmed: readonly C[],
  allowed: number,
  limits: Limits,
  notInspected = 0,
): Plan<C> {
  const ordered = confirmed.toSorted((one, other) => compareTurns(one.candidate, other.candidate));
  if (limits.onExceed === 'stop' && ordered.length + notInspected > allowed) {
    return { kind: 'stop', allowed, confirmed: ordered };
  }
  // Of a pair of keys both are in the plan, or neither.
  const beyond = new Set(ordered.slice(allowed).map(({ candidate }) => pairKey(candidate)));
  beyond.delete(undefined);
  const isPlanned = ({ candidate }: C, index: number) => index < allowed && !beyond.has(pairKey(candidate));
  return {
    kind: 'go',
    allowed,
    actions: ordered.filter(isPlanned),
    waiting: ordered.filter((each, index) => !isPlanned(each, index)),
  };
}
