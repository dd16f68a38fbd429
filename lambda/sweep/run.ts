import type { LedgerSession } from '../ledger-session';
import type { Ports } from '../ports';
import type { AccountFacts } from '../domain/account-checks/facts';
import type { Credential } from '../domain/credential';
import type { AccountId } from '../domain/identity';
import type { JudgedRun } from '../domain/ledger/schema';
import type { CredentialReport } from '../domain/credential-report/facts';
import { emptyRunReport, type RunReport } from '../domain/run-report';
import type { RuledAccount } from '../domain/policy/of-account';
import type { Halt } from '../domain/halt';
import type { Allotment } from './allotment';
import type { ConfirmedAction } from './confirm';
import type { Invocation } from './invocation';

/** Fixed facts about the account and the deployment. */
export interface SweepOptions {
  readonly account: AccountId;
  readonly deployedPolicySha256: string;
  /**
   * The policy is that of an organization, in which this account is below these; `parents` undefined: not known.
   *
   * @default - a deployment of this account alone
   */
  readonly organization?: Pick<RuledAccount, 'parents'>;
  /** @default - the account acts by its own limits alone */
  readonly allotment?: Allotment;
}

/**
 * How far a run has come. It decides what happens to the plan in the ledger and to the records when the run ends
 * early (docs/design.md §5.7, §3.7).
 */
export type Phase =
  /** The ledger may hold the plan of a killed run, which must stay there until it is reconciled. */
  | 'reading'
  /** A killed run's plan, if there was one, is reconciled, and the digest will report it. */
  | 'recovered'
  /** The plan waits for an organization's allotment. Nothing was opened. */
  | 'waiting'
  /** The plan is durable and the mutex is taken: this run may overwrite its records. */
  | 'opened'
  /** A write may have happened whose outcome is not known yet: the next run must look it up. */
  | 'executing'
  /** Every outcome is known. */
  | 'executed';

/** The state of one run. Steps read it, and return or `learn` what they find out. */
export interface RunContext {
  readonly invocation: Invocation;
  readonly options: SweepOptions;
  readonly ports: Ports;
  phase: Phase;
  /** What is known so far. */
  report: RunReport;
  /** The ledger, as long as this run may write it: not in a preview, and not after another run has taken the mutex. */
  session?: LedgerSession | undefined;
  credentialReport?: CredentialReport;
  /** What the run would disable, after the live look and within the limits. */
  plan?: readonly ConfirmedAction[];
  /** What the next run compares its verdicts with. */
  judged?: JudgedRun;
  /** What earlier runs have disabled, though the report is too old to show it. */
  endedBefore?: readonly Credential[];
  /** The account's alias, while it is being read; never rejects. */
  alias?: Promise<Pick<RunReport, 'accountAlias' | 'aliasUnreadable'>>;
  /** The facts for the account checks, while they are being read; never rejects. */
  accountFacts?: Promise<AccountFacts | undefined>;
}

export function startRun(invocation: Invocation, options: SweepOptions, ports: Ports): RunContext {
  const { runId, trigger, preview } = invocation;
  const started = emptyRunReport({ runId, trigger, account: options.account, now: ports.clock.now() });
  const records = { location: ports.records.location(runId), consoleUrl: ports.records.consoleUrl(runId) };
  return { invocation, options, ports, phase: 'reading', report: { ...started, preview, records } };
}

/** Adds what a step has found out. */
export function learn(run: RunContext, found: Partial<RunReport>): void {
  run.report = { ...run.report, ...found };
}

export function addHalt(run: RunContext, halt: Halt): void {
  learn(run, { halts: [...run.report.halts, halt] });
}

/** Whether the plan in the ledger must stay for the next run to look up. */
export function leavesPlanOpen({ phase }: Pick<RunContext, 'phase'>): boolean {
  return phase === 'reading' || phase === 'executing';
}

/** Whether this run may overwrite its records: with the mutex, no other delivery of its event can have written them. */
export function ownsRecords({ phase, session }: Pick<RunContext, 'phase' | 'session'>): boolean {
  return session !== undefined && phase !== 'reading' && phase !== 'recovered';
}
