import type { CredentialReport, Moment, UserFacts } from '../../lambda/domain/credential-report/facts';
import type { ForecastDay } from '../../lambda/domain/forecast/forecast';
import type { Instant } from '../../lambda/domain/instant';
import type { RunReport } from '../../lambda/domain/run-report';

/** The result of a preview, from a file or from the live account. */
export interface Assessment {
  readonly run: RunReport;
  /** What a preview cannot know; each note is a paragraph. */
  readonly notes: readonly string[];
  /** The latest date in the report. Undefined if the report has no date, or if there is no report. */
  readonly newest: Instant | undefined;
  /** The ARNs of all users in the report, by name. */
  readonly arns: ReadonlyMap<string, string>;
  /** Forecasts `days` days, starting today. The list is empty if the run stopped before the evaluation. */
  forecast(days: number): Promise<readonly ForecastDay[]>;
}

/** The ARN of each user, also of one without a credential. */
export function arnsOf({ users }: CredentialReport): ReadonlyMap<string, string> {
  return new Map(users.map(({ user }) => [user.name, user.arn]));
}

/** The latest date that the report has of any user. */
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
