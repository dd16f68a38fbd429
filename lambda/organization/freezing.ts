import type { SettingsInForce } from './freeze-settings';
import type { OrganizationLedgerSession } from './organization-ledger';
import type { RunRequest } from './run-request';

/** What is known of a run while it is frozen. */
export interface Freezing {
  readonly request: RunRequest;
  readonly executionArn: string;
  /** undefined: the run does not have the ledger. */
  session: OrganizationLedgerSession | undefined;
  settings: SettingsInForce | undefined;
}
