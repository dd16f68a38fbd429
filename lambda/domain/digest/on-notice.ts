import type { ExemptBefore } from '../changes/changes';
import type { Credential } from '../credential';
import type { Judged } from '../evaluation/evaluate';
import type { Verdict } from '../evaluation/verdict';
import type { RunReport } from '../run-report';
import { credentialLabel, reasonLine, keyContextLines } from './credential-lines';
import { exemptionText } from './exemptions';
import { groupedItems, type GroupedItem, type Item, type Section } from './layout';
import { clean, wrap } from '../text';

type OnNotice = Judged & { readonly verdict: Extract<Verdict, { kind: 'due' | 'stale' }> };

/** Named to nobody before. To the first run everything is new, so that there nothing is. */
export function newlyOnNoticeSection(run: RunReport): Section {
  return { title: 'NEWLY ON NOTICE', intro: introOf(run), items: itemsOf(run, isNew(run)) };
}

/** Due or stale, with the day from which each may be disabled; the nearest day first. */
export function onNoticeSection(run: RunReport): Section {
  const news = isNew(run);
  return {
    title: 'ON NOTICE',
    intro: introOf(run),
    items: itemsOf(run, (credential) => !news(credential)),
  };
}

function isNew({ evaluated }: RunReport): (credential: Credential) => boolean {
  return (credential) => evaluated?.changes?.onNotice.has(credential) ?? false;
}

function introOf({ settings }: RunReport): string[] {
  const enforce = settings?.mode === 'enforce';
  const what = enforce ? 'is disabled' : 'would be disabled in mode enforce';
  return wrap(
    `Each ${what} on its day or later, unless it is used before then or an exemption in the policy matches.`,
    2,
  );
}

function itemsOf({ evaluated, now }: RunReport, wanted: (credential: Credential) => boolean): Item[] {
  const changes = evaluated?.changes;
  const items = (evaluated?.evaluation.judged ?? [])
    .filter(isOnNotice)
    .filter(({ credential }) => wanted(credential))
    .toSorted(byDayThenAge)
    .map((judged): GroupedItem => ({
      group: `From ${judged.verdict.actOn} on:`,
      lines: [
        ...wrap(credentialLabel(judged.credential), 4, 6),
        ...wrap(reasonLine(judged.evidence, judged.verdict, now), 6),
        ...sparedLines(changes?.spared.get(judged.credential)),
        ...(changes?.stale.has(judged.credential) ? wrap('past its limit since the last run', 6) : []),
        ...keyContextLines(judged, { indent: 6 }),
      ],
      announces: judged.credential,
    }));
  return groupedItems(items);
}

/** The exemption has ended or was taken out, or its match has changed: perhaps by mistake. */
function sparedLines(exemption: string | undefined): string[] {
  return exemption === undefined ? [] : wrap(`WAS SPARED until the last run by ${clean(exemption)}`, 6);
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

/** The credentials that an exemption spares that did not spare them in the last run, and what they were then. */
export function newlyExemptSection({ evaluated }: RunReport): Section {
  const items = (evaluated?.evaluation.judged ?? []).flatMap(({ credential, verdict }) => {
    const before = evaluated?.changes?.exempt.get(credential);
    if (verdict.kind !== 'exempt' || !before) return [];
    const { tags } = verdict.exemption.match;
    const by = tags ? `, by the tag ${Object.keys(tags).join(' or ')}` : '';
    return [
      {
        lines: [
          '',
          ...wrap(credentialLabel(credential), 2, 4),
          ...wrap(`${BEFORE[before.kind]}${before.kind === 'otherwise' ? clean(before.exemption) : ''}`, 4),
          ...wrap(`spared by ${exemptionText(verdict.exemption)}${by}`, 4),
        ],
      },
    ];
  });
  return { title: 'NEWLY EXEMPT', intro: wrap('Would be on notice, did nothing spare them.', 2), items };
}

const BEFORE: Readonly<Record<ExemptBefore['kind'], string>> = {
  // Somebody who was told took care of it: perhaps with a tag that is not theirs to set.
  onNotice: 'WAS ON NOTICE until the last run: a tag, a group, a name or the policy has changed',
  notYet: 'was within its limit until the last run',
  otherwise: 'was spared until the last run by ',
};
