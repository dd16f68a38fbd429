import { orHalt, Halted } from '../errors';
import type { FetchedReport, Ports } from '../ports';
import { neededFacts } from '../domain/account-checks/run-checks';
import { changesSince, judgedRun } from '../domain/changes/changes';
import {
  type Evaluation,
  evaluate,
  type EvaluationInput,
  usersToIdentify,
  usersToLookUp,
} from '../domain/evaluation/evaluate';
import { nobodyReadable, type UserLookup } from '../domain/evaluation/user-evidence';
import type { AccessKey, ReportedUser } from '../domain/credential';
import { indexOf, withKeysNamed } from '../domain/ledger/key-entries';
import type { Ledger } from '../domain/ledger/schema';
import { historyOf } from '../domain/ledger/queries';
import { withoutUnrepeated } from '../domain/ledger/announcements';
import type { Mode } from '../domain/settings';
import { policyOfAccount } from '../domain/policy/of-account';
import { asksAboutGroups } from '../domain/policy/rules';
import type { Halt } from '../domain/halt';
import { count } from '../domain/text';
import type { EvaluationContext } from './confirm';
import type { LoadedReport } from './load-report';
import { unmetPreconditions } from './preconditions';
import type { Recovered } from './recover';
import { listKeys } from './list-keys';
import { learn, type RunContext } from './run';
import type { LoadedSettings } from './settings';

/**
 * Gives every credential its verdict, compares them with the last run's, and decides the effective mode.
 *
 * @throws Halted
 */
export async function evaluateAccount(
  run: RunContext,
  { session, unmetToTell }: Recovered,
  settings: LoadedSettings,
  { fetched, credentialReport }: LoadedReport,
): Promise<EvaluationContext> {
  const { now, account } = run.report;
  const { organization } = run.options;
  const inForce = settings.policy.policy;
  const policy = organization ? policyOfAccount(inForce, { id: account.id, ...organization }) : inForce;
  const input = { report: credentialReport, policy, now, daily: run.report.trigger === 'preview' };
  // The command line's preview has no ledger. It assumes notices, and those do not lapse.
  const { ledger: repeated, lapsed } =
    run.report.trigger === 'preview'
      ? { ledger: session.ledger, lapsed: 0 }
      : withoutUnrepeated(session.ledger, now);
  const { evaluation, ledger } = await evaluateLive(input, repeated, run.ports);
  session.ledger = ledger;
  const history = historyOf(ledger, now);
  const judgedNow = { policy: settings.policy, mode: settings.mode, evaluation };
  const changes = changesSince(ledger.lastRun?.judged, { ...judgedNow, history });
  run.judged = judgedRun(now, judgedNow);
  learn(run, {
    evaluated: {
      evaluation,
      changes,
      disabledEarlier: new Set(
        evaluation.judged.flatMap(({ credential, verdict }) =>
          verdict.kind === 'stale' && history(credential).disabledAt !== undefined ? [credential] : [],
        ),
      ),
      lapsed,
      mode: effectiveMode(run, settings.mode, { fetched, toTell: unmetToTell }),
    },
  });
  const reportRows = new Map(credentialReport.users.map((row) => [row.user.arn, row]));
  return { policy, history, reportRows, now, evaluation };
}

/** Without a precondition of `enforce`, the run continues as dry-run, and fails at its end (docs/design.md §5.2). */
function effectiveMode(
  run: RunContext,
  configured: Mode,
  facts: { readonly fetched: FetchedReport; readonly toTell: readonly Halt[] },
): Mode {
  const { invocation, ports } = run;
  if (invocation.preview || configured === 'dry-run') return 'dry-run';
  const unmet = unmetPreconditions({
    ...facts,
    canWrite: ports.writer !== undefined,
  });
  learn(run, { halts: unmet });
  return unmet.length > 0 ? 'dry-run' : configured;
}

/** An evaluation, and the ledger with the key ids that it took. */
interface Identified {
  readonly evaluation: Evaluation;
  readonly ledger: Ledger;
}

/**
 * Judges everybody, with the tags and groups of those for whom they matter, and with the ids of the keys that are due or
 * stale. Keys whose id the ledger knows are not listed again.
 *
 * @throws Halted
 */
export async function evaluateLive(
  input: Omit<EvaluationInput, 'lookedUp' | 'history' | 'knownKeyId' | 'keyListing'>,
  ledger: Ledger,
  ports: Pick<Ports, 'directory' | 'clock'>,
): Promise<Identified> {
  const { report, policy, now } = input;
  const users = usersToLookUp(report, policy, now);
  const groups = asksAboutGroups(policy);
  const policies = neededFacts(policy.checks).has('privileges');
  const lookedUp = await orHalt('report', () =>
    ports.directory.lookUp(users, { groups, totalUsers: report.users.length, policies }),
  );
  refuseIfNoneReadable([...lookedUp.values()]);
  const index = indexOf(ledger);
  const facts = {
    ...input,
    lookedUp: ({ arn }: ReportedUser) => lookedUp.get(arn),
    knownKeyId: (key: AccessKey) => index.keyIdOf(key),
  };
  const unnamed = evaluate({ ...facts, history: historyOf(ledger, now) });
  const toIdentify = usersToIdentify(unnamed);
  const listings = await orHalt('report', () => listKeys(toIdentify, 'twins', ports));
  const keyListing = ({ arn }: ReportedUser) => listings.get(arn);
  const identified =
    toIdentify.length === 0 ? unnamed : evaluate({ ...facts, keyListing, history: historyOf(ledger, now) });
  const named = withKeysNamed(ledger, identified.judged);
  if (named === ledger) return { evaluation: identified, ledger };
  // What the ledger knew of a key by its second, it now knows by its id.
  return { evaluation: evaluate({ ...facts, keyListing, history: historyOf(named, now) }), ledger: named };
}

/** @throws Halted with the reason `permissions` or `users` */
function refuseIfNoneReadable(users: readonly UserLookup[]): void {
  const first = nobodyReadable(users);
  if (!first) return;
  throw new Halted(
    first.denied ? 'permissions' : 'users',
    `none of the ${count(users.length, 'user')} whose tags matter could be read, so exemptions cannot be applied: ${first.cause}`,
  );
}
