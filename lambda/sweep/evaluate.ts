import { orHalt, Halted } from '../errors';
import type { LedgerSession } from '../ledger-session';
import type { FetchedReport, Ports } from '../ports';
import { changesSince, judgedRun } from '../domain/changes/changes';
import {
  type Evaluation,
  evaluate,
  type EvaluationInput,
  usersToLookUp,
} from '../domain/evaluation/evaluate';
import { withConfirmed, withPossiblyRestored, withRestored } from '../domain/ledger/updates';
import { compareWithReport, historyOf } from '../domain/ledger/queries';
import type { Mode } from '../domain/mode';
import type { CredentialReport } from '../domain/credential-report/facts';
import { unmetPreconditions } from './preconditions';
import type { RunContext, RunReportDraft } from './run';
import type { Recovered } from './recover';
import type { EvaluationContext } from './confirm';
import { readMode, readPolicy } from './settings';
import type { AccountId } from '../domain/identity';
import type { UserLookup } from '../domain/evaluation/user-lookup';
import { asksAboutGroups } from '../domain/policy/rules';
import { parseCredentialReport } from '../domain/credential-report/parse';

/** Mode, policy and report, and what they make of everybody. */
export async function evaluateAccount(
  course: RunContext,
  { session, pendingDelivered }: Recovered,
): Promise<EvaluationContext & { readonly evaluation: Evaluation }> {
  const { draft, invocation, options, ports } = course;
  const { now } = draft;
  const settings = await orHalt('policy', () => ports.settings.read());
  draft.policy = await readPolicy(settings, options.deployedPolicySha256, now);
  const asked = readMode(settings);
  draft.configuredMode = asked;
  const mode = invocation.preview ? 'dry-run' : asked;
  const { policy } = draft.policy;

  const fetched = await orHalt('report', () => ports.reports.fetch());
  const report = await readReport(fetched, draft.account);
  course.report = report;
  draft.report = { generatedAt: report.generatedAt, users: report.users.length };
  refuseUserDrop(report, session.ledger.lastRun?.users);
  applyReportComparison(draft, session, report);
  const history = historyOf(session.ledger);
  const evaluation = await evaluateLive({ report, policy, history, now }, ports);
  draft.evaluation = evaluation;
  const judgedNow = { policy: draft.policy, mode: asked, evaluation };
  draft.changes = changesSince(session.ledger.lastRun?.judged, { ...judgedNow, history });
  course.judged = judgedRun(now, judgedNow);
  draft.mode = effectiveMode(mode, { draft, fetched, pendingDelivered, ports });
  const reportRows = new Map(report.users.map((row) => [row.user.arn, row]));
  return { policy, history, reportRows, now, evaluation };
}

/** What the report says about what we disabled: confirmed, enabled again, or perhaps never done. */
function applyReportComparison(
  draft: RunReportDraft,
  session: LedgerSession,
  report: CredentialReport,
): void {
  const { confirmed, restored, possiblyRestored } = compareWithReport(session.ledger, report);
  draft.confirmed = confirmed;
  draft.restored = [...restored, ...possiblyRestored];
  session.ledger = withRestored(
    withConfirmed(withPossiblyRestored(session.ledger, possiblyRestored, draft.now), confirmed, draft.now),
    restored,
    draft.now,
  );
}

/** `enforce` turns into `dry-run`, and into a failed run, where something stands against it. */
function effectiveMode(
  mode: Mode,
  facts: {
    readonly draft: RunReportDraft;
    readonly fetched: FetchedReport;
    readonly pendingDelivered: boolean;
    readonly ports: Ports;
  },
): Mode {
  if (mode === 'dry-run') return mode;
  const { draft, fetched, pendingDelivered, ports } = facts;
  const unmet = unmetPreconditions({
    fetched,
    subscribers: draft.subscribers,
    canWrite: ports.writer !== undefined,
    pendingDelivered,
  });
  draft.halts = unmet;
  return unmet.length > 0 ? 'dry-run' : mode;
}

/** @throws Halted with the reason `report` */
export function readReport(fetched: FetchedReport, account: AccountId): Promise<CredentialReport> {
  return orHalt('report', () => parseCredentialReport(fetched.content, fetched.generatedAt, account));
}

/**
 * "A report with over 20% and over 5 users fewer than the last readable one halts once": it may be cut short
 * in a way that shows nowhere else. No user at all where there were some is the same.
 *
 * @throws Halted with the reason `user-drop`
 */
export function refuseUserDrop({ users }: CredentialReport, before: number | undefined): void {
  if (before === undefined || before === 0) return;
  const missing = before - users.length;
  if (users.length > 0 && !(missing > 5 && missing > before * 0.2)) return;
  throw new Halted(
    'user-drop',
    `the credential report has ${users.length} users, and the last one had ${before}`,
  );
}

/** Judges everybody, with the tags and groups of those for whom they matter. @throws Halted */
export async function evaluateLive(
  input: Omit<EvaluationInput, 'lookedUp'>,
  { directory }: Pick<Ports, 'directory'>,
): Promise<Evaluation> {
  const { report, policy, now } = input;
  const users = usersToLookUp(report, policy, now);
  const groups = asksAboutGroups(policy);
  const lookedUp = await orHalt('report', () =>
    directory.lookUp(users, { groups, totalUsers: report.users.length }),
  );
  refuseIfNoneReadable([...lookedUp.values()]);
  return evaluate({ ...input, lookedUp: ({ arn }) => lookedUp.get(arn) });
}

/** One user who cannot be read is unclear; none at all means that exemptions by tag are not read. */
function refuseIfNoneReadable(users: readonly UserLookup[]): void {
  const [first] = users;
  if (first?.kind !== 'unreadable' || users.some(({ kind }) => kind !== 'unreadable')) return;
  throw new Halted('policy', `no user's tags could be read, and so no exemption by tag: ${first.cause}`);
}
