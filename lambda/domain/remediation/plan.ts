import type { Limits } from '../policy/schema';
import { arePair, type Candidate, compareTurns } from './candidate';
import type { Target } from './confirm';

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
 * @param notInspected number of candidates without a live look. They might exceed the limits, which is enough to stop
 *   under `stop` (docs/design.md §5.4).
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
  const beyond = ordered.slice(allowed);
  const actions = ordered
    .slice(0, allowed)
    .filter(({ candidate }) => !beyond.some((other) => arePair(candidate, other.candidate)));
  return { kind: 'go', allowed, actions, waiting: ordered.filter((each) => !actions.includes(each)) };
}
