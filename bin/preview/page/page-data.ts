import type { Counts } from '../../../lambda/domain/counts';
import type { Instant } from '../../../lambda/domain/instant';
import type { Mode } from '../../../lambda/domain/mode';
import type { Policy } from '../../../lambda/domain/policy/schema';
import type { FindingRow } from '../../../lambda/domain/records/findings-csv';

/** A day of the forecast, with the credentials as people call them: `bob, password`. */
export interface PageForecastDay {
  /** UTC calendar date, `2026-11-27`. */
  readonly date: string;
  readonly disabled: readonly string[];
  /** Notice given, and beyond that day's limits. */
  readonly waiting: number;
}

/** All that the page shows: the same from a sweep that was just made and from a past run's records. */
export interface PageData {
  /** Twelve digits. */
  readonly accountId: string;
  readonly at: Instant;
  /** Where it comes from, as a phrase: `the live account`, `credential report report.csv`, `run 20261120T070000Z`. */
  readonly source: string;
  /** What could not be known when it was judged, a paragraph each. */
  readonly notes: readonly string[];
  readonly mode: Mode | undefined;
  /** Why the sweep did less than it was asked to; none: it went its way. */
  readonly halts: readonly string[];
  readonly policy: { readonly rules: Policy; readonly version?: number; readonly sha256: string } | undefined;
  readonly counts: Counts;
  readonly findings: readonly FindingRow[];
  /** Empty: nobody could be judged. Undefined: a page without one. */
  readonly forecast: readonly PageForecastDay[] | undefined;
}
