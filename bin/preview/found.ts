import type { ForecastDay } from '../../lambda/domain/forecast/day';
import type { Instant } from '../../lambda/domain/instant';
import type { Sweep } from '../../lambda/domain/sweep';

/** What was judged, wherever it came from. */
export interface Found {
  readonly sweep: Sweep;
  /** Where it comes from, as a phrase: `the live account`, `credential report report.csv`. */
  readonly source: string;
  /** What could not be known, a paragraph each. */
  readonly notes: readonly string[];
  /** The latest date in the report; undefined where there is none, or no report. */
  readonly newest: Instant | undefined;
  /** What would happen on each of so many days, today first; none when nobody could be judged. */
  forecast(days: number): Promise<readonly ForecastDay[]>;
}
