import { SEVERITIES } from '../account-checks/check';
import { actionSections } from '../digest/actions';
import {
  lateEffectSection,
  lateResetsSection,
  reconciledSection,
  restoredSection,
} from '../digest/earlier-runs';
import type { Section } from '../digest/layout';
import {
  lockConfirmedSection,
  lockedSection,
  locksNotFollowedSection,
  lockUndoneSection,
  notLockedSection,
  unfinishedLocksSection,
} from '../digest/locks';
import { noticeLines, onNoticeOf } from '../digest/on-notice';
import { DAY, utcDate } from '../instant';
import { credentialId } from '../ledger/credential-id';
import type { Candidate } from '../remediation/candidate';
import type { Target } from '../remediation/confirm';
import type { OutcomeKind } from '../remediation/outcome';
import { countsOf, type RunReport } from '../run-report';
import { printableLine } from '../text';
import type { Answer, AnswerItem, FailingCheck, ItemSection } from './answer';
import { fittedAnswer } from './fitted-answer';

/** What the answer needs and the run's report does not have. */
export interface AnswerDetails {
  readonly at: number;
  /** The plan under the account's own limits, in every mode, in its order. */
  readonly planned: readonly { readonly candidate: Candidate; readonly target: Target }[];
  /** The run stops here and waits for its allotment. */
  readonly waits: boolean;
  readonly untold: Answer['untold'];
  readonly caughtUp: boolean;
  readonly durationMs: number;
  readonly iamCalls: number;
}

/** Whose turn comes within so many days is told once more. */
export const GOES_WITHIN_DAYS = 3;

/** What one account's run tells the organization's: the entries of its digest, with what Allot sorts them by. Pure. */
export function answerOf(run: RunReport, details: AnswerDetails): Answer {
  const { planned, waits, at, ...rest } = details;
  const counts = countsOf(run);
  const status = run.halts.length > 0 ? 'halted' : counts.failed > 0 ? 'failed' : 'completed';
  return fittedAnswer({
    version: 1,
    runId: run.runId,
    accountId: run.account.id,
    at,
    status: waits ? 'planned' : status,
    halts: run.halts.map(({ effect, reason, message }) => ({
      effect,
      reason,
      message: printableLine(message),
    })),
    mode: run.evaluated?.mode ?? null,
    counts,
    users: run.report?.users ?? 0,
    activeCredentials: run.evaluated?.evaluation.activeCredentials ?? 0,
    planned: planned.flatMap(({ candidate: { credential, verdict } }) => {
      const id = credentialId(credential);
      return id === undefined ? [] : [{ id, reference: verdict.reference.at }];
    }),
    plannedLeftOut: 0,
    spent: counts.disabled + run.results.filter(mayBeDisabled).length,
    items: [...lockItems(run), ...deedItems(run), ...plannedItems(run, planned), ...noticeItems(run)],
    leftOut: {},
    checks: failingChecks(run),
    record: run.records?.location ?? '',
    ...rest,
  });
}

function mayBeDisabled({ outcome }: RunReport['results'][number]): boolean {
  return outcome.kind === 'failed' && (outcome.mayBeDisabled || outcome.tried === true);
}

/** What people have locked, and what became of it (docs/design.md §5.14), each with the title that it has in the account's digest. */
function lockItems(run: RunReport): AnswerItem[] {
  const titled = (section: ItemSection, source: Section) =>
    itemsOf(section, source, []).map((item) => ({ ...item, lines: [`  ${source.title}`, ...item.lines] }));
  return [
    ...titled('lockAlerts', lockUndoneSection(run)),
    ...titled('lockAlerts', notLockedSection(run)),
    ...titled('lockNews', lockedSection(run)),
    ...titled('lockNews', unfinishedLocksSection(run)),
    ...titled('lockNews', lockConfirmedSection(run)),
    ...titled('lockNews', locksNotFollowedSection(run)),
  ];
}

/** What was done, in this run or as it found out now, and what somebody has enabled again. */
function deedItems(run: RunReport): AnswerItem[] {
  const { caughtUp, report, results } = run;
  const [failed, disabled] = actionSections(run);
  const idsOf = (kind: OutcomeKind) =>
    results
      .filter(({ outcome }) => outcome.kind === kind)
      .map(({ candidate }) => credentialId(candidate.credential));
  const reconciled = (caughtUp?.reconciled?.found ?? []).filter(({ state }) => state.kind !== 'active');
  const lateResets = caughtUp?.lateResets?.kind === 'read' ? caughtUp.lateResets.found : [];
  const unproven = new Set(report?.perhapsNeverDisabled);
  return [
    ...itemsOf('failed', failed, idsOf('failed')),
    ...itemsOf(
      'reconciled',
      reconciledSection(run),
      reconciled.map(({ id }) => id),
    ),
    ...itemsOf(
      'lateEffect',
      lateEffectSection(run),
      (report?.lateEffect ?? []).map(({ id }) => id),
    ),
    ...itemsOf(
      'lateResets',
      lateResetsSection(run),
      lateResets.map(({ id }) => id),
    ),
    ...itemsOf('disabled', disabled, idsOf('disabled')),
    ...itemsOf(
      'restored',
      restoredSection(run),
      (report?.restored ?? []).filter((id) => !unproven.has(id)),
    ),
  ];
}

/** The section's entries, without the empty lines between them. */
function itemsOf(
  section: ItemSection,
  source: Section | undefined,
  ids: readonly (string | undefined)[],
): AnswerItem[] {
  return (source?.items ?? []).map(({ lines }, index) => {
    const id = ids[index];
    return { section, ...(id === undefined ? {} : { id }), lines: lines.filter((line) => line !== '') };
  });
}

/** In the words of a dry-run: that is what it is until an allotment comes. */
function plannedItems(run: RunReport, planned: AnswerDetails['planned']): AnswerItem[] {
  const results = planned.map((each) => ({ ...each, outcome: { kind: 'wouldDisable' as const } }));
  const sections = actionSections({ ...run, results });
  const ids = planned.map(({ candidate }) => credentialId(candidate.credential));
  return sections.flatMap((section) =>
    itemsOf('planned', section, ids).map((item, index) => {
      const reference = planned[index]?.candidate.verdict.reference.at;
      return { ...item, ...(reference === undefined ? {} : { reference }) };
    }),
  );
}

/** All that no delivered mail has announced; of the others those whose turn is near. */
function noticeItems(run: RunReport): AnswerItem[] {
  const soon = utcDate(run.now + GOES_WITHIN_DAYS * DAY);
  return onNoticeOf(run).flatMap((judged): AnswerItem[] => {
    const { actOn, announcedAt, reference } = judged.verdict;
    const id = credentialId(judged.credential);
    const isNew = announcedAt === undefined;
    if (id === undefined || (!isNew && actOn > soon)) return [];
    return [
      {
        section: isNew ? 'newlyOnNotice' : 'onNotice',
        id,
        reference: reference.at,
        actOn,
        lines: noticeLines(run, judged),
      },
    ];
  });
}

function failingChecks({ accountChecks }: RunReport): FailingCheck[] {
  return (accountChecks?.checks ?? []).flatMap(({ id, title, result }) => {
    if (result.kind !== 'failing') return [];
    const { findings } = result;
    const severity =
      SEVERITIES.find((each) => findings.some((finding) => finding.severity === each)) ?? 'low';
    return [{ id, title, severity, findings: findings.length }];
  });
}
