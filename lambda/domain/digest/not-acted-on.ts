import type { Candidate } from '../remediation/candidate';
import { type Credential, idOf } from '../credential';
import { INDISTINGUISHABLE } from '../evaluation/key-identity';
import type { Judged, Evaluation } from '../evaluation/evaluate';
import type { Verdict, VerdictKind } from '../evaluation/verdict';
import type { RunReport } from '../run-report';
import {
  administratorMark,
  breakGlassLines,
  contextLines,
  credentialLabel,
  lastActivity,
  reasonLines,
} from './credential-lines';
import { iamCommand } from './commands';
import { groupedItems, type Item, type Section } from './layout';
import { clean, compareText, count, wrap } from '../text';
import { DAY, type Instant, utcDate } from '../instant';
import { hasEnded } from '../policy/rules';
import type { Exemption, Policy } from '../policy/schema';

type With<K extends VerdictKind> = Judged & { readonly verdict: Extract<Verdict, { kind: K }> };

/** Candidates that this run may not disable because of the limits (docs/design.md §5.4). */
export function overLimitSection(run: RunReport): Section {
  const { planned, halts, now } = run;
  const overLimit = planned?.overLimit ?? [];
  return {
    title: "STALE, AND BEYOND TODAY'S LIMIT",
    intro: wrap(
      halts.some(({ reason }) => reason === 'limits')
        ? `${allowanceText(planned?.allowed)} The policy says to stop when there are more, so none was disabled.`
        : `${allowanceText(planned?.allowed)}${sparedText(run)} Those unused longest come first.${overLimit.some(({ passedOver }) => passedOver) ? ' What an earlier run spared, or failed to disable, comes last.' : ''}${planned?.outOfTime ? ' No time was left to look at all of them; the next run goes on with the others.' : ''}`,
      2,
    ),
    items: overLimit.map((candidate: Candidate) => ({
      lines: [
        '',
        ...wrap(
          `${credentialLabel(candidate.credential)}${administratorMark(run, candidate.credential)}`,
          2,
          4,
        ),
        ...breakGlassLines(candidate.credential),
        ...reasonLines(candidate.evidence, candidate.verdict, now, 4),
        ...contextLines(candidate, { keyId: idOf(candidate.credential) }),
      ],
    })),
  };
}

/**
 * Every stale credential is listed somewhere: what no other section has is listed here. A run may have been halted
 * before their turn, or an earlier run disabled them and the report does not show it yet.
 */
export function leftAloneSection(run: RunReport): Section {
  const { evaluated, planned, results, now } = run;
  const listed = new Set(
    [...results.map(({ candidate }) => candidate), ...(planned?.overLimit ?? [])].map(
      ({ credential }) => credential,
    ),
  );
  return {
    title: 'STALE, AND LEFT ALONE BY THIS RUN',
    intro: wrap('The run did not come to these, or an earlier run has disabled them since the report.', 2),
    items: withVerdict(evaluated, 'stale')
      .filter(({ credential, verdict }) => verdict.noticeGiven && !listed.has(credential))
      .map(({ credential, evidence, verdict, ...context }) => ({
        lines: [
          '',
          ...wrap(`${credentialLabel(credential)}${administratorMark(run, credential)}`, 2, 4),
          ...breakGlassLines(credential),
          ...(evaluated?.disabledEarlier?.has(credential)
            ? wrap('an earlier run disabled it, or may have; a later report will tell', 4)
            : []),
          ...reasonLines(evidence, verdict, now, 4),
          ...contextLines({ credential, ...context }, { keyId: idOf(credential) }),
        ],
      })),
  };
}

/** `allowed` is what earlier runs of the last 20 hours have left of the policy's limits. */
function allowanceText(allowed = 0): string {
  return `By the policy's limits this run may disable ${allowed === 0 ? 'no more' : `at most ${allowed}`}.`;
}

/** What CloudTrail takes out of the plan leaves its part of the allowance to nobody (docs/design.md §5.4). */
function sparedText({ results, useHistories }: RunReport): string {
  const spared = results.filter(
    ({ candidate, outcome }) => outcome.kind === 'refused' && useHistories?.has(candidate.credential),
  ).length;
  return spared === 0 ? '' : ` That includes ${spared} that CloudTrail spared.`;
}

/** Grouped by exemption, so that each reason is printed once. */
export function exemptSection({ evaluated }: RunReport): Section {
  const items = withVerdict(evaluated, 'exempt')
    .map(({ credential, evidence, verdict }) => ({
      groups: [exemptionText(verdict.exemption)],
      lines: wrap(`${credentialLabel(credential)}: ${lastActivity(evidence, verdict.reference)}`, 4, 6),
    }))
    .toSorted((one, other) => compareText(one.groups.join(), other.groups.join()));
  return {
    title: 'EXEMPT',
    intro: wrap('These would be due or stale, but an exemption protects them.', 2),
    items: groupedItems(items),
  };
}

