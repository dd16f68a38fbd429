import type { Candidate } from './candidate';
import type { Target } from './confirm';

/** What became of a credential that was to be disabled; exactly one of DESIGN's section 2. */
export type Outcome =
  /** `responseLost`: IAM's answer never came or was an error, and the read-back proves that it was done. */
  | { readonly kind: 'disabled'; readonly responseLost: boolean }
  | { readonly kind: 'wouldDisable' }
  | { readonly kind: 'alreadyAbsent'; readonly cause: string }
  | { readonly kind: 'refused'; readonly cause: string }
  | { readonly kind: 'deferred'; readonly cause: string }
  /** `mayBeDisabled`: it was tried, and nothing proves that it was not done. */
  | { readonly kind: 'failed'; readonly cause: string; readonly mayBeDisabled: boolean };

export type OutcomeKind = Outcome['kind'];

/** A candidate with its outcome; with `target` when the last look found what to act on. */
export interface Result {
  readonly candidate: Candidate;
  readonly target?: Target;
  readonly outcome: Outcome;
}
