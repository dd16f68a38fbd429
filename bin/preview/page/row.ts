import { USE_RECORDED_SINCE } from '../../../lambda/domain/credential-report/facts';
import { type Instant, wholeDays } from '../../../lambda/domain/instant';
import { breakGlassQuestion } from '../../../lambda/domain/digest/credential-lines';
import type { FindingRow } from '../../../lambda/domain/records/findings-csv';
import type { PageFinding } from './page-data';
import { SINCE, VERDICTS } from './words';

/** A row of the page's table. A text is empty if it is not known or does not apply. */
export interface Row {
  readonly user: string;
  /** `/service/`; empty for a user at the root. */
  readonly path: string;
  /** By a tag of the user. */
  readonly owner: string;
  readonly credential: string;
  /** `2026-01-02 09:12`. */
  readonly keyCreated: string;
  /** `2026-01-02 09:12`; empty for a key. */
  readonly passwordSet: string;
  readonly verdict: string;
  /** `2026-01-02 09:12`, `never`, or `none recorded`. */
  readonly lastUsed: string;
  /** `ec2, eu-west-1`. */
  readonly lastUsedFor: string;
  /** Whole days from the reference time to the page's instant; undefined if not known. */
  readonly unusedDays: number | undefined;
  /** By what the days are counted: `since its last use`, `since it was set 2026-01-02`. */
  readonly since: string;
  readonly maxUnusedDays: string;
  readonly actOn: string;
  readonly notice: string;
  readonly why: string;
  readonly outcome: string;
  readonly outcomeCause: string;
}

/** Sorts the most urgent verdicts first, and the longest unused first within a verdict. */
export function rowsOf(findings: readonly PageFinding[], at: Instant): Row[] {
  const ranks = Object.keys(VERDICTS);
  // An unknown verdict gets rank -1 and so comes first.
  const rank = ({ verdict }: Row) => ranks.indexOf(verdict);
  const days = ({ unusedDays = -1 }: Row) => unusedDays;
  return findings
    .map((finding) => rowOf(finding, at))
    .toSorted((one, other) => rank(one) - rank(other) || days(other) - days(one));
}

function rowOf(finding: PageFinding, at: Instant): Row {
  const text = (key: keyof FindingRow) => String(finding[key] ?? '');
  return {
    user: text('user'),
    path: /:user(\/.*\/)[^/]*$/.exec(text('arn'))?.[1] ?? '',
    owner: text('owner'),
    credential: text('credential') === 'accessKey' ? 'access key' : text('credential'),
    keyCreated: minute(text('keyCreated')),
    passwordSet: minute(passwordSetOf(finding)),
    verdict: text('verdict'),
    lastUsed: lastUsedOf(finding),
    lastUsedFor: [text('lastUsedService'), text('lastUsedRegion')].filter(isKnown).join(', '),
    unusedDays: unusedDaysOf(text('reference'), at),
    since: sinceOf(finding),
    maxUnusedDays: text('maxUnusedDays'),
    actOn: text('actOn'),
    notice: noticeText(finding),
    why: reasonOf(finding),
    outcome: text('outcome'),
    outcomeCause: text('outcomeCause'),
  };
}

/**
 * A credential was never used only if its other dates are known, and if IAM has recorded its uses since its first day.
 * Otherwise its last use is unknown.
 */
function lastUsedOf(finding: FindingRow): string {
  const { credential, keyCreated, lastUsed, reference } = finding;
  if (lastUsed) return minute(String(lastUsed));
  if (!reference) return '';
  const isKey = credential === 'accessKey';
  const set = isKey ? String(keyCreated ?? '') : passwordSetOf(finding);
  const since = isKey ? USE_RECORDED_SINCE.accessKey : USE_RECORDED_SINCE.password;
  return Date.parse(set) >= since ? 'never' : 'none recorded';
}

/** A record of an earlier release has no `lastChanged`. */
function passwordSetOf({ lastChanged, reference, referenceBy }: FindingRow): string {
  return String(lastChanged ?? (referenceBy === 'lastChanged' ? reference : undefined) ?? '');
}

function sinceOf({ reference, referenceBy }: FindingRow): string {
  const words = Object.entries(SINCE).find(([kind]) => kind === referenceBy)?.[1];
  if (words === undefined) return '';
  // The date of the last use has a column of its own.
  return referenceBy === 'lastUsed' ? words : `${words} ${String(reference ?? '').slice(0, 10)}`;
}

/** A use may be dated up to 15 minutes after the sweep's own clock. It counts as a use of today. */
function unusedDaysOf(reference: string, at: Instant): number | undefined {
  const since = Date.parse(reference);
  return Number.isNaN(since) ? undefined : Math.max(0, wholeDays(since, at));
}

/** "A credential is _on notice_ when it is `due`, or `stale` without a full notice period" (docs/design.md §2.2). */
function noticeText({ verdict, noticeGiven }: FindingRow): string {
  if (!mayBeDisabled(verdict)) return '';
  // In a record, all cells are text.
  return String(noticeGiven) === 'true' ? 'notice given' : 'on notice';
}

function mayBeDisabled(verdict: FindingRow['verdict']): boolean {
  return verdict === 'due' || verdict === 'stale';
}

/** First whether the user is an administrator. Where it may be disabled, also what the digest tells and asks whoever decides. */
function reasonOf(finding: PageFinding): string {
  const { user, verdict, cause, exemption, override, otherKey, administrator, strictCis } = finding;
  return [
    administrator && 'administrator',
    exemption ? `exemption: ${exemption}` : undefined,
    override ? `override: ${override}` : undefined,
    cause,
    // Whatever is not in use has another verdict that says so.
    verdict === 'inUse' && strictCis === 'fail' ? 'fails CIS by its letter' : undefined,
    ...(mayBeDisabled(verdict) ? [otherKey, breakGlassQuestion(String(user))] : []),
  ]
    .filter((part) => part !== undefined && part !== '')
    .join('; ');
}

/** Shortens `2026-01-02T09:12:31Z` to `2026-01-02 09:12`. Other texts stay as they are. */
function minute(time: string): string {
  return time.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\dZ$/, '$1 $2');
}

/** The report has N/A for a key that was last used before AWS recorded services and regions. */
function isKnown(text: string): boolean {
  return text !== '' && text !== 'N/A';
}
