import { HOUR, MINUTE } from '../domain/instant';
import type { Audience } from '../domain/audience';
import type { Halt, HaltCause, HaltReason } from '../domain/halt';
import { type FetchedReport, CutShort, type ListedUser, type Ports } from '../ports';
import { Halted, messageOf } from '../errors';
import { type CredentialReport, REPORT_LAG } from '../domain/credential-report/facts';
import { count } from '../domain/text';

/** IAM serves the same report for 4 hours; an older one is not the current one (docs/design.md §4.3). */
const MAX_REPORT_AGE = 4.5 * HOUR;
const CLOCK_SKEW = 5 * MINUTE;

/** The preconditions of `enforce` that are not met (docs/design.md §5.2). */
export function unmetPreconditions(facts: {
  readonly fetched: FetchedReport;
  readonly canWrite: boolean;
  /** What is not met as far as telling is concerned. */
  readonly toTell: readonly Halt[];
}): Halt[] {
  const { fetched, canWrite, toTell } = facts;
  const halts: Halt[] = [];
  const addUnmet = (reason: HaltReason, message: string) => halts.push(unmet(reason, message));
  if (!canWrite) addUnmet('report-only', 'the mode is enforce, but this deployment may only report');
  halts.push(...toTell);
  const age = fetched.fetchedAt - fetched.generatedAt;
  if (age > MAX_REPORT_AGE) {
    addUnmet(
      'report',
      `the credential report is ${Math.floor(age / HOUR)} hours and ${Math.floor((age % HOUR) / MINUTE)} minutes old; 4 hours and 30 minutes are allowed`,
    );
  } else if (age < -CLOCK_SKEW) {
    addUnmet('report', 'the credential report is dated in the future');
  }
  return halts;
}

/** Whether somebody would receive the digest of what a run does. */
export function unmetToTell(facts: {
  readonly audience: Audience;
  /** False if an earlier run's digest is pending and could not be delivered now either. */
  readonly pendingDelivered: boolean;
}): Halt[] {
  const { audience, pendingDelivered } = facts;
  const { subscribers, uncounted = [] } = audience;
  const halts: Halt[] = [];
  if (subscribers === undefined) {
    const cause = { kind: 'subscribersUnknown' } as const;
    halts.push(unmet('subscribers', 'the subscribers of the digest topic could not be read', cause));
  } else if (subscribers === 0) {
    const others = uncounted.length > 0 ? `; not counted: ${uncounted.join(', ')}` : '';
    halts.push(unmet('subscribers', `no subscription that counts would receive the digest${others}`));
  }
  if (!pendingDelivered) {
    halts.push(unmet('delivery', 'the digest of an earlier run still cannot be published'));
  }
  return halts;
}

function unmet(reason: HaltReason, message: string, cause?: HaltCause): Halt {
  return { effect: 'ranAsDryRun', reason, message, ...(cause ? { cause } : {}) };
}

/**
 * A report that is cut off at the end of a row looks complete. So "if it has over 20% and over 5 users fewer than the
 * last readable one, or none at all where there were some", IAM is asked for all users. The run halts only if one of
 * them existed before the report and has no row, or if they cannot be listed (docs/design.md §5.12).
 *
 * @throws Halted with the reason `user-drop`
 */
export async function refuseUserDrop(
  { users, generatedAt }: CredentialReport,
  before: number | undefined,
  { directory }: Pick<Ports, 'directory'>,
): Promise<void> {
  if (before === undefined || before === 0) return;
  const missing = before - users.length;
  if (users.length > 0 && !(missing > 5 && missing > before * 0.2)) return;
  const drop = `the credential report has ${count(users.length, 'user')}, and the last one had ${before}`;
  let listed: readonly ListedUser[];
  try {
    listed = await directory.listUsers();
  } catch (error) {
    throw new Halted('user-drop', `${drop}; whether they still exist is not known: ${messageOf(error)}`, {
      cause: error,
    });
  }
  const rows = new Set<string>(users.map(({ user }) => user.arn));
  const cutOff = listed.filter(
    ({ arn, createdAt }) => createdAt < generatedAt - REPORT_LAG && !rows.has(arn),
  );
  const [first] = cutOff;
  if (!first) return;
  const who = `${count(cutOff.length, 'user')} who existed before it ${cutOff.length === 1 ? 'has' : 'have'} no row`;
  throw new Halted('user-drop', `${drop}; ${who}, such as ${first.arn}`, { cause: new CutShort(who) });
}
