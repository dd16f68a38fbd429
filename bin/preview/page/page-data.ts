import type { Counts } from '../../../lambda/domain/run-report';
import type { Instant } from '../../../lambda/domain/instant';
import type { Mode } from '../../../lambda/domain/settings';
import type { Policy } from '../../../lambda/domain/policy/schema';
import type { FindingRow } from '../../../lambda/domain/records/findings-csv';

/** A day of the forecast, with credentials as display names: `bob, password`. */
export interface PageForecastDay {
  /** UTC calendar date, `2026-11-27`. */
  readonly date: string;
  readonly disabled: readonly string[];
  /** How many have had their notice but are over that day's limit. */
  readonly waiting: number;
}

/** Everything that the page shows, from a new preview or from a past run's record. */
export interface PageData {
  /** Twelve digits. */
  readonly accountId: string;
  readonly at: Instant;
  /** The source as a phrase: `the live account`, `credential report report.csv`, `run 20261120T070000Z`. */
  readonly source: string;
  /** What was not known at the evaluation; each note is a paragraph. */
  readonly notes: readonly string[];
  readonly mode: Mode | undefined;
  /** Why the run did less than it was asked to. Empty if it did everything. */
  readonly halts: readonly string[];
  readonly policy: { readonly rules: Policy; readonly version?: number; readonly sha256: string } | undefined;
  readonly counts: Counts;
  readonly findings: readonly FindingRow[];
  /** Empty if the run stopped before the evaluation. Undefined if the page has no forecast. */
  readonly forecast: readonly PageForecastDay[] | undefined;
}
