import { emptyLedger, type Ledger, ledgerText, parseLedger } from './domain/ledger/schema';
import { LedgerMissing } from './errors';
import type { RecordStore, StoredLedger } from './record-store';

/**
 * The ledger of one run. It is read once, and written only if nobody else has written it in the meantime. That makes it
 * the mutex between runs (docs/design.md §5.5).
 */
export class LedgerSession {
  private constructor(
    private readonly store: RecordStore,
    private stored: StoredLedger | undefined,
    /** The run's copy; `save` writes it. */
    public ledger: Ledger,
  ) {}

  /** A missing object is an empty ledger. @throws LedgerError, or what the store throws */
  static async read(store: RecordStore, accountId: string): Promise<LedgerSession> {
    const stored = await store.readLedger();
    const ledger = stored ? parseLedger(stored.text, accountId) : emptyLedger(accountId);
    return new LedgerSession(store, stored, ledger);
  }

  /**
   * Reads the ledger at the start of a run. No ledger means a first run only where no run is on record that has had one
   * (docs/design.md §5.1).
   *
   * @throws LedgerMissing, LedgerError, or what the store throws
   */
  static async begin(store: RecordStore, accountId: string): Promise<LedgerSession> {
    const session = await LedgerSession.read(store, accountId);
    const earlier = session.stored ? undefined : await store.firstRun();
    if (earlier !== undefined) throw new LedgerMissing(store.ledgerPlace, earlier);
    return session;
  }

  /** Reads the ledger that is in the store now. */
  reread(): Promise<LedgerSession> {
    return LedgerSession.read(this.store, this.ledger.accountId);
  }

  /** @throws LedgerConflict if another run has written it since it was read */
  async save(): Promise<void> {
    this.stored = await this.store.writeLedger(ledgerText(this.ledger), this.stored);
  }
}
