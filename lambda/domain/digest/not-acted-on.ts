import type { Candidate } from '../remediation/candidate';
import type { Judged } from '../evaluation/evaluate';
import type { Verdict, VerdictKind } from '../evaluation/verdict';
import type { RunReport } from '../run-report';
import { lastActivity, credentialLabel, reasonLine, keyContextLines } from './credential-lines';
import { exemptionText } from './exemptions';
import { groupedItems, type Section } from './layout';
import { clean, wrap } from '../text';

type With<K extends VerdictKind> = Judged & { readonly verdict: Extract<Verdict, { kind: K }> };

/** Stale, notice given, and not today's turn. */
export function overLimitSection({ planned, halts, now }: RunReport): Section {
  return {
    title: "STALE, AND BEYOND TODAY'S LIMIT",
    intro: wrap(
      halts.some(({ reason }) => reason === 'limits')
        ? `${roomFor(planned?.allowed)}, and the policy says to stop rather than to begin.`
        : `${roomFor(planned?.allowed)}. The longest unused go first.`,
      2,
    ),
    items: (planned?.overLimit ?? []).map((candidate: Candidate) => ({
      lines: [
        '',
        ...wrap(credentialLabel(candidate.credential), 2, 4),
        ...wrap(reasonLine(candidate.evidence, candidate.verdict, now), 4),
        ...keyContextLines(candidate),
      ],
    })),
  };
}

/** What other runs did in the last 20 hours is counted, too. */
function roomFor(allowed = 0): string {
  return `By the policy's limits ${allowed === 0 ? 'no more' : `at most ${allowed}`} may go in this run`;
}

/** By exemption: what it is for is said once. */
export function exemptSection({ evaluated }: RunReport): Section {
  const items = of(evaluated, 'exempt')
    .map(({ credential, evidence, verdict }) => ({
      group: exemptionText(verdict.exemption),
      lines: wrap(`${credentialLabel(credential)}: ${lastActivity(evidence, verdict.reference)}`, 4, 6),
    }))
    .toSorted((one, other) => order(one.group, other.group));
  return {
    title: 'EXEMPT',
    intro: wrap('Unused for as long as the others, and spared because the policy says so.', 2),
    items: groupedItems(items),
  };
}

export function heldSection({ evaluated }: RunReport): Section {
  return {
    title: 'HELD',
    intro: wrap('Somebody brought these back.', 2),
    items: of(evaluated, 'held').map(({ credential, verdict }) => ({
      lines: ['', ...wrap(credentialLabel(credential), 2, 4), ...wrap(clean(verdict.cause, 500), 4)],
    })),
  };
}

export function unclearSection({ evaluated }: RunReport): Section {
  return {
    title: 'UNCLEAR',
    intro: wrap('Never acted on: what is known is not enough to call them used or unused.', 2),
    items: of(evaluated, 'unclear').map(({ credential, verdict }) => ({
      lines: ['', ...wrap(credentialLabel(credential), 2, 4), ...wrap(clean(verdict.cause, 500), 4)],
    })),
  };
}

function of<K extends VerdictKind>(evaluated: RunReport['evaluated'], kind: K): With<K>[] {
  return (evaluated?.evaluation.judged ?? []).filter(
    (judged): judged is With<K> => judged.verdict.kind === kind,
  );
}

function order(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
