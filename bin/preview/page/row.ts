import { type Instant, wholeDays } from '../../../lambda/domain/instant';
import type { FindingRow } from '../../../lambda/domain/records/findings-csv';
import { VERDICTS } from './words';

/** A finding as the page shows it; what is not known or does not apply is an empty text. */
export interface Row {
  readonly user: string;
  /** `/service/`; empty for a user at the root. */
  readonly path: string;
  readonly credential: string;
  /** `2026-01-02 09:12`. */
  readonly keyCreated: string;
  readonly verdict: string;
  /** `2026-01-02 09:12`, or `never`. */
  readonly lastUsed: string;
  /** `ec2, eu-west-1`. */
  readonly lastUsedFor: string;
  /** Whole days from the reference time to the page's instant; undefined: not known. */
  readonly unusedDays: number | undefined;
  readonly referenceBy: string;
  readonly maxUnusedDays: string;
  readonly actOn: string;
  readonly notice: string;
  readonly why: string;
  readonly outcome: string;
  readonly outcomeCause: string;
}

/** What asks for attention comes first, the longest unused of each verdict on top. */
export function rowsOf(findings: readonly FindingRow[], at: Instant): Row[] {
  const ranks = Object.keys(VERDICTS);
  // A verdict that nobody knows has rank -1: above all others.
  const rank = ({ verdict }: Row) => ranks.indexOf(verdict);
  const days = ({ unusedDays = -1 }: Row) => unusedDays;
  return findings
    .map((finding) => rowOf(finding, at))
    .toSorted((one, other) => rank(one) - rank(other) || days(other) - days(one));
}

function rowOf(finding: FindingRow, at: Instant): Row {
  const text = (key: keyof FindingRow) => String(finding[key] ?? '');
  return {
    user: text('user'),
    path: /:user(\/.*\/)[^/]*$/.exec(text('arn'))?.[1] ?? '',
    credential: text('credential') === 'accessKey' ? 'access key' : text('credential'),
    keyCreated: minute(text('keyCreated')),
    verdict: text('verdict'),
    lastUsed: lastUsedOf(text('lastUsed'), text('reference')),
    lastUsedFor: [text('lastUsedService'), text('lastUsedRegion')].filter(isSaid).join(', '),
    unusedDays: unusedDaysOf(text('reference'), at),
    referenceBy: text('referenceBy'),
    maxUnusedDays: text('maxUnusedDays'),
    actOn: text('actOn'),
    notice: noticeAssumption(text('noticeGiven')),
    why: whyOf(finding),
    outcome: text('outcome'),
    outcomeCause: text('outcomeCause'),
  };
}

/** "Never" only where the rest of its life is known: what could not be read is no "never used". */
function lastUsedOf(lastUsed: string, reference: string): string {
  if (lastUsed) return minute(lastUsed);
  return reference ? 'never' : '';
}

/** A use may be dated up to 15 minutes after the sweep's own clock: that is a use of today. */
function unusedDaysOf(reference: string, at: Instant): number | undefined {
  const since = Date.parse(reference);
  return Number.isNaN(since) ? undefined : Math.max(0, wholeDays(since, at));
}

/** A finding that was read back from a record has texts throughout. */
function noticeAssumption(noticeGiven: string): string {
  if (noticeGiven === 'true') return 'notice given';
  return noticeGiven === 'false' ? 'notice not over' : '';
}

function whyOf({ cause, exemption, override }: FindingRow): string {
  return [
    exemption ? `exemption: ${exemption}` : '',
    override ? `override: ${override}` : '',
    String(cause ?? ''),
  ]
    .filter((part) => part !== '')
    .join('; ');
}

/** `2026-01-02T09:12:31Z` to the minute; anything else as it is. */
function minute(time: string): string {
  return time.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\dZ$/, '$1 $2');
}

/** The report writes N/A for a key that is as old as the column. */
function isSaid(text: string): boolean {
  return text !== '' && text !== 'N/A';
}
