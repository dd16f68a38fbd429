import type { Candidate } from './remediation/candidate';
import type { Target } from './remediation/confirm';
import type { Changes } from './changes/changes';
import { countOutcomes, type Result, type ReadBack, type OutcomeKind } from './remediation/outcome';
import type { LateReset } from './remediation/password-events';
import type { UseHistory } from './remediation/use-events';
import type { AccountChecks } from './account-checks/run-checks';
import type { Credential } from './credential';
import type { AccountId } from './identity';
import type { Halt } from './halt';
import type { Instant } from './instant';
import type { Evaluation } from './evaluation/evaluate';
import type { SeenLocks } from './locks/follow-up';
import type { Mode, PolicyInForce } from './settings';
import { type VerdictKind, countVerdicts } from './evaluation/verdict';

/** What started a run (docs/design.md §3.4). `preview`: the command line. */
export type Trigger = 'scheduled' | 'manual' | 'preview';

/** A killed run's plan, and the state of each planned action in IAM now (docs/design.md §5.11). */
export interface Reconciled {
  readonly runId: string;
  /** Runs before it that were killed, too, and whose plans are looked up with it; the oldest first. */
  readonly earlier?: readonly string[];
  readonly found: readonly {
    readonly id: string;
    readonly target: Target;
    /**
     * `enabledAgain`: the killed run's result.json says that it was disabled, and it is active now. `locked`: it is
     * disabled, and a lock has named it since.
     */
    readonly state: ReadBack | { readonly kind: 'userGone' | 'enabledAgain' | 'locked' };
  }[];
}

/** What CloudTrail shows later about passwords that earlier runs deleted (docs/design.md §5.6). */
export type LateResets =
  | {
      readonly kind: 'read';
      /** Ledger ids of the passwords that it was asked about. */
      readonly asked: readonly string[];
      readonly found: readonly (LateReset & { readonly target: Target | undefined })[];
    }
  | { readonly kind: 'unreadable'; readonly asked: readonly string[]; readonly cause: string };

/** The contents of the two SSM parameters. */
export interface SettingsInForce {
  readonly policy: PolicyInForce;
  /** The mode in the parameter; undefined if it is not valid. */
  readonly mode: Mode | undefined;
}

/** What earlier runs left undone and this one has completed. */
export interface CaughtUp {
  /** The earlier run whose pending digest was delivered now; undefined if there was none. */
  readonly lateDigestRunId: string | undefined;
  /** Undefined if no run was killed. */
  readonly reconciled: Reconciled | undefined;
  /** Undefined if no password was deleted lately. */
  readonly lateResets?: LateResets | undefined;
  /** Only in a preview, which looks nothing up: the run that has not ended, or was killed. */
  readonly unfinishedRunId?: string;
}

/** The credential report as a whole. */
export interface ReportSummary {
  /** Undefined for a report from a file, which does not contain it. */
  readonly generatedAt: Instant | undefined;
  readonly users: number;
  /** Ledger ids of credentials that it now confirms to be disabled (docs/design.md §5.10). */
  readonly confirmed: readonly string[];
  /** Those of them whose write an earlier run told as failed, because no read-back showed them disabled. */
  readonly lateEffect?: readonly { readonly id: string; readonly target: Target | undefined }[];
  /** Ledger ids of credentials that somebody has enabled again, or may have. */
  readonly restored: readonly string[];
  /** Those of them whose write was never proven, so perhaps nobody has touched them. */
  readonly perhapsNeverDisabled?: readonly string[];
}

/** The verdicts, and the mode in which the run acts on them. */
export interface Evaluated {
  readonly evaluation: Evaluation;
  /** Since the last run that judged the account; undefined if there was none. */
  readonly changes: Changes | undefined;
  /** Stale by the report, although an earlier run disabled them, or may have. */
  readonly disabledEarlier?: ReadonlySet<Credential>;
  /** The effective mode: `enforce` runs as `dry-run` when a precondition is not met. */
  readonly mode: Mode;
  /** How many notices have lapsed, because no digest repeated them in time (docs/design.md §5.9). */
  readonly lapsed?: number;
}

/** The effect of the limits on the candidates (docs/design.md §5.4). */
export interface Planned {
  /** How many credentials may be disabled in this run. */
  readonly allowed: number;
  /** Candidates beyond that. */
  readonly overLimit: readonly Candidate[];
  /** The live looks took too long, so some of these have had none. */
  readonly outOfTime?: boolean;
}

/** What a preview judged. */
export type PreviewSource =
  /** The credential report in `examples/`. */
  | { readonly kind: 'sample' }
  /** `newest`: the latest date in it, because a report does not say of when it is. */
  | { readonly kind: 'file'; readonly file: string; readonly newest: Instant | undefined }
  | { readonly kind: 'live' };

/**
 * What a run found, decided and did. The digest, the records, the return value and the last log line are made from it.
 * A group is undefined if the run stopped before it was known.
 */
export interface RunReport {
  readonly runId: string;
  readonly account: AccountId;
  /** The account's alias; undefined if it has none or it could not be read. */
  readonly accountAlias?: string;
  /** Why the alias could not be read. */
  readonly aliasUnreadable?: string;
  readonly trigger: Trigger;
  readonly now: Instant;
  /** Set by a preview on the command line; undefined in a deployed function. */
  readonly source?: PreviewSource;
  /** A preview shows the mail of an enforcing run: nothing of it has happened. */
  readonly example?: true;
  /** The run changes neither IAM nor the ledger, whatever the mode, and its digest announces nothing. */
  readonly preview: boolean;
  readonly halts: readonly Halt[];
  /** Subscriptions of the digest topic that hear the digest (docs/design.md §5.9); undefined if not known. */
  readonly subscribers: number | undefined;
  /** The other subscriptions, such as `2 with a filter policy`. */
  readonly uncounted?: readonly string[] | undefined;
  readonly caughtUp: CaughtUp | undefined;
  /** Left out if the run stopped before it read them. */
  readonly locks?: SeenLocks;
  readonly settings: SettingsInForce | undefined;
  readonly report: ReportSummary | undefined;
  readonly evaluated: Evaluated | undefined;
  readonly planned: Planned | undefined;
  /** Passwords were deleted although CloudTrail's event history could not be read: the report was too young for it. */
  readonly eventsUnread?: { readonly cause: string; readonly reportAge: number } | undefined;
  readonly results: readonly Result[];
  /** What CloudTrail shows of the planned credentials; undefined if it was not asked (docs/design.md §5.4). */
  readonly useHistories?: ReadonlyMap<Credential, UseHistory>;
  /** Undefined if no account check was made. */
  readonly accountChecks: AccountChecks | undefined;
  /** ARNs of the users who are known to be administrators; undefined if the policies of users were not read. */
  readonly administrators?: ReadonlySet<string> | undefined;
  /** Why this is not known of all users; `users`: the ARNs of those. Undefined without account checks, too. */
  readonly administratorsUnread?:
    { readonly cause: string; readonly users?: ReadonlySet<string> } | undefined;
  /** Where the run's records are: an `s3://` prefix, and the page of the AWS console for it. */
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

/** How many credentials have each verdict (docs/design.md §2.2) and each outcome (§2.4). */
export type Counts = Readonly<Record<VerdictKind | OutcomeKind, number>>;

export function countsOf({ evaluated, results }: Pick<RunReport, 'evaluated' | 'results'>): Counts {
  return { ...countVerdicts(evaluated?.evaluation.judged ?? []), ...countOutcomes(results) };
}
