import { type CredentialReport, FUTURE_TOLERANCE } from '../../lambda/domain/credential-report/facts';
import { DAY, type Instant, utcDate, utcSecond, wholeDays } from '../../lambda/domain/instant';
import { clean } from '../../lambda/domain/text';
import type { Assessment } from './assessment';

// Notes and warnings tell you where a preview may differ from the mails of a deployed stack.

interface NoticeOption {
  readonly assumeAnnounced: boolean;
}

/** A note of every preview, also of a live one: only a deployed stack has a ledger. */
export function ledgerNote(option: NoticeOption): string {
  return `A preview reads no ledger. It assumes that ${noticeAssumption(option)}, and it does not know of restores. If iam-lapse is deployed, the dates in its latest mail count.`;
}

/** A note of every preview that judges a file. */
export const FILE_NOTE =
  'A credential report has no tags, groups or key ids, and the preview confirmed nothing in IAM. A credential is called unclear if its exemption depends on a tag or a group.';

/** A younger file is of yesterday, or of a quiet weekend. */
const OLD = 2 * DAY;
/** Above every figure of the CIS benchmarks: in such a file nearly everything is stale. */
const VERY_OLD = 100 * DAY;

/**
 * A note about a report from a file that may be old. A report carries no date of its own, so the newest date in it has to
 * tell. In an account that nobody uses, that date is old in a new report, too.
 */
export function ageNote(newest: Instant | undefined, now: Instant): string | undefined {
  if (newest === undefined || now - newest <= OLD) return undefined;
  const found = `The newest date in this report is ${utcDate(newest)}, ${wholeDays(newest, now)} days before the day it is judged as of.`;
  return isVeryOld(newest, now)
    ? `THIS REPORT SEEMS VERY OLD. ${found} What was used since then looks unused, so nearly everything looks stale. Get a new report, or judge it as of its own day with --now.`
    : `${found} If the report is that old, what was used since then looks unused.`;
}

function isVeryOld(newest: Instant, now: Instant): boolean {
  return now - newest > VERY_OLD;
}

const MAX_NAMES = 20;

/** Names the users of whom a report does not show all access keys (docs/design.md §4.4). */
export function moreKeysNote(report: CredentialReport): string[] {
  const names = report.users.filter(({ hasMoreKeys }) => hasMoreKeys).map(({ user }) => clean(user.name, 64));
  if (names.length === 0) return [];
  const beyond = names.length - MAX_NAMES;
  const listed = [...names.slice(0, MAX_NAMES), ...(beyond > 0 ? [`${beyond} more`] : [])].join(', ');
  return [
    `Not fully judged: ${listed}. The report says that ${names.length === 1 ? 'this user has' : 'these users have'} more credentials than its columns show. Use --live to judge all access keys.`,
  ];
}

/** A note about a report that lists nobody. */
export function noUsersNote(users: number): string[] {
  return users > 0
    ? []
    : [
        'The credential report lists no IAM user, so there is no credential to judge. If the account has IAM users, this report is not complete.',
      ];
}

/** A clause about the notice period, for the end of "It assumes that". */
export function noticeAssumption({ assumeAnnounced }: NoticeOption): string {
  return assumeAnnounced ? 'all notice has been given' : 'notice periods start today';
}

/** Warns on stderr, a line each, that a result may look better than it is. */
export function warningsOf({ run, newest }: Pick<Assessment, 'run' | 'newest'>): string[] {
  if (newest === undefined) return [];
  const asOf = `judged as of ${utcSecond(run.now)}, but the newest date in the report is ${utcSecond(newest)}`;
  return [
    ...(newest > run.now + FUTURE_TOLERANCE
      ? [`${asOf}: credentials with dates after --now are unclear`]
      : []),
    ...(isVeryOld(newest, run.now)
      ? [`${asOf}: it seems very old, and what was used since then looks unused`]
      : []),
  ];
}
