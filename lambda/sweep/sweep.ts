import { summarizeAlreadyRan, summarize, type SweepAnswer } from './summary';
import { Halted } from '../errors';
import type { Invocation } from './invocation';
import type { Ports } from '../ports';
import { emptyRunReport, type RunReport } from '../domain/run-report';
import type { RunContext, RunReportDraft, SweepOptions } from './run';
import { recoverPreviousRun } from './recover';
import { finish, readSubscribers } from './finish';
import { checkAccount } from './account-checks';
import { planActions } from './confirm';
import { evaluateAccount } from './evaluate';
import { openAndAct } from './execute';

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
  return status === 'already-ran' ? summarizeAlreadyRan(told, ports) : summarize(told, ports);
}

/**
 * One run: read, evaluate, confirmCandidates, plan, open, executePlan, tell, close. Whatever goes wrong before the first write
 * halts it where it is, and what is known by then is told; after the first write every failure is an outcome.
 */
export async function runSweep(
  invocation: Invocation,
  options: SweepOptions,
  ports: Ports,
): Promise<{ readonly status: 'done' | 'already-ran'; readonly told: RunReport }> {
  const { runId, trigger } = invocation;
  const start = emptyRunReport({ runId, trigger, account: options.account, now: ports.clock.now() });
  const draft: RunReportDraft = {
    ...start,
    preview: invocation.preview,
    record: ports.records.location(runId),
    recordPage: ports.records.page(runId),
  };
  const course: RunContext = { draft, invocation, options, ports };
  try {
    const status = await carryOut(course);
    draft.hygiene = await course.hygiene;
    if (status === 'already-ran') return { status, told: draft };
  } catch (error) {
    const halted = error instanceof Halted ? error : unexpected(error, ports);
    draft.halts = [...draft.halts, halted.halt];
    course.busy = halted.halt.reason === 'busy';
    // Halted before they were begun, perhaps; nothing is planned then.
    draft.hygiene = await (course.hygiene ?? checkAccount(draft, course.report, [], ports));
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
async function carryOut(course: RunContext): Promise<'already-ran' | 'done'> {
  const { draft, ports } = course;
  draft.subscribers = await readSubscribers(ports);
  const entered = await recoverPreviousRun(course);
  if (entered === 'already-ran') return entered;
  const context = await evaluateAccount(course, entered);
  const actions = await planActions(course, entered.session, context);
  // Beside the actions: IAM allows each kind of call its own pace. It has 30 seconds from here, and is awaited before
  // the outcomes are recorded, which it can delay by what is left of them.
  course.hygiene = checkAccount(draft, course.report, actions, ports);
  return openAndAct(course, entered.session, context, actions);
}
