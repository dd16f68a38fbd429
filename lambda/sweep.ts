import { act, disable, wouldDisable } from './act';
import { enforcementBarriers } from './barriers';
import { alreadyRan, conclude, type SweepAnswer } from './conclude';
import { type Draft, finish, subscribersOf } from './finish';
import { Halted, orHalt } from './halted';
import { checkHygiene } from './hygiene';
import { inspect, type Judgement, type Seen } from './inspect';
import type { Invocation } from './invocation';
import { LedgerSession } from './ledger-session';
import { evaluateLive, readReport, refuseUserDrop } from './evaluate-live';
import { type FetchedReport, type Ports, RecordExists } from './ports';
import { messageOf } from './message-of';
import { readMode, readPolicy } from './settings';
import { deliverPending, hasRun, openRun, reconcile, refuseIfBusy } from './takeover';
import { candidatesOf } from './domain/act/candidate';
import { allowance, inspectionBudget } from './domain/act/limits';
import { plan } from './domain/act/plan';
import type { AccountId } from './domain/identity';
import { changesSince, judgedRun } from './domain/changes/changes';
import type { JudgedRun } from './domain/ledger/schema';
import { withConfirmed, withPerhapsRestored, withRestored } from './domain/ledger/amend';
import { aftermath, disabledLately, memoryOf } from './domain/ledger/recall';
import type { Evaluation } from './domain/judge/evaluate';
import type { Hygiene } from './domain/hygiene/hygiene';
import type { Mode } from './domain/mode';
import { planRecord } from './domain/record/record';
import type { CredentialReport } from './domain/report/facts';
import { beginSweep, type Sweep } from './domain/sweep';

/** Fixed facts about the account and the deployment. */
export interface SweepOptions {
  readonly account: AccountId;
  readonly deployedPolicySha256: string;
}

/** What a sweep holds while it goes on. */
interface Course {
  readonly draft: Draft;
  readonly invocation: Invocation;
  readonly options: SweepOptions;
  readonly ports: Ports;
  session?: LedgerSession;
  report?: CredentialReport;
  /** What the next run compares itself with. */
  judged?: JudgedRun;
  /** Another run holds the ledger: it is that run's to write. */
  busy?: boolean;
  /** The run has taken the mutex: its records are this delivery's to write. */
  owner?: boolean;
  /** What an earlier run left open has been looked up and will be told. */
  settled?: boolean;
  /** The checks of the account, under way; never rejects. */
  hygiene?: Promise<Hygiene | undefined>;
  /** Between the first write and the last outcome. */
  acting?: boolean;
}

/**
 * One run for the function's caller.
 *
 * @throws SweepHalted or ActionsFailed, after record and digest are out
 */
export async function sweep(
  invocation: Invocation,
  options: SweepOptions,
  ports: Ports,
): Promise<SweepAnswer> {
  const { status, told } = await runSweep(invocation, options, ports);
  return status === 'already-ran' ? alreadyRan(told, ports) : conclude(told, ports);
}

/**
 * One run: read, evaluate, inspect, plan, open, act, tell, close. Whatever goes wrong before the first write
 * halts it where it is, and what is known by then is told; after the first write every failure is an outcome.
 */
export async function runSweep(
  invocation: Invocation,
  options: SweepOptions,
  ports: Ports,
): Promise<{ readonly status: 'done' | 'already-ran'; readonly told: Sweep }> {
  const { runId, trigger } = invocation;
  const start = beginSweep({ runId, trigger, account: options.account, now: ports.clock.now() });
  const draft: Draft = {
    ...start,
    preview: invocation.preview,
    record: ports.records.location(runId),
    recordPage: ports.records.page(runId),
  };
  const course: Course = { draft, invocation, options, ports };
  try {
    const status = await carryOut(course);
    draft.hygiene = await course.hygiene;
    if (status === 'already-ran') return { status, told: draft };
  } catch (error) {
    const halted = error instanceof Halted ? error : unexpected(error, ports);
    draft.halts = [...draft.halts, halted.halt];
    course.busy = halted.halt.reason === 'busy';
    // Halted before they were begun, perhaps; nothing is planned then.
    draft.hygiene = await (course.hygiene ?? checkHygiene(draft, course.report, [], ports));
  }
  const { session, report, judged, busy = false, owner = false, settled = false, acting = false } = course;
  // What may have been done and is not known stays in the plan, for the next run to look up.
  const ending =
    session && !busy ? { session, report, judged, owner, keepOpen: acting || !settled } : undefined;
  await finish(draft, ending, ports);
  return { status: 'done', told: draft };
}

