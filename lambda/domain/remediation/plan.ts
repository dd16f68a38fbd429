import type { Limits } from '../policy/schema';
import { type Candidate, compareTurns } from './candidate';
import type { Target } from './confirm';

/** A candidate that the last look confirmed. */
export interface Confirmed {
  readonly candidate: Candidate;
  readonly target: Target;
}

/** What a sweep decides to do. Dry-run has the same plan. */
export type Plan<C extends { readonly candidate: Candidate }> =
  | {
      readonly kind: 'go';
      readonly allowed: number;
      readonly actions: readonly C[];
      /** Confirmed, and beyond today's allowance. */
      readonly waiting: readonly C[];
    }
  /** `onExceed: stop`: more than the limits allow, so nothing at all. */
  | { readonly kind: 'stop'; readonly allowed: number; readonly confirmed: readonly C[] };

/**
 * Applies `limits` to what inspection has confirmed: oldest first, as many as allowed. Pure.
 *
 * @param notInspected candidates beyond what was looked at: they may be more than the limits allow, and under
 *   `stop` that is enough to stop
 */
export function plan<C extends { readonly candidate: Candidate }>(
  confirmed: readonly C[],
  allowed: number,
  limits: Limits,
  notInspected = 0,
): Plan<C> {
  const ordered = confirmed.toSorted((one, other) => compareTurns(one.candidate, other.candidate));
  if (limits.onExceed === 'stop' && (ordered.length > allowed || notInspected > 0)) {
    return { kind: 'stop', allowed, confirmed: ordered };
  }
  return { kind: 'go', allowed, actions: ordered.slice(0, allowed), waiting: ordered.slice(allowed) };
}
