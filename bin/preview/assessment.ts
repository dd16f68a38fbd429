import type { ForecastDay } from '../../lambda/domain/forecast/forecast';
import { type Instant, utcSecond } from '../../lambda/domain/instant';
import type { RunReport } from '../../lambda/domain/run-report';
import {
  type CredentialReport,
  type Moment,
  type UserFacts,
  FUTURE_TOLERANCE,
} from '../../lambda/domain/credential-report/facts';
import { countsOf } from '../../lambda/domain/counts';

/** What was judged, wherever it came from. */
export interface Assessment {
  readonly run: RunReport;
  /** Where it comes from, as a phrase: `the live account`, `credential report report.csv`. */
  readonly source: string;
  /** What could not be known, a paragraph each. */
  readonly notes: readonly string[];
  /** The latest date in the report; undefined where there is none, or no report. */
  readonly newest: Instant | undefined;
  /** What would happen on each of so many days, today first; none when nobody could be judged. */
  forecast(days: number): Promise<readonly ForecastDay[]>;
}

/** The latest thing that a report says of any user; undefined where it says nothing. */
export function newestDate({ users }: CredentialReport): Instant | undefined {
  return users
    .flatMap(momentsOf)
    .flatMap((moment) => (moment.kind === 'at' ? [moment.at] : []))
    .reduce<Instant | undefined>((newest, at) => Math.max(newest ?? at, at), undefined);
}

function momentsOf({ created, password, keys }: UserFacts): Moment[] {
  const ofPassword = [
    ...('lastUsed' in password ? [password.lastUsed] : []),
    ...('lastChanged' in password ? [password.lastChanged] : []),
  ];
  const ofKeys = keys.flatMap((key) => ('lastRotated' in key ? [key.lastRotated, key.lastUsed] : []));
  return [created, ...ofPassword, ...ofKeys];
}

// What a preview cannot know, for whoever compares it with the mails of a deployed stack.

/** Of a report from a file. */
export const FROM_REPORT_ALONE =
  'From a report alone: tags, groups and key ids are not known, and no live look was taken. A credential whose exemption hangs on a tag or a group is called unclear.';

interface Assumed {
  readonly assumeAnnounced: boolean;
}

/** From when notice counts, as a clause. */
export function noticeAssumption({ assumeAnnounced }: Assumed): string {
  return assumeAnnounced ? 'all notice counts as given' : 'notice counts from today';
}

/** Of every preview, the live one too: the ledger is the stack's. */
export function withoutLedger(assumed: Assumed): string {
  return `No ledger is read: ${noticeAssumption(assumed)}, and restores are not known. Where a stack is deployed, the day in its last mail counts.`;
}

/** What an answer that looks good may hide: a line each, for stderr. */
export function warningsOf(
  { run, newest }: Pick<Assessment, 'run' | 'newest'>,
  { failOnStale }: { readonly failOnStale: boolean },
): string[] {
  const { unclear } = countsOf(run);
  return [
    ...(newest !== undefined && newest > run.now + FUTURE_TOLERANCE
      ? [
          `judged as of ${utcSecond(run.now)}, and the newest date in the report is ${utcSecond(newest)}: what is dated later than --now is called unclear`,
        ]
      : []),
    ...(failOnStale && unclear > 0
      ? [`${unclear} unclear could not be judged; --fail-on stale looks at stale alone`]
      : []),
  ];
}
