import { emptyLedger, type Ledger } from './domain/ledger/schema';
import { ledgerText, parseLedger } from './domain/ledger/text';
import type { RecordStore, StoredLedger } from './ports';

/**
 * The ledger of one sweep: read once, and written only if nobody else has written it meanwhile. That makes it
 * the mutex between runs.
 */
export class LedgerSession {
  private constructor(
    private readonly store: RecordStore,
    private stored: StoredLedger | undefined,
    /** As the sweep knows it; `save` makes it durable. */
    public ledger: Ledger,
  ) {}

  /** No object yet is an empty ledger; any other failure throws. @throws LedgerError or what the store throws */
  static async read(store: RecordStore, accountId: string): Promise<LedgerSession> {
    const stored = await store.readLedger();
    const ledger = stored ? parseLedger(stored.text, accountId) : emptyLedger(accountId);
    return new LedgerSession(store, stored, ledger);
  }

  /** What stands in the store now. */
  reread(): Promise<LedgerSession> {
    return LedgerSession.read(this.store, this.ledger.accountId);
  }

  /** @throws LedgerConflict when another run has written it since it was read */
  async save(): Promise<void> {
    this.stored = await this.store.writeLedger(ledgerText(this.ledger), this.stored);
  }
}
