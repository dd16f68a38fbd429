import type { Target } from '../../lambda/domain/remediation/confirm';
import type { Instant } from '../../lambda/domain/instant';
import type { Policy } from '../../lambda/domain/policy/schema';
import type { Label, ModelUser } from './account';
import type { Call } from './faults';
import type { ModelReport } from './world';

// What truly happened, written down by the world itself: the laws are judged by this and by nothing else.

/** A person did something. */
export interface Deed {
  readonly at: Instant;
  readonly text: string;
  /** The credential that was disabled by a sweep and is enabled again by this. */
  readonly restored?: Label;
}

/** The last look at one user: the user as it stood then. */
export interface Look {
  readonly at: Instant;
  readonly user: ModelUser;
}

/** A write that changed a credential. */
export interface AppliedWrite {
  readonly at: Instant;
  readonly label: Label;
  /** The user who was hit, as it stood at the write. */
  readonly user: ModelUser;
  readonly target: Target;
  /** How a digest names the credential. */
  readonly words: string;
  /** The last look at the name before the write. */
  readonly look: Look | undefined;
  readonly inPlanRecord: boolean;
  readonly inOpenPlan: boolean;
}

/** A mail that SNS accepted. */
export interface Delivered {
  readonly at: Instant;
  readonly subject: string;
  readonly body: string;
  /** Who can be shown to have got it. */
  readonly subscribers: number;
}

export type Ending =
  | { readonly kind: 'answered'; readonly status: string }
  | {
      readonly kind: 'threw';
      readonly name: string;
      readonly reason: string | undefined;
      readonly message: string;
    }
  | { readonly kind: 'killed' }
  /** The event was none that the function takes. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'hung' };

/** What makes a run one that must not write, by the second law. */
export type Anomaly =
  | 'report'
  | 'stale-report'
  /** It lacks users, in a way that shows in their number alone. */
  | 'cutShort'
  | 'policy'
  | 'mode'
  | 'ledger'
  /** Nobody's tags could be read. */
  | 'tags'
  | 'lookUp'
  | 'subscribers';

/** One invocation of the function. */
export interface Run {
  readonly invocation: number;
  readonly runId: string;
  readonly preview: boolean;
  readonly startedAt: Instant;
  /** The invocation whose event this one repeats. */
  readonly repeats: number | undefined;
  /** Of the settings that it read. */
  policy: Policy | undefined;
  mode: string | undefined;
  report: ModelReport | undefined;
  /** Who carried odd tokens in the report that this run got. */
  readonly odd: Label[];
  /** Ledger ids whose entry had an instant ahead of the clock. */
  readonly aheadIn: string[];
  /** Users whose tags were not readable at the look-up; `all`. */
  unread: 'all' | number | undefined;
  /** All users as they stood when the run looked up tags. */
  lookedUp: readonly ModelUser[] | undefined;
  readonly looks: Look[];
  /** What it asked IAM to disable, whatever came of it, by the words of a digest. */
  readonly tried: string[];
  readonly writes: AppliedWrite[];
  readonly delivered: Delivered[];
  readonly anomalies: Set<Anomaly>;
  /** Calls that failed. */
  readonly outages: Call[];
  /** The ledger holds its plan as open. */
  opened: boolean;
  /** The ledger names it as the last run. */
  closed: boolean;
  /** Text of the ledger before and after. */
  readonly ledgerBefore: string | undefined;
  ledgerAfter: string | undefined;
  planRecord: string | undefined;
  /** Its `result.json` is in the bucket. */
  recorded: boolean;
  readonly calls: Call[];
  ending: Ending | undefined;
}

export interface Journal {
  readonly runs: Run[];
  readonly people: Deed[];
}

/** Every applied write with its run, in order. */
export function writesOf({ runs }: Journal): { readonly run: Run; readonly write: AppliedWrite }[] {
  return runs
    .flatMap((run) => run.writes.map((write) => ({ run, write })))
    .toSorted((one, other) => one.write.at - other.write.at);
}