export function heldSection({ evaluated }: RunReport): Section {
  return {
    title: 'HELD',
    intro: wrap('Earlier runs disabled these, or tried to; somebody enabled them again.', 2),
    items: withVerdict(evaluated, 'held').map(({ credential, verdict, ...context }) => ({
      lines: [
        '',
        ...wrap(credentialLabel(credential), 2, 4),
        ...breakGlassLines(credential),
        ...wrap(clean(verdict.cause, 500), 4),
        ...contextLines({ credential, ...context }, { keyId: idOf(credential) }),
      ],
    })),
  };
}

/** Those with the same cause stand together below it. */
export function unclearSection({ evaluated }: RunReport): Section {
  const byCause = new Map<string, Credential[]>();
  for (const { credential, verdict } of withVerdict(evaluated, 'unclear')) {
    byCause.set(verdict.cause, [...(byCause.get(verdict.cause) ?? []), credential]);
  }
  return {
    title: 'UNCLEAR',
    intro: wrap('iam-lapse cannot judge these, and leaves them alone.', 2),
    items: [...byCause].flatMap(([cause, credentials]) => unclearItems(clean(cause, 500), credentials)),
  };
}

function unclearItems(cause: string, credentials: readonly Credential[]): Item[] {
  const [only, ...others] = credentials;
  const advice = cause === INDISTINGUISHABLE ? TWINS_ADVICE : [];
  if (only && others.length === 0) {
    return [{ lines: ['', ...wrap(credentialLabel(only), 2, 4), ...wrap(cause, 4), ...advice] }];
  }
  return credentials.map((credential, index) => ({
    lines: [
      ...(index === 0
        ? ['', ...wrap(`${count(credentials.length, 'credential')}: ${cause}`, 2, 4), ...advice]
        : []),
      ...wrap(credentialLabel(credential), 4, 6),
    ],
  }));
}

/** The mail has no key ids of keys of one second, so the reader needs the list of IAM. */
const TWINS_ADVICE = [
  ...wrap('To see the keys and what each is used for, set NAME and KEY_ID:', 4),
  ...iamCommand({ call: 'list-access-keys', options: [['user-name', { variable: 'NAME' }]] }),
  ...iamCommand({ call: 'get-access-key-last-used', options: [['access-key-id', { variable: 'KEY_ID' }]] }),
  ...wrap(
    'iam-lapse can judge them once their last uses differ, or once only one is left. Delete an inactive one only after you have seen that nobody needs it.',
    4,
  ),
];

function withVerdict<K extends VerdictKind>(evaluated: RunReport['evaluated'], kind: K): With<K>[] {
  return (evaluated?.evaluation.judged ?? []).filter(
    (judged): judged is With<K> => judged.verdict.kind === kind,
  );
}

const DAYS_BEFORE_END = 14;

/** `break-glass (until 2027-06-30): tested once a year` */
export function exemptionText({ name, until, reason }: Exemption): string {
  const end = until === undefined ? 'no end' : `until ${until}`;
  return `${clean(name)} (${end}): ${clean(reason)}`;
}

/** Exemptions that have ended, and those that end soon (docs/design.md §3.3). */
export function endingSection(policy: Policy, now: Instant): Section {
  const soon = utcDate(now + DAYS_BEFORE_END * DAY);
  const items = policy.exemptions.flatMap((exemption) => {
    const { until } = exemption;
    if (until === undefined || until > soon) return [];
    const state = hasEnded(exemption, now) ? 'HAS ENDED, protects nobody' : 'ends soon';
    return [{ lines: wrap(`${exemptionText(exemption)} - ${state}`, 2, 4) }];
  });
  return {
    title: 'EXEMPTIONS THAT ENDED, OR END WITHIN 14 DAYS',
    intro: wrap('Renew these in the policy, or remove them.', 2),
    items,
  };
}

/** A misspelt name in a rule is hard to see in the policy: the rule looks as if it protects somebody. */
export function matchNobodySection(evaluation: Evaluation | undefined): Section {
  const items = (evaluation?.matchNobody ?? []).map(({ kind, rule: { name, match } }) => {
    const entries = [
      ...(['users', 'paths'] as const).flatMap((by) =>
        match[by] ? [`${by} ${match[by].map((entry) => clean(entry)).join(', ')}`] : [],
      ),
      ...(match.keys ? [`keys ${match.keys}`] : []),
    ];
    return { lines: wrap(`${kind} ${clean(name)}: ${entries.join('; ')}`, 2, 4) };
  });
  const asksForKeys = evaluation?.matchNobody.some(({ rule }) => rule.match.keys);
  return {
    title: 'EXEMPTIONS AND OVERRIDES THAT MATCH NOBODY',
    intro: wrap(
      `No user has such a name and path${asksForKeys ? ', and no access key where a rule asks for none' : ''}. Are they misspelt, or no longer needed?`,
      2,
    ),
    items,
  };
}
