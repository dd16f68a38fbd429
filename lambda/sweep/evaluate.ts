import { orHalt, Halted } from '../errors';
import type { FetchedReport, Ports } from '../ports';
import { changesSince, judgedRun } from '../domain/changes/changes';
import {
  type Evaluation,
  evaluate,
  type EvaluationInput,
  usersToLookUp,
} from '../domain/evaluation/evaluate';
import type { UserLookup } from '../domain/evaluation/user-lookup';
import { historyOf } from '../domain/ledger/queries';
import { withoutUnrepeated } from '../domain/ledger/updates';
import type { Mode } from '../domain/mode';
import { asksAboutGroups } from '../domain/policy/rules';
import type { EvaluationContext } from './confirm';
import type { LoadedReport } from './load-report';
import { unmetPreconditions } from './preconditions';
import type { Recovered } from './recover';
import { learn, type RunContext } from './run';
import type { LoadedSettings } from './settings';

/**
 * Gives every credential its verdict, compares them with the last run's, and decides the effective mode.
 *
 * @throws Halted
 */
export async function evaluateAccount(
  run: RunContext,
  { session, pendingDelivered }: Recovered,
  settings: LoadedSettings,
  { fetched, credentialReport }: LoadedReport,
): Promise<EvaluationContext> {
  const { now } = run.report;
  const { policy } = settings.policy;
  const { ledger, lapsed } = withoutUnrepeated(session.ledger, now);
  session.ledger = ledger;
  const history = historyOf(ledger);
  const evaluation = await evaluateLive({ report: credentialReport, policy, history, now }, run.ports);
  const judgedNow = { policy: settings.policy, mode: settings.mode, evaluation };
  const changes = changesSince(ledger.lastRun?.judged, { ...judgedNow, history });
  run.judged = judgedRun(now, judgedNow);
  learn(run, {
    evaluated: {
      evaluation,
      changes,
      lapsed,
      mode: effectiveMode(run, settings.mode, { fetched, pendingDelivered }),
    },
  });
  const reportRows = new Map(credentialReport.users.map((row) => [row.user.arn, row]));
  return { policy, history, reportRows, now, evaluation };
}

/** Without a precondition of `enforce`, the run continues as dry-run, and fails at its end (docs/design.md §5.2). */
function effectiveMode(
  run: RunContext,
  configured: Mode,
  facts: { readonly fetched: FetchedReport; readonly pendingDelivered: boolean },
): Mode {
  const { invocation, ports, report } = run;
  if (invocation.preview || configured === 'dry-run') return 'dry-run';
  const unmet = unmetPreconditions({
    ...facts,
    audience: { subscribers: report.subscribers, uncounted: report.uncounted },
    canWrite: ports.writer !== undefined,
  });
  learn(run, { halts: unmet });
  return unmet.length > 0 ? 'dry-run' : configured;
}

/**
 * Judges all credentials. Reads tags and groups only of the users for whom they matter (docs/design.md §4.6).
 *
 * @throws Halted
 */
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

/**
 * A user who cannot be read is `unclear`. If none can be read, no exemption by tag works: halt (docs/design.md §4.6).
 */
function refuseIfNoneReadable(users: readonly UserLookup[]): void {
  const [first] = users;
  if (first?.kind !== 'unreadable' || users.some(({ kind }) => kind !== 'unreadable')) return;
  throw new Halted(
    'policy',
    `no user's tags could be read, so exemptions by tag cannot be applied: ${first.cause}`,
  );
}
