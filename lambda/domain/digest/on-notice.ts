import type { ExemptBefore } from '../changes/changes';
import { type Credential, idOf } from '../credential';
import type { Judged } from '../evaluation/evaluate';
import { isOnNotice, type Verdict } from '../evaluation/verdict';
import type { RunReport } from '../run-report';
import {
  administratorMark,
  breakGlassLines,
  contextLines,
  credentialLabel,
  reasonLines,
} from './credential-lines';
import { exemptionText } from './not-acted-on';
import { groupedItems, type GroupedItem, type Item, type Section } from './layout';
import { clean, compareText, count, wrap } from '../text';

type OnNotice = Judged & { readonly verdict: Extract<Verdict, { kind: 'due' | 'stale' }> };

/** Credentials that no delivered digest has announced. In a first run all are new, so none is listed as new. */
export function newlyOnNoticeSection(run: RunReport): Section {
  return sectionOf('NEWLY ON NOTICE', run, isNew(run));
}

/** The other credentials on notice: first stale, then due, each by the first date on which iam-lapse may disable it. */
export function onNoticeSection(run: RunReport): Section {
  const news = isNew(run);
  return sectionOf('ON NOTICE', run, (credential) => !news(credential));
}

function sectionOf(title: string, run: RunReport, wanted: (credential: Credential) => boolean): Section {
  const all = onNoticeWhere(run, wanted);
  return {
    title,
    intro: [...introFor(run), ...unmarkedLines(run, all)],
    items: itemsOf(run, all),
  };
}

function isNew({ evaluated }: RunReport): (credential: Credential) => boolean {
  return (credential) => evaluated?.changes?.onNotice.has(credential) ?? false;
}

function introFor({ settings, subscribers, trigger }: RunReport): string[] {
  const unheard =
    subscribers === 0 && trigger !== 'preview'
      ? 'No subscription that counts receives this mail, so it gives no notice yet. If one did: '
      : '';
  const what =
    settings?.mode === 'enforce' ? 'These will be disabled' : 'In mode enforce these would be disabled';
  return wrap(
    `${unheard}${what} on the date shown, or later. To keep one, use it before then or exempt its user in the policy.`,
    2,
  );
}

/** Without a mark, an entry must not look as if its user were known to be no administrator. */
function unmarkedLines(
  { administrators, administratorsUnread: unread, source }: RunReport,
  all: readonly OnNotice[],
): string[] {
  // A preview of a file says at its top that it asks IAM nothing.
  if ((administrators && !unread) || (source && source.kind !== 'live')) return [];
  const users = new Set(all.map(({ credential }) => credential.user.arn));
  const unmarked = [...users].filter((arn) => unread?.users?.has(arn) ?? !administrators?.has(arn)).length;
  if (unmarked === 0) return [];
  const cause = clean(unread?.cause ?? 'no account check was made', 300);
  return wrap(
    `Whether ${count(unmarked, 'user')} of these ${unmarked === 1 ? 'is an administrator' : 'are administrators'} is not known today: ${cause}.`,
    2,
  );
}

function itemsOf(run: RunReport, onNotice: readonly OnNotice[]): Item[] {
  const all = onNotice.toSorted(inOrder(run));
  return groupedItems(
    all.map((judged): GroupedItem => ({
      groups: [kindHeading(judged.verdict.kind, all), dayHeading(judged.verdict.actOn)],
      lines: noticeLines(run, judged),
      announces: judged.credential,
    })),
  );
}

/** Stands above the credentials that may be disabled on one day. */
export function dayHeading(actOn: string): string {
  return `From ${actOn} on:`;
}

/** All credentials on notice, in the order of the digest. */
export function onNoticeOf(run: RunReport): OnNotice[] {
  return onNoticeWhere(run, () => true).toSorted(inOrder(run));
}

function onNoticeWhere({ evaluated }: RunReport, wanted: (credential: Credential) => boolean): OnNotice[] {
  return (evaluated?.evaluation.judged ?? [])
    .filter((judged): judged is OnNotice => isOnNotice(judged.verdict))
    .filter(({ credential }) => wanted(credential));
}

