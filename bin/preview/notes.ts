import { countsOf } from '../../lambda/domain/counts';
import { type CredentialReport, FUTURE_TOLERANCE } from '../../lambda/domain/credential-report/facts';
import { utcSecond } from '../../lambda/domain/instant';
import { clean, count } from '../../lambda/domain/text';
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

/** A clause about the notice period, for the end of "It assumes that". */
export function noticeAssumption({ assumeAnnounced }: NoticeOption): string {
  return assumeAnnounced ? 'all notice has been given' : 'notice periods start today';
}

/** Warns on stderr, a line each, that a result may look better than it is. */
export function warningsOf(
  { run, newest }: Pick<Assessment, 'run' | 'newest'>,
  { failOnStale }: { readonly failOnStale: boolean },
): string[] {
  const { unclear } = countsOf(run);
  return [
    ...(newest !== undefined && newest > run.now + FUTURE_TOLERANCE
      ? [
          `judged as of ${utcSecond(run.now)}, but the newest date in the report is ${utcSecond(newest)}: credentials with dates after --now are unclear`,
        ]
      : []),
    ...(failOnStale && unclear > 0
      ? [
          `${count(unclear, 'unclear credential')} could not be judged; --fail-on stale ignores ${unclear === 1 ? 'it' : 'them'}`,
        ]
      : []),
  ];
}
