/** Why a run did less than it was asked to (docs/design.md §3.4). */
export const HALT_REASONS = [
  'policy',
  'mode',
  'report',
  'ledger',
  'limits',
  'subscribers',
  'report-only',
  'user-drop',
  'delivery',
  'busy',
  'permissions',
  'users',
  'organization',
  'internal',
] as const;
export type HaltReason = (typeof HALT_REASONS)[number];

/** `halted`: the run went no further. `ranAsDryRun`: it did all except the writes. Either one fails the run. */
export interface Halt {
  readonly effect: 'halted' | 'ranAsDryRun';
  readonly reason: HaltReason;
  /** What went wrong and where, as one sentence without a full stop. */
  readonly message: string;
  /** Set where the usual advice for the reason would point the wrong way. */
  readonly cause?: HaltCause;
}

export type HaltCause =
  /** AWS denied a call: by the function's role, by a policy of the resource, or by one of the organization. */
  | { readonly kind: 'denied' }
  /** The policy was read, and has a mistake. */
  | { readonly kind: 'badPolicy' }
  /** The ledger was deleted. */
  | { readonly kind: 'noLedger'; readonly place: LedgerPlace }
  /** The report lacks users who exist. */
  | { readonly kind: 'cutShort' }
  /** Whether anybody listens could not be read, which is not the same as nobody. */
  | { readonly kind: 'subscribersUnknown' };

/** Where an account's ledger is. */
export interface LedgerPlace {
  readonly bucket: string;
  readonly key: string;
  readonly accountId: string;
}
