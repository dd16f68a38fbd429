import type { Candidate } from './remediation/candidate';
import type { Target } from './remediation/confirm';
import type { Changes } from './changes/changes';
import type { Result, ReadBack } from './remediation/outcome';
import type { AccountChecks } from './account-checks/run-checks';
import type { AccountId } from './identity';
import type { Instant } from './instant';
import type { Evaluation } from './evaluation/evaluate';
import type { Mode } from './mode';
import { PolicyInForce } from './policy/in-force';

/** What started a run; `preview`: the command line. */
export type Trigger = 'scheduled' | 'manual' | 'preview';

/** Why a sweep did less than it was asked to. */
export const HALT_REASONS = [
  'policy',
  'mode',
  'report',
  'ledger',
  'limits',
  'subscribers',
  'report-only',
  'user-drop',
  'delivery',
  'busy',
  'internal',
] as const;
export type HaltReason = (typeof HALT_REASONS)[number];

/** `halted`: went no further. `ranAsDryRun`: all was done but the writes. Either is a failed run. */
export interface Halt {
  readonly effect: 'halted' | 'ranAsDryRun';
  readonly reason: HaltReason;
  /** What, where: one sentence without a full stop. */
  readonly message: string;
}

/** A killed run's plan, and what IAM shows of each action now. */
export interface Reconciled {
  readonly runId: string;
  readonly found: readonly {
    readonly id: string;
    readonly target: Target;
    /** `enabledAgain`: its record says that it was disabled, and it is active. */
    readonly state: ReadBack | { readonly kind: 'userGone' | 'enabledAgain' };
  }[];
}

/** What the SSM parameters say. */
export interface SettingsInForce {
  readonly policy: PolicyInForce;
  /** As it stands in the parameter; undefined when it could not be understood. */
  readonly mode: Mode | undefined;
}

/** What an earlier run left behind, and this one has caught up on. */
export interface CaughtUp {
  /** The run whose digest could not be published then, and was delivered now; undefined: none was pending. */
  readonly lateDigestRunId: string | undefined;
  /** What a killed run left behind; undefined: the earlier run came to its end. */
  readonly reconciled: Reconciled | undefined;
}

/** What the credential report says as a whole. */
export interface ReportSummary {
  /** Undefined for a report that was read from a file, which does not say. */
  readonly generatedAt: Instant | undefined;
  readonly users: number;
  /** Ledger ids that it shows disabled for the first time since we disabled them. */
  readonly confirmed: readonly string[];
  /** Ledger ids that somebody has enabled again. */
  readonly restored: readonly string[];
}

/** The verdicts, and what is done about them. */
export interface Evaluated {
  readonly evaluation: Evaluation;
  /** Compared with the last run that could judge; undefined where there was none. */
  readonly changes: Changes | undefined;
  /** The effective mode: `enforce` runs as `dry-run` when a precondition is not met. */
  readonly mode: Mode;
}

/** What the limits make of the confirmed candidates. */
export interface Planned {
  /** How many credentials may be disabled in this run. */
  readonly allowed: number;
  /** Candidates beyond that. */
  readonly overLimit: readonly Candidate[];
}

/**
 * What one run found, decided and did: the digest, the records, the answer and the last log line are made of it.
 * A group is undefined when the run stopped before it was known.
 */
export interface RunReport {
  readonly runId: string;
  readonly account: AccountId;
  readonly trigger: Trigger;
  readonly now: Instant;
  /** Somebody asked for a report whatever the mode is: nothing is done, and nothing in it counts as notice. */
  readonly preview: boolean;
  readonly halts: readonly Halt[];
  /** Confirmed subscribers of the digest topic; undefined when they could not be counted. */
  readonly subscribers: number | undefined;
  readonly caughtUp: CaughtUp | undefined;
  readonly settings: SettingsInForce | undefined;
  readonly report: ReportSummary | undefined;
  readonly evaluated: Evaluated | undefined;
  readonly planned: Planned | undefined;
  readonly results: readonly Result[];
  /** Undefined when no check of the account was made. */
  readonly accountChecks: AccountChecks | undefined;
  /** Where the run's records are: an `s3://` prefix, and the same as a page of the AWS console. */
  readonly records: { readonly location: string; readonly consoleUrl: string | undefined } | undefined;
}

/** An empty report for a run that is starting. */
export function emptyRunReport(start: Pick<RunReport, 'runId' | 'account' | 'trigger' | 'now'>): RunReport {
  return {
    ...start,
    preview: false,
    halts: [],
    subscribers: undefined,
    caughtUp: undefined,
    settings: undefined,
    report: undefined,
    evaluated: undefined,
    planned: undefined,
    results: [],
    accountChecks: undefined,
    records: undefined,
  };
}
