import {
  emptyOrganizationLedger,
  type OrganizationLedger,
  organizationLedgerText,
  parseOrganizationLedger,
} from '../domain/organization/ledger/schema';
import { isLedgerLost, organizationLedgerPlace } from '../domain/organization/ledger/queries';
import type { StoredLedger } from '../record-store';
import type { Coordinator } from './coordinator';
import { OrganizationHalted } from './halted';
import type { OrganizationRecords } from './ports';

/**
 * The organization's ledger, as one step has it. It is written only if nobody else has written it since it was read, which
 * makes it the mutex between runs (docs/design.md §9.8).
 */
export class OrganizationLedgerSession {
  private constructor(
    private readonly records: Pick<OrganizationRecords, 'writeLedger'>,
    private stored: StoredLedger | undefined,
    private current: OrganizationLedger,
  ) {}

  /**
   * No ledger means a first run only where no run is on record that has had one.
   *
   * @throws OrganizationHalted, LedgerError, or what the store throws
   */
  static async read({ options, ports: { records } }: Coordinator): Promise<OrganizationLedgerSession> {
    const { organizationId } = options;
    const stored = await records.readLedger();
    if (stored) {
      const ledger = parseOrganizationLedger(stored.text, organizationId);
      return new OrganizationLedgerSession(records, stored, ledger);
    }
    const first = await records.firstRun();
    if (isLedgerLost(undefined, first !== undefined)) {
      const { bucket, key } = organizationLedgerPlace(options.bucket, organizationId);
      throw new OrganizationHalted(
        'ledger',
        `there is no ledger at s3://${bucket}/${key}, although run ${first} is on record, so it was deleted`,
      );
    }
    return new OrganizationLedgerSession(records, undefined, emptyOrganizationLedger(organizationId));
  }

  get ledger(): OrganizationLedger {
    return this.current;
  }

  /** Adds facts, and writes the ledger if it is another one then. @throws LedgerConflict, or what the store throws */
  async add(change: (ledger: OrganizationLedger) => OrganizationLedger): Promise<void> {
    const changed = change(this.current);
    const text = organizationLedgerText(changed);
    if (text !== this.stored?.text) this.stored = await this.records.writeLedger(text, this.stored);
    this.current = changed;
  }
}
