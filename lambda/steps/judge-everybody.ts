import { orHalt } from '../halted';
import type { LedgerSession } from '../ledger-session';
import type { FetchedReport, Ports } from '../ports';
import { changesSince, judgedRun } from '../domain/changes/changes';
import type { Evaluation } from '../domain/judge/evaluate';
import { withConfirmed, withPerhapsRestored, withRestored } from '../domain/ledger/amend';
import { aftermath, memoryOf } from '../domain/ledger/recall';
import type { Mode } from '../domain/mode';
import type { CredentialReport } from '../domain/report/facts';
import { enforcementBarriers } from './barriers';
import type { Course, Draft } from './course';
import type { Entered } from './enter';
import { evaluateLive, readReport, refuseUserDrop } from './evaluate-live';
import type { Judgement } from './inspect';
import { readMode, readPolicy } from './settings';

/** Mode, policy and report, and what they make of everybody. */
export async function judgeEverybody(
  course: Course,
  { session, pendingDelivered }: Entered,
): Promise<Judgement & { readonly evaluation: Evaluation }> {
  const { draft, invocation, options, ports } = course;
  const { now } = draft;
  const settings = await orHalt('policy', () => ports.settings.read());
  draft.policy = await readPolicy(settings, options.deployedPolicySha256, now);
  const asked = readMode(settings);
  draft.askedMode = asked;
  const mode = invocation.preview ? 'dry-run' : asked;
  const { policy } = draft.policy;

  const fetched = await orHalt('report', () => ports.reports.fetch());
  const report = await readReport(fetched, draft.account);
  course.report = report;
  draft.report = { generatedAt: report.generatedAt, users: report.users.length };
  refuseUserDrop(report, session.ledger.lastRun?.users);
  rememberAftermath(draft, session, report);
  const memory = memoryOf(session.ledger);
  const evaluation = await evaluateLive({ report, policy, memory, now }, ports);
  draft.evaluation = evaluation;
  const judgedNow = { policy: draft.policy, mode: asked, evaluation };
  draft.changes = changesSince(session.ledger.lastRun?.judged, { ...judgedNow, memory });
  course.judged = judgedRun(now, judgedNow);
  draft.mode = effectiveMode(mode, { draft, fetched, pendingDelivered, ports });
  const rows = new Map(report.users.map((row) => [row.user.arn, row]));
  return { policy, memory, rows, now, evaluation };
}

/** What the report says about what we disabled: confirmed, enabled again, or perhaps never done. */
function rememberAftermath(draft: Draft, session: LedgerSession, report: CredentialReport): void {
  const { confirmed, restored, perhapsRestored } = aftermath(session.ledger, report);
  draft.confirmed = confirmed;
  draft.restored = [...restored, ...perhapsRestored];
  session.ledger = withRestored(
    withConfirmed(withPerhapsRestored(session.ledger, perhapsRestored, draft.now), confirmed, draft.now),
    restored,
    draft.now,
  );
}

/** `enforce` turns into `dry-run`, and into a failed run, where something stands against it. */
function effectiveMode(
  mode: Mode,
  facts: {
    readonly draft: Draft;
    readonly fetched: FetchedReport;
    readonly pendingDelivered: boolean;
    readonly ports: Ports;
  },
): Mode {
  if (mode === 'dry-run') return mode;
  const { draft, fetched, pendingDelivered, ports } = facts;
  const barriers = enforcementBarriers({
    fetched,
    subscribers: draft.subscribers,
    canWrite: ports.writer !== undefined,
    pendingDelivered,
  });
  draft.halts = barriers;
  return barriers.length > 0 ? 'dry-run' : mode;
}
