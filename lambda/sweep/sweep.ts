import { Halted } from '../errors';
import type { LedgerSession } from '../ledger-session';
import type { Ports } from '../ports';
import type { RunReport } from '../domain/run-report';
import { allotted, waitsForAllotment } from './allotment';
import { checkAccount, readAccountFacts, readAlias } from './account-checks';
import { type ConfirmedAction, planActions } from './confirm';
import { evaluateAccount } from './evaluate';
import { disable, executePlan, wouldDisable } from './execute';
import { finish } from './finish';
import type { Invocation } from './invocation';
import { loadReport } from './load-report';
import { openRun, recordPlan } from './open-run';
import { sparingResetPasswords } from './password-resets';
import { recoverPreviousRun } from './recover';
import { addHalt, learn, type RunContext, startRun, type SweepOptions } from './run';
import { summarize, summarizeAlreadyRan, type SweepAnswer } from './summary';
import { sparingUsedSince } from './use-events';

/**
 * Makes a run, and returns what the function returns.
 *
 * @throws SweepHalted or ActionsFailed, after records and digest are out (docs/design.md §3.4)
 */
export async function sweep(
  invocation: Invocation,
  options: SweepOptions,
  ports: Ports,
): Promise<SweepAnswer> {
  const { status, report } = await runSweep(invocation, options, ports);
  return status === 'already-ran' ? summarizeAlreadyRan(report, ports) : summarize(report, ports);
}

/**
 * Makes a run (docs/design.md §5): "Whatever goes wrong before the first write halts the run. After the first write,
 * every failure is an outcome." The digest of a halted run reports what is known by then.
 */
export async function runSweep(
  invocation: Invocation,
  options: SweepOptions,
  ports: Ports,
): Promise<{ readonly status: 'done' | 'already-ran'; readonly report: RunReport }> {
  const run = startRun(invocation, options, ports);
  try {
    if ((await carryOut(run)) === 'already-ran') return { status: 'already-ran', report: run.report };
    learn(run, await checkAccount(run));
  } catch (error) {
    const { halt } = error instanceof Halted ? error : unexpected(error, ports);
    addHalt(run, halt);
    // Only the other run may write the ledger now.
    if (halt.reason === 'busy') run.session = undefined;
    // If the run was halted before the facts were read, nothing is planned.
    if (run.credentialReport) run.accountFacts ??= readAccountFacts(run.report, [], ports);
    learn(run, await checkAccount(run));
  }
  run.alias ??= readAlias(ports);
  learn(run, await run.alias);
  return { status: 'done', report: await finish(run) };
}

/** Reports a bug of our own like any other halt: a run must never end silently. */
function unexpected(error: unknown, { log }: Ports): Halted {
  const stack = error instanceof Error ? error.stack : undefined;
  log('ERROR', 'unexpected', { error: String(error), stack });
  return new Halted('internal', `unexpected failure, please report it: ${String(error)}`, { cause: error });
}

/** @throws Halted */
async function carryOut(run: RunContext): Promise<'already-ran' | 'done'> {
  const { ports } = run;
  const recovered = await recoverPreviousRun(run);
  if (recovered === 'already-ran') return recovered;
  const { session, settings } = recovered;
  // Only the digest and result.json need it, so the run does not wait for it until then.
  run.alias = readAlias(ports);
  const report = await loadReport(run, session);
  const context = await evaluateAccount(run, recovered, settings, report);
  // CloudTrail is asked about no more than what may be disabled: its calls are few, and so is the time for them.
  const mayAct = allotted(run, await planActions(run, session, context));
  const actions = await sparingUsedSince(run, mayAct, context);
  run.plan = actions;
  run.endedBefore = context.evaluation.judged
    .map(({ credential }) => credential)
    .filter((credential) => context.history(credential).disabledAt !== undefined);
  // The facts for the account checks are read in parallel with the actions, because IAM throttles each kind of call
  // separately. The reads have 30 seconds from here. They are awaited before the outcomes are recorded, and can delay
  // the record by the rest of that time.
  run.accountFacts = readAccountFacts(run.report, actions, ports);
  if (waitsForAllotment(run, actions)) {
    run.phase = 'waiting';
    return 'done';
  }
  const writer = run.report.evaluated?.mode === 'enforce' ? ports.writer : undefined;
  // A dry-run takes the same mutex, with an empty plan, because it does nothing that a later run must look up.
  if ((await open(run, session, actions, writer ? actions : [])) === 'already-ran') return 'already-ran';
  run.phase = 'executing';
  const { generatedAt } = report.fetched;
  const executor = writer
    ? sparingResetPasswords(
        disable(writer, ports),
        { generatedAt, context, onUnread: (eventsUnread) => learn(run, { eventsUnread }) },
        ports,
      )
    : wouldDisable;
  const results = await executePlan(actions, executor, context, ports);
  learn(run, { results: [...run.report.results, ...results] });
  run.phase = 'executed';
  return 'done';
}

/** Records the plan twice before the first write: in `plan.json` for people, and in the ledger for the next run. */
async function open(
  run: RunContext,
  session: LedgerSession,
  planned: readonly ConfirmedAction[],
  mayBeDone: readonly ConfirmedAction[],
): Promise<'opened' | 'already-ran'> {
  const { invocation, ports, report } = run;
  if ((await recordPlan(report, planned, ports)) === 'already-ran') return 'already-ran';
  // A preview has no session, and takes no mutex.
  if (!run.session) return 'opened';
  const opened = await openRun(session, invocation, mayBeDone, report.now);
  if (opened === 'opened') run.phase = 'opened';
  return opened;
}
