import { HOUR, MINUTE } from '../domain/instant';
import type { Halt, HaltReason } from '../domain/run-report';
import type { FetchedReport } from '../ports';

/** IAM serves a report for 4 hours; an older one is not what IAM says today. */
const MAX_REPORT_AGE = 4.5 * HOUR;
const CLOCK_SKEW = 5 * MINUTE;

/** What keeps an `enforce` from acting although all could be read and judged: it then runs as dry-run. */
export function unmetPreconditions(facts: {
  readonly fetched: FetchedReport;
  readonly subscribers: number | undefined;
  readonly canWrite: boolean;
  /** False: an earlier run's digest waits, and could not be delivered now either. */
  readonly pendingDelivered: boolean;
}): Halt[] {
  const { fetched, subscribers, canWrite, pendingDelivered } = facts;
  const halts: Halt[] = [];
  const barrier = (reason: HaltReason, message: string) =>
    halts.push({ effect: 'ranAsDryRun', reason, message });
  if (!canWrite) barrier('report-only', 'the mode is enforce, and this deployment may only report');
  if (subscribers === undefined) {
    barrier('subscribers', 'the subscribers of the digest topic could not be read');
  } else if (subscribers === 0) {
    barrier('subscribers', 'the digest topic has no confirmed subscriber, so nobody would have been told');
  }
  if (!pendingDelivered) barrier('delivery', 'the digest of an earlier run still cannot be published');
  const age = fetched.fetchedAt - fetched.generatedAt;
  if (age > MAX_REPORT_AGE) {
    barrier('report', `the credential report is ${Math.floor(age / MINUTE)} minutes old; 270 are allowed`);
  } else if (age < -CLOCK_SKEW) {
    barrier('report', 'the credential report is dated in the future');
  }
  return halts;
}
