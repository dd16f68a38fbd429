import type { Event } from './people';

/** Every call through a port, by the name that faults and journal give it. */
export type Call =
  | 'settings.read'
  | 'reports.fetch'
  | 'directory.lookUp'
  | 'directory.listKeys'
  | 'directory.listUsers'
  | 'inspector.readUser'
  | 'inspector.readBack'
  | 'passwordEvents.since'
  | 'writer.disable'
  | 'topic.subscribers'
  | 'topic.reception'
  | 'topic.publish'
  | 'records.readLedger'
  | 'records.firstRun'
  | 'records.listLocks'
  | 'records.readLock'
  | 'records.writeLedger'
  | 'records.write'
  | 'records.read';

/** What goes wrong in one invocation. Plain data. */
export type Fault =
  /** The function dies at its n-th call, counted from 0. */
  | { readonly kind: 'kill'; readonly at: number; readonly effect: boolean }
  /** The n-th call of this name throws, before or after it took effect. */
  | { readonly kind: 'throws'; readonly call: Call; readonly nth: number; readonly effect: boolean }
  /** Every call of this name throws, before it takes effect. */
  | { readonly kind: 'down'; readonly call: Call }
  /** IAM says no to the n-th write. */
  | {
      readonly kind: 'no';
      readonly nth: number;
      readonly code: 'EntityTemporarilyUnmodifiable' | 'other';
      /** A first request was carried out, and its answer lost. */
      readonly afterLostTry: boolean;
    }
  /** The n-th call of this name takes so long. */
  | { readonly kind: 'slow'; readonly call: Call; readonly nth: number; readonly minutes: number }
  /** The ledger's n-th write is sent twice, since its first answer was lost. */
  | { readonly kind: 'sentTwice'; readonly nth: number }
  | { readonly kind: 'reportCutShort' }
  /** IAM has no report yet for so long. The function waits for eight minutes at most. */
  | { readonly kind: 'reportLate'; readonly minutes: number }
  | { readonly kind: 'reportOld' }
  /** The report lacks its last rows, and looks complete. */
  | { readonly kind: 'rowsMissing'; readonly rows: number }
  /** Somebody has deleted the ledger, and brings it back after this run. */
  | { readonly kind: 'ledgerDeleted' }
  | { readonly kind: 'oddCell'; readonly who: number; readonly cell: number }
  | { readonly kind: 'badMode' | 'badPolicy' }
  | { readonly kind: 'ledgerGarbled' }
  /** An instant of one entry of the ledger, or of its open plan, lies so many minutes ahead, until this run has ended. */
  | {
      readonly kind: 'ledgerAhead';
      readonly where: number | 'open';
      readonly field: 'announcedAt' | 'disabledAt' | 'restoredAt' | 'passedOverAt';
      readonly minutes: number;
    }
  /** Tags of one user (by index), or of all, cannot be read. */
  | { readonly kind: 'unreadTags'; readonly who: number | 'all' }
  /** CloudTrail's events do not say whose password was set. */
  | { readonly kind: 'namelessEvents' }
  /** Reads do not show a write for so long. */
  | { readonly kind: 'readLag'; readonly ms: number }
  /** A person does something before the n-th call. */
  | { readonly kind: 'meanwhile'; readonly at: number; readonly event: Event };

export function faultOf<K extends Fault['kind']>(
  faults: readonly Fault[],
  kind: K,
): Extract<Fault, { kind: K }> | undefined {
  return faults.find((fault): fault is Extract<Fault, { kind: K }> => fault.kind === kind);
}

/** IAM, S3, SNS or SSM did not do as asked. */
export class Outage extends Error {
  override readonly name = 'Outage';
}
