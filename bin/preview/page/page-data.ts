import type { Counts, PreviewSource } from '../../../lambda/domain/run-report';
import type { Instant } from '../../../lambda/domain/instant';
import type { Mode } from '../../../lambda/domain/settings';
import type { Policy } from '../../../lambda/domain/policy/schema';
import type { FindingRow } from '../../../lambda/domain/records/findings-csv';

/** What the page shows: what a preview judged, or the record of a run of the deployed function. */
export type PageSource =
  | PreviewSource
  /** `preview`: the invocation asked for a preview, so the run changed nothing. */
  | { readonly kind: 'record'; readonly runId: string; readonly preview: boolean };

/** A day of the forecast, with credentials as display names: `bob, password`. */
export interface PageForecastDay {
  /** UTC calendar date, `2026-11-27`. */
  readonly date: string;
  readonly disabled: readonly string[];
  /** Those that have had their notice but are over that day's limit. */
  readonly waiting: readonly string[];
}

/** A row of `findings.csv`, and what a record does not hold. */
export type PageFinding = FindingRow & {
  /** How the user's other key is used, in the words of the digest. */
  readonly otherKey?: string;
  /** The user is known to be an administrator. */
  readonly administrator?: true;
};

/** A finding of an account check. The texts may be from another release's record. */
export interface PageAccountFinding {
  /** Null for the account itself. */
  readonly user: string | null;
  readonly severity: string;
  readonly fact: string;
  readonly fix: string;
  /** For a POSIX shell, each on one line. */
  readonly commands: readonly string[];
  readonly controls: readonly string[];
}

/** An account check and its result (docs/design.md §3.7). */
export interface PageCheck {
  /** What is wrong when it fails: `console users without MFA`. */
  readonly title: string;
  readonly result: 'compliant' | 'notAsked' | 'failing' | 'unreadable';
  readonly findings: readonly PageAccountFinding[];
  /** What the check could not read; a failing check may have that, too. */
  readonly unreadable: readonly { readonly user: string | null; readonly cause: string }[];
}

/** Everything that the page shows, from a new preview or from a past run's record. */
export interface PageData {
  /** Twelve digits. */
  readonly accountId: string;
  /** The account's alias; undefined if it has none or it is not known. */
  readonly accountAlias?: string;
  readonly at: Instant;
  readonly source: PageSource;
  /** What was not known at the evaluation; each note is a paragraph. */
  readonly notes: readonly string[];
  readonly mode: Mode | undefined;
  /** Why the run did less than it was asked to. Empty if it did everything. */
  readonly halts: readonly string[];
  readonly policy: { readonly rules: Policy; readonly version?: number; readonly sha256: string } | undefined;
  readonly counts: Counts;
  readonly findings: readonly PageFinding[];
  /** Undefined if no account check was made. */
  readonly checks: readonly PageCheck[] | undefined;
  /** Empty if the run stopped before the evaluation. Undefined if the page has no forecast. */
  readonly forecast: readonly PageForecastDay[] | undefined;
}
