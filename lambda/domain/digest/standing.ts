import type { Candidate } from '../act/candidate';
import { nameOf } from '../credential';
import type { Judged } from '../judge/evaluate';
import type { Verdict, VerdictKind } from '../judge/verdict';
import type { Sweep } from '../sweep';
import { life, who, why } from './entry';
import { exemptionText } from './exemptions';
import type { Section } from './section';
import { clean, wrap } from './text';

type With<K extends VerdictKind> = Judged & { readonly verdict: Extract<Verdict, { kind: K }> };

/** Stale, notice given, and not today's turn. */
export function waitingSection({ waiting, allowed, halts, now }: Sweep): Section {
  return {
    title: "STALE, AND BEYOND TODAY'S LIMIT",
    intro: wrap(
      halts.some(({ reason }) => reason === 'limits')
        ? `${allowed ?? 0} are allowed today, and the policy says to stop rather than to begin.`
        : `${allowed ?? 0} were allowed today. The longest unused go first.`,
      2,
    ),
    items: waiting.map((candidate: Candidate) => ({
      lines: [
        '',
        ...wrap(who(candidate.credential), 2, 4),
        ...wrap(why(candidate.evidence, candidate.verdict, now), 4),
      ],
    })),
  };
}

/** Due or stale, with the day from which each may be disabled; the nearest day first. */
export function onNoticeSection({ evaluation, mode, halts, now }: Sweep): Section {
  const items = [...of(evaluation, 'due'), ...of(evaluation, 'stale')]
    .filter(({ verdict }) => verdict.kind === 'due' || !verdict.noticeGiven)
    .toSorted(
      (one, other) =>
        order(one.verdict.actOn, other.verdict.actOn) ||
        one.verdict.reference.at - other.verdict.reference.at ||
        order(one.credential.user.arn, other.credential.user.arn),
    )
    .map(({ credential, evidence, verdict }) => ({
      lines: [
        '',
        ...wrap(who(credential), 2, 4),
        ...wrap(`from ${verdict.actOn} on: ${why(evidence, verdict, now)}`, 4),
      ],
      announces: credential,
    }));
  const enforce = mode === 'enforce' || halts.some(({ effect }) => effect === 'ranAsDryRun');
  const what = enforce ? 'is disabled' : 'would be disabled in mode enforce';
  return {
    title: 'ON NOTICE',
    intro: wrap(
      `Each ${what} on its day or later, unless it is used before then or an exemption in the policy matches.`,
      2,
    ),
    items,
  };
}

export function exemptSection({ evaluation }: Sweep): Section {
  return {
    title: 'EXEMPT',
    intro: wrap('Unused for as long as the others, and spared because the policy says so.', 2),
    items: of(evaluation, 'exempt').map(({ credential, evidence, verdict }) => ({
      lines: [
        '',
        ...wrap(who(credential), 2, 4),
        ...wrap(life(evidence, verdict.reference), 4),
        ...wrap(exemptionText(verdict.exemption), 4),
      ],
    })),
  };
}

export function heldSection({ evaluation }: Sweep): Section {
  return {
    title: 'HELD',
    intro: wrap('Somebody brought these back; they are left alone.', 2),
    items: of(evaluation, 'held').map(({ credential, verdict }) => ({
      lines: ['', ...wrap(who(credential), 2, 4), ...wrap(clean(verdict.cause, 500), 4)],
    })),
  };
}

export function unclearSection({ evaluation }: Sweep): Section {
  return {
    title: 'UNCLEAR',
    intro: wrap('Never acted on: what is known is not enough to call them used or unused.', 2),
    items: of(evaluation, 'unclear').map(({ credential, verdict }) => ({
      lines: [
        '',
        ...wrap(`${clean(credential.user.name, 64)}, ${nameOf(credential)}`, 2, 4),
        ...wrap(clean(verdict.cause, 500), 4),
      ],
    })),
  };
}

function of<K extends VerdictKind>(evaluation: Sweep['evaluation'], kind: K): With<K>[] {
  return (evaluation?.judged ?? []).filter((judged): judged is With<K> => judged.verdict.kind === kind);
}

function order(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
