import type { LedgerSession } from '../ledger-session';
import type { IfExists } from '../record-store';
import type { Halt } from '../domain/halt';
import type { RunContext } from './run';

/** Where a run's digest goes: to the account's own topic, or into the one mail of an organization's run. */
export interface DigestOutlet {
  /** Catches up on what earlier runs could not tell, and finds out who is told now. A preview leaves the ledger alone. */
  prepare(run: RunContext, session: LedgerSession): Promise<Prepared>;
  /**
   * Tells the run, when its records are written, and ends it in the ledger (docs/design.md §5.7). A failure adds a halt
   * and stops nothing.
   */
  tell(run: RunContext, ifExists: IfExists): Promise<void>;
}

export interface Prepared {
  /** Why the run may act on nobody, as far as telling is concerned. */
  readonly unmet: readonly Halt[];
  /** The earlier run whose pending digest was delivered now. */
  readonly lateDigestRunId: string | undefined;
}
