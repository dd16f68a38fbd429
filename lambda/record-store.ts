import type { Instant } from './domain/instant';
import type { ListedLock, LockFile } from './domain/locks/record';
import type { LedgerPlace } from './domain/halt';

export interface StoredLedger {
  readonly text: string;
  readonly etag: string;
}

/** The ledger has changed since it was read. */
export class LedgerConflict extends Error {
  override readonly name = 'LedgerConflict';
}

/** The record exists already: another delivery of the event has carried out the run. */
export class RecordExists extends Error {
  override readonly name = 'RecordExists';
}

/** Where an account's ledger and the records of its runs are kept. */
export interface RecordStore {
  /** The `s3://` prefix of a run's records, for people. */
  location(runId: string): string;
  /** The page of the AWS console for it; undefined if there is none. */
  consoleUrl(runId: string): string | undefined;
  /** undefined: there is none. @throws for any other failure */
  readLedger(): Promise<StoredLedger | undefined>;
  /**
   * The first run on record that has had the ledger open; undefined: there is none. Its records are `plan.json` and a
   * `result.json` that says so. A preview never has it. A first run that was killed before it could open the ledger has
   * no `result.json`, and one that was halted before has no `plan.json`.
   * @throws
   */
  firstRun(): Promise<string | undefined>;
  /** What a person has to know to bring the ledger back. */
  readonly ledgerPlace: LedgerPlace;
  /** Writes the ledger if it still is `previous`; undefined: if there is none. @throws LedgerConflict otherwise */
  writeLedger(text: string, previous: StoredLedger | undefined): Promise<StoredLedger>;
  /** @throws RecordExists, or what the store throws */
  write(runId: string, name: RecordName, body: string, ifExists: IfExists): Promise<void>;
  /** undefined: there is none. @throws */
  read(runId: string, name: RecordName): Promise<string | undefined>;
  /** The locks of the day of `from` and later (docs/design.md §3.14), the oldest first. @throws */
  listLocks(from: Instant): Promise<readonly ListedLock[]>;
  /** @throws, also if there is no such file */
  readLock(id: string, file: LockFile): Promise<string>;
}

/** Where the notices of new credentials keep what they must remember. */
export interface NoticeStore {
  /** undefined: there is none yet. @throws */
  readNotices(): Promise<StoredLedger | undefined>;
  /** Like `writeLedger`. @throws LedgerConflict */
  writeNotices(text: string, previous: StoredLedger | undefined): Promise<StoredLedger>;
}

/** `overwrite` when this run owns the ledger; `fail` if another delivery of the event may have written it. */
export type IfExists = 'overwrite' | 'fail';
export type RecordName = 'plan.json' | 'result.json' | 'findings.csv' | 'digest.txt' | 'told.json';