/** What the digest says of one credential on notice, below the day. */
export function noticeLines(run: RunReport, judged: OnNotice): string[] {
  const changes = run.evaluated?.changes;
  return [
    ...wrap(`${credentialLabel(judged.credential)}${administratorMark(run, judged.credential)}`, 4, 6),
    ...breakGlassLines(judged.credential, 6),
    ...reasonLines(judged.evidence, judged.verdict, run.now, 6),
    ...lostExemptionLines(changes?.spared.get(judged.credential)),
    ...(changes?.stale.has(judged.credential) ? wrap('reached its limit since the last run', 6) : []),
    ...contextLines(judged, { indent: 6, keyId: idOf(judged.credential) }),
  ];
}

/** `Stale (10): already unused for 45 days.` The words are those of the counts in the head of the mail. */
function kindHeading(kind: OnNotice['verdict']['kind'], all: readonly OnNotice[]): string {
  const ofKind = all.filter(({ verdict }) => verdict.kind === kind);
  const [limit, ...others] = new Set(ofKind.map(({ verdict }) => verdict.maxUnusedDays));
  const days =
    limit !== undefined && others.length === 0 ? count(limit, 'day') : 'as long as their limits say';
  return kind === 'stale'
    ? `Stale (${ofKind.length}): already unused for ${days}.`
    : `Due (${ofKind.length}): unused for ${days} by the date shown.`;
}

/** The exemption has ended, was removed, or no longer matches. That may be a mistake. */
function lostExemptionLines(exemption: string | undefined): string[] {
  return exemption === undefined ? [] : wrap(`WAS SPARED until the last run by ${clean(exemption)}`, 6);
}

/** Stale before due, then by day; on one day administrators come first, then what is unused longest. */
function inOrder({ administrators }: RunReport): (one: OnNotice, other: OnNotice) => number {
  const isOther = ({ credential }: OnNotice) => Number(!administrators?.has(credential.user.arn));
  return (one, other) =>
    Number(one.verdict.kind === 'due') - Number(other.verdict.kind === 'due') ||
    compareText(one.verdict.actOn, other.verdict.actOn) ||
    isOther(one) - isOther(other) ||
    one.verdict.reference.at - other.verdict.reference.at ||
    compareText(one.credential.user.arn, other.credential.user.arn);
}

/** Exempt credentials whose exemption did not protect them in the last run, and what they were then. */
export function newlyExemptSection({ evaluated }: RunReport): Section {
  const items = (evaluated?.evaluation.judged ?? []).flatMap(({ credential, verdict }) => {
    const before = evaluated?.changes?.exempt.get(credential);
    if (verdict.kind !== 'exempt' || !before) return [];
    const { tags, keys } = verdict.exemption.match;
    const by = [
      tags ? `, by the tag ${Object.keys(tags).join(' or ')}` : '',
      keys ? ', as a user without access keys' : '',
    ].join('');
    const was = before.kind === 'onNotice' && keys ? NOTICE_BEFORE_KEYS_WENT : PREVIOUS_STATE[before.kind];
    return [
      {
        lines: [
          '',
          ...wrap(credentialLabel(credential), 2, 4),
          ...wrap(`${was}${before.kind === 'otherwise' ? clean(before.exemption) : ''}`, 4),
          ...wrap(`spared by ${exemptionText(verdict.exemption)}${by}`, 4),
        ],
      },
    ];
  });
  return {
    title: 'NEWLY EXEMPT',
    intro: wrap('These would be due or stale, but an exemption now protects them.', 2),
    items,
  };
}

const PREVIOUS_STATE: Readonly<Record<ExemptBefore['kind'], string>> = {
  // Somebody may have reacted to the notice with a tag that they should not set.
  onNotice: 'WAS ON NOTICE until the last run: a tag, a group, a name or the policy has changed',
  notYet: 'was within its limit until the last run',
  otherwise: 'was spared until the last run by ',
};

/** Whoever deletes the last key of a user may do it for this. */
const NOTICE_BEFORE_KEYS_WENT =
  'WAS ON NOTICE until the last run: the last access key is gone, or a tag, a group, a name or the policy has changed';
