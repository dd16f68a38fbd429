import { HOUR, MINUTE } from '../domain/instant';
import type { Audience } from '../domain/audience';
import type { Halt, HaltCause, HaltReason } from '../domain/run-report';
import type { FetchedReport } from '../ports';

/** IAM serves the same report for 4 hours; an older one is not the current one (docs/design.md §4.3). */
const MAX_REPORT_AGE = 4.5 * HOUR;
const CLOCK_SKEW = 5 * MINUTE;

/** The preconditions of `enforce` that are not met (docs/design.md §5.2). */
export function unmetPreconditions(facts: {
  readonly fetched: FetchedReport;
  readonly audience: Audience;
  readonly canWrite: boolean;
  /** False if an earlier run's digest is pending and could not be delivered now either. */
  readonly pendingDelivered: boolean;
}): Halt[] {
  const { fetched, audience, canWrite, pendingDelivered } = facts;
  const { subscribers, uncounted = [] } = audience;
  const halts: Halt[] = [];
  const addUnmet = (reason: HaltReason, message: string, cause?: HaltCause) =>
    halts.push({ effect: 'ranAsDryRun', reason, message, ...(cause ? { cause } : {}) });
  if (!canWrite) addUnmet('report-only', 'the mode is enforce, but this deployment may only report');
  if (subscribers === undefined) {
    addUnmet('subscribers', 'the subscribers of the digest topic could not be read', {
      kind: 'subscribersUnknown',
    });
  } else if (subscribers === 0) {
    const others = uncounted.length > 0 ? `; not counted: ${uncounted.join(', ')}` : '';
    addUnmet('subscribers', `no subscription that counts would receive the digest${others}`);
  }
  if (!pendingDelivered) addUnmet('delivery', 'the digest of an earlier run still cannot be published');
  const age = fetched.fetchedAt - fetched.generatedAt;
  if (age > MAX_REPORT_AGE) {
    addUnmet('report', `the credential report is ${Math.floor(age / MINUTE)} minutes old; 270 are allowed`);
  } else if (age < -CLOCK_SKEW) {
    addUnmet('report', 'the credential report is dated in the future');
  }
  return halts;
}
