import type { Credential } from '../credential';
import type { Judged } from '../judge/evaluate';
import type { Verdict } from '../judge/verdict';
import type { Sweep } from '../sweep';
import { who, why } from './entry';
import { exemptionText } from './exemptions';
import { grouped, type GroupedItem } from './grouped';
import { keyContextLines } from './key-context';
import type { Item, Section } from './section';
import { wrap } from './text';

type OnNotice = Judged & { readonly verdict: Extract<Verdict, { kind: 'due' | 'stale' }> };

/** Named to nobody before. To the first run everything is new, so that there nothing is. */
export function newlyOnNoticeSection(sweep: Sweep): Section {
  return { title: 'NEWLY ON NOTICE', intro: introOf(sweep), items: itemsOf(sweep, isNew(sweep)) };
}

/** Due or stale, with the day from which each may be disabled; the nearest day first. */
export function onNoticeSection(sweep: Sweep): Section {
  const news = isNew(sweep);
  return {
    title: 'ON NOTICE',
    intro: introOf(sweep),
    items: itemsOf(sweep, (credential) => !news(credential)),
  };
}

function isNew({ changes }: Sweep): (credential: Credential) => boolean {
  return (credential) => changes?.onNotice.has(credential) ?? false;
}

function introOf({ mode, halts }: Sweep): string[] {
  const enforce = mode === 'enforce' || halts.some(({ effect }) => effect === 'ranAsDryRun');
  const what = enforce ? 'is disabled' : 'would be disabled in mode enforce';
  return wrap(
    `Each ${what} on its day or later, unless it is used before then or an exemption in the policy matches.`,
    2,
  );
}

function itemsOf({ evaluation, now }: Sweep, wanted: (credential: Credential) => boolean): Item[] {
  const items = (evaluation?.judged ?? [])
    .filter(isOnNotice)
    .filter(({ credential }) => wanted(credential))
    .toSorted(byDayThenAge)
    .map((judged): GroupedItem => ({
      group: `From ${judged.verdict.actOn} on:`,
      lines: [
        ...wrap(who(judged.credential), 4, 6),
        ...wrap(why(judged.evidence, judged.verdict, now), 6),
        ...keyContextLines(judged, 6),
      ],
      announces: judged.credential,
    }));
  return grouped(items);
}

/** What goes today is not on notice any more. */
function isOnNotice(judged: Judged): judged is OnNotice {
  const { verdict } = judged;
  return verdict.kind === 'due' || (verdict.kind === 'stale' && !verdict.noticeGiven);
}

function byDayThenAge(one: OnNotice, other: OnNotice): number {
  return (
    order(one.verdict.actOn, other.verdict.actOn) ||
    one.verdict.reference.at - other.verdict.reference.at ||
    order(one.credential.user.arn, other.credential.user.arn)
  );
}

function order(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** Those that became stale while on notice; what is done about them today stands elsewhere. */
export function newlyStaleSection({ evaluation, changes }: Sweep): Section {
  const items = (evaluation?.judged ?? []).flatMap(({ credential, verdict }) => {
    const shown =
      verdict.kind === 'stale' &&
      !verdict.noticeGiven &&
      changes?.stale.has(credential) &&
      !changes.onNotice.has(credential);
    return shown ? [{ lines: wrap(`${who(credential)}: from ${verdict.actOn} on`, 2, 4) }] : [];
  });
  return {
    title: 'NEWLY STALE',
    intro: wrap('Were due when the last run judged them, and are past their limit now.', 2),
    items,
  };
}

/** A user who was given an exempting tag overnight is worth a question. */
export function newlyExemptSection({ evaluation, changes }: Sweep): Section {
  const items = (evaluation?.judged ?? []).flatMap(({ credential, verdict }) => {
    if (verdict.kind !== 'exempt' || !changes?.exempt.has(credential)) return [];
    const { tags } = verdict.exemption.match;
    const by = tags ? `, by the tag ${Object.keys(tags).join(' or ')}` : '';
    return [
      {
        lines: ['', ...wrap(who(credential), 2, 4), ...wrap(`${exemptionText(verdict.exemption)}${by}`, 4)],
      },
    ];
  });
  return {
    title: 'NEWLY EXEMPT',
    intro: wrap('Nothing spared these in the last run: a tag, a group, a name or the policy has changed.', 2),
    items,
  };
}
