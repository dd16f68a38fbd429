import type { Candidate } from './candidate';
import type { Target } from './confirm';

/** How a write ended, as seen from here. */
export type WriteResponse =
  | { readonly kind: 'accepted' }
  /**
   * IAM said no. `firstAttempt`: to the only request that was sent, so that the no is about the credential as it
   * was; else an earlier request, whose answer was lost, may be the reason for the no.
   */
  | {
      readonly kind: 'rejected';
      readonly code: 'NoSuchEntity' | 'EntityTemporarilyUnmodifiable' | 'other';
      readonly firstAttempt: boolean;
      readonly cause: string;
    }
  /** No answer, or one that says nothing about whether it was done. */
  | { readonly kind: 'unknown'; readonly cause: string };

/** What the read-back found. */
export type ReadBack =
  | { readonly kind: 'disabled' }
  | { readonly kind: 'active' }
  | { readonly kind: 'unreadable'; readonly cause: string };

/** Whether a second look may find something else: reads lag some seconds behind writes. */
export function mayStillChange(response: WriteResponse, readBack: ReadBack): boolean {
  return readBack.kind === 'active' && !isDefiniteRejection(response);
}

/** The outcome of one write. The read-back is the judge; an answer alone proves nothing. Pure. */
export function outcomeOf(response: WriteResponse, readBack: ReadBack): Outcome {
  switch (readBack.kind) {
    case 'disabled':
      if (response.kind === 'accepted') return { kind: 'disabled', responseLost: false };
      return isDefiniteRejection(response)
        ? { kind: 'alreadyAbsent', cause: response.cause }
        : { kind: 'disabled', responseLost: true };
    case 'active':
      if (response.kind === 'rejected' && response.code === 'EntityTemporarilyUnmodifiable') {
        return { kind: 'deferred', cause: response.cause };
      }
      return {
        kind: 'failed',
        cause:
          response.kind === 'accepted'
            ? 'IAM accepted the call, and still shows the credential as active'
            : `${response.cause}; read back, it still is active`,
        mayBeDisabled: !isDefiniteRejection(response),
      };
    case 'unreadable': {
      if (isDefiniteRejection(response)) {
        if (response.code === 'NoSuchEntity') return { kind: 'alreadyAbsent', cause: response.cause };
        if (response.code === 'EntityTemporarilyUnmodifiable')
          return { kind: 'deferred', cause: response.cause };
        return { kind: 'failed', cause: response.cause, mayBeDisabled: false };
      }
      const call = response.kind === 'accepted' ? 'IAM accepted the call' : response.cause;
      return {
        kind: 'failed',
        cause: `${call}, and it could not be read back: ${readBack.cause}`,
        mayBeDisabled: true,
      };
    }
  }
}

function isDefiniteRejection(
  response: WriteResponse,
): response is Extract<WriteResponse, { kind: 'rejected' }> {
  return response.kind === 'rejected' && response.firstAttempt;
}

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
