import type { Invocation } from './invocation';
import type { LedgerSession } from '../ledger-session';
import type { Ports } from '../ports';
import type { Hygiene } from '../domain/account-checks/run-checks';
import type { AccountId } from '../domain/identity';
import type { JudgedRun } from '../domain/ledger/schema';
import type { CredentialReport } from '../domain/credential-report/facts';
import type { Sweep } from '../domain/run-report';

/** Fixed facts about the account and the deployment. */
export interface SweepOptions {
  readonly account: AccountId;
  readonly deployedPolicySha256: string;
}

/** A sweep that is still going on. */
export type Draft = { -readonly [K in keyof Sweep]: Sweep[K] };

/** What a sweep holds while it goes on. */
export interface Course {
  readonly draft: Draft;
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
  hygiene?: Promise<Hygiene | undefined>;
  /** Between the first write and the last outcome. */
  acting?: boolean;
}
