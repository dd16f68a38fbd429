import type { Candidate } from './candidate';
import type { Target } from './confirm';

/** IAM's response to a write. */
export type WriteResponse =
  | { readonly kind: 'accepted' }
  /**
   * IAM rejected the write. `firstAttempt`: only one request was sent, so nothing was changed. Otherwise an earlier
   * request, whose response was lost, may have succeeded and caused the rejection.
   */
  | {
      readonly kind: 'rejected';
      readonly code: 'NoSuchEntity' | 'EntityTemporarilyUnmodifiable' | 'other';
      readonly firstAttempt: boolean;
      readonly cause: string;
    }
  /** No response, or one that does not say whether the write was done. */
  | { readonly kind: 'unknown'; readonly cause: string };

/** The state of the credential when it is read after the write. */
export type ReadBack =
  | { readonly kind: 'disabled' }
  | { readonly kind: 'active' }
  | { readonly kind: 'unreadable'; readonly cause: string };

/** Whether to repeat the read-back, because reads lag some seconds behind writes (docs/design.md §5.6). */
export function mayStillChange(response: WriteResponse, readBack: ReadBack): boolean {
  return readBack.kind === 'active' && !isDefiniteRejection(response);
}

/** The outcome of one write by the table in docs/design.md §5.6. The response alone proves nothing. Pure. */
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
        mayBeDisabled: false,
        ...(isDefiniteRejection(response) ? {} : { tried: true }),
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

/** How an action ended: exactly one of docs/design.md §2.4. */
export type Outcome =
  /** `responseLost`: IAM did not confirm the write, and only the read-back proves it. */
  | { readonly kind: 'disabled'; readonly responseLost: boolean }
  | { readonly kind: 'wouldDisable' }
  | { readonly kind: 'alreadyAbsent'; readonly cause: string }
  | { readonly kind: 'refused'; readonly cause: string }
  /** `passedOver`: its turn comes after that of the others, because the cause may last. */
  | { readonly kind: 'deferred'; readonly cause: string; readonly passedOver?: true }
  /**
   * `mayBeDisabled`: the write was sent, and nothing shows whether it was done. `tried`: it was sent, and every
   * read-back shows the credential active. So it was not done, unless reads lag behind the write for longer than that.
   */
  | {
      readonly kind: 'failed';
      readonly cause: string;
      readonly mayBeDisabled: boolean;
      readonly tried?: true;
    };

export type OutcomeKind = Outcome['kind'];

/** A candidate with its outcome. It has a `target` when the live look confirmed it. */
export interface Result {
  readonly candidate: Candidate;
  readonly target?: Target;
  readonly outcome: Outcome;
}

const NO_OUTCOMES: Readonly<Record<OutcomeKind, number>> = {
  disabled: 0,
  wouldDisable: 0,
  alreadyAbsent: 0,
  refused: 0,
  deferred: 0,
  failed: 0,
};

export function countOutcomes(results: readonly Pick<Result, 'outcome'>[]): Record<OutcomeKind, number> {
  const counts = { ...NO_OUTCOMES };
  for (const { outcome } of results) counts[outcome.kind] += 1;
  return counts;
}
