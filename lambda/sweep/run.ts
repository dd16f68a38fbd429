import type { Invocation } from './invocation';
import type { LedgerSession } from '../ledger-session';
import type { Ports } from '../ports';
import type { AccountChecks } from '../domain/account-checks/run-checks';
import type { AccountId } from '../domain/identity';
import type { JudgedRun } from '../domain/ledger/schema';
import type { CredentialReport } from '../domain/credential-report/facts';
import type { RunReport } from '../domain/run-report';

/** Fixed facts about the account and the deployment. */
export interface SweepOptions {
  readonly account: AccountId;
  readonly deployedPolicySha256: string;
}

/** A sweep that is still going on. */
export type RunReportDraft = { -readonly [K in keyof RunReport]: RunReport[K] };

/** What a sweep holds while it goes on. */
export interface RunContext {
  readonly draft: RunReportDraft;
  readonly invocation: Invocation;
  readonly options: SweepOptions;
  readonly ports: Ports;
  session?: LedgerSession;
  report?: CredentialReport;
  /** What the next run compares itself with. */
  judged?: JudgedRun;
  /** Another run holds the ledger: it is that run's to write. */
  busy?: boolean;
  /** The run has taken the mutex: its records are this delivery's to write. */
  owner?: boolean;
  /** What an earlier run left open has been looked up and will be told. */
  settled?: boolean;
  /** The checks of the account, under way; never rejects. */
  hygiene?: Promise<AccountChecks | undefined>;
  /** Between the first write and the last outcome. */
  acting?: boolean;
}