/** A fault of this program's own is told like any other: a sweep that ends without a word is the worst. */
function unexpected(error: unknown, { log }: Ports): Halted {
  const stack = error instanceof Error ? error.stack : undefined;
  log('ERROR', 'unexpected', { error: String(error), stack });
  return new Halted('report', `unexpected failure, please report it: ${String(error)}`, { cause: error });
}

/** @throws Halted */
async function carryOut(course: Course): Promise<'already-ran' | 'done'> {
  const { draft, ports } = course;
  draft.subscribers = await subscribersOf(ports);
  const entered = await enter(course);
  if (entered === 'already-ran') return entered;
  const judgement = await judgeEverybody(course, entered);
  const actions = await inspectAndPlan(course, entered.session, judgement);
  // Beside the actions: IAM allows each kind of call its own pace. It has 30 seconds from here, and is awaited before
  // the outcomes are recorded, which it can delay by what is left of them.
  course.hygiene = checkHygiene(draft, course.report, actions, ports);
  return openAndAct(course, entered.session, judgement, actions);
}

interface Entered {
  readonly session: LedgerSession;
  readonly pendingDelivered: boolean;
}

/** Reads the ledger, and tells what earlier runs left untold. A preview leaves both alone. */
async function enter(course: Course): Promise<Entered | 'already-ran'> {
  const { draft, invocation, options, ports } = course;
  const session = await orHalt('ledger', () => LedgerSession.read(ports.records, options.account.id));
  if (invocation.preview) return { session, pendingDelivered: true };
  if (hasRun(session, invocation)) return 'already-ran';
  refuseIfBusy(session, draft.now);
  course.session = session;
  const pendingDelivered = await deliverPending(session, draft.subscribers, draft.now, ports);
  draft.reconciled = await reconcile(session, draft.now, ports);
  course.settled = true;
  return { session, pendingDelivered };
}

/** Mode, policy and report, and what they make of everybody. */
async function judgeEverybody(
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

/** The last look at those whose day has come, and which of them the limits allow today. @throws Halted */
async function inspectAndPlan(
  { draft, ports }: Course,
  { ledger }: LedgerSession,
  judgement: Judgement & { readonly evaluation: Evaluation },
): Promise<readonly Seen[]> {
  const { evaluation, policy, memory, now } = judgement;
  const candidates = candidatesOf(evaluation, memory);
  const allowed = Math.max(0, allowance(policy.limits, evaluation) - disabledLately(ledger, now));
  draft.allowed = allowed;
  const budget = inspectionBudget(allowed, policy.limits);
  const inspection = await inspect(candidates.slice(0, budget), judgement, ports);
  draft.results = inspection.results;

  const planned = plan(inspection.confirmed, allowed, policy.limits, Math.max(0, candidates.length - budget));
  if (planned.kind === 'stop') {
    const over = [...planned.confirmed.map(({ candidate }) => candidate), ...candidates.slice(budget)];
    draft.waiting = over;
    throw new Halted(
      'limits',
      `${over.length} credentials are to be disabled and ${allowed} are allowed (limits.maxDisabledPerDay ${policy.limits.maxDisabledPerDay}, limits.maxDisabledPercent ${policy.limits.maxDisabledPercent} of ${evaluation.activeCredentials} active ones), with limits.onExceed "stop"`,
    );
  }
  draft.waiting = [...planned.waiting.map(({ candidate }) => candidate), ...candidates.slice(budget)];
  return planned.actions;
}

/** Makes the plan durable, takes the mutex, and does what was planned. @throws Halted */
async function openAndAct(
  course: Course,
  session: LedgerSession,
  judgement: Judgement,
  actions: readonly Seen[],
): Promise<'already-ran' | 'done'> {
  const { draft, invocation, ports } = course;
  const { writer } = ports;
  const enforcing = draft.mode === 'enforce' && writer !== undefined;
  if (!(await keepPlan(planRecord(draft, actions), draft, ports))) return 'already-ran';
  // Dry-run takes the same mutex; nothing that it plans may have been done.
  if (course.session) {
    const opened = await openRun(session, invocation, enforcing ? actions : [], draft.now);
    if (opened === 'already-ran') return opened;
    course.owner = true;
  }
  const executor = enforcing ? disable(writer, ports) : wouldDisable;
  course.acting = true;
  draft.results = [...draft.results, ...(await act(actions, executor, judgement, ports))];
  course.acting = false;
  return 'done';
}

/** Durable before the first write. @returns false when another delivery of this event has made its own */
async function keepPlan(text: string, { runId }: Draft, { records }: Ports): Promise<boolean> {
  try {
    await records.write(runId, 'plan.json', text, 'nothing');
    return true;
  } catch (error) {
    if (error instanceof RecordExists) return false;
    throw new Halted('ledger', `plan.json could not be written: ${messageOf(error)}`, { cause: error });
  }
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
