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

/** What one run found, decided and did: all that its digest, its answer and its log line are made of. */
export interface RunReport {
  readonly runId: string;
  readonly account: AccountId;
  readonly trigger: Trigger;
  readonly now: Instant;
  /** A report was asked for whatever the mode is: nothing is done, and nothing that is told counts as notice. */
  readonly preview: boolean;
  /** The mode as it stands in the parameter; undefined when it could not be read. */
  readonly configuredMode: Mode | undefined;
  /** The effective mode; undefined when it could not be read. */
  readonly mode: Mode | undefined;
  readonly halts: readonly Halt[];
  readonly policy: PolicyInForce | undefined;
  /** `generatedAt` is undefined for a report that was read from a file, which does not say. */
  readonly report: { readonly generatedAt: Instant | undefined; readonly users: number } | undefined;
  /** Confirmed subscribers of the digest topic; undefined when not known. */
  readonly subscribers: number | undefined;
  readonly evaluation: Evaluation | undefined;
  /** Against the last run that could judge; undefined where there was none, or nothing was judged now. */
  readonly changes: Changes | undefined;
  /** How many credentials may be disabled today. */
  readonly allowed: number | undefined;
  readonly results: readonly Result[];
  /** Candidates beyond the allowance. */
  readonly waiting: readonly Candidate[];
  /** The run whose digest, which could not be published then, this one has delivered; undefined: none waited. */
  readonly deliveredLate: string | undefined;
  /** What an earlier run that never came to its end left behind. */
  readonly reconciled: Reconciled | undefined;
  /** Ledger ids that the report shows disabled for the first time since we did it. */
  readonly confirmed: readonly string[];
  /** Ledger ids that somebody has enabled again. */
  readonly restored: readonly string[];
  /** What the checks of the account found; undefined where none was made. */
  readonly hygiene: AccountChecks | undefined;
  /** Where the records of the run are; undefined where none are kept. */
  readonly record: string | undefined;
  /** The same as a page of the AWS console. */
  readonly recordPage: string | undefined;
}

/** A sweep of which nothing is known yet but that it was asked for. */
export function emptyRunReport(start: Pick<RunReport, 'runId' | 'account' | 'trigger' | 'now'>): RunReport {
  return {
    ...start,
    preview: false,
    configuredMode: undefined,
    mode: undefined,
    halts: [],
    policy: undefined,
    report: undefined,
    subscribers: undefined,
    evaluation: undefined,
    changes: undefined,
    allowed: undefined,
    results: [],
    waiting: [],
    deliveredLate: undefined,
    reconciled: undefined,
    confirmed: [],
    restored: [],
    hygiene: undefined,
    record: undefined,
    recordPage: undefined,
  };
}
