import { act, disable, wouldDisable } from './act';
import { enforcementBarriers } from './barriers';
import { ActionsFailed, Halted, orHalt, SweepHalted } from './halted';
import { inspect } from './inspect';
import type { Invocation } from './invocation';
import type { Ports } from './ports';
import { candidatesOf } from './domain/act/candidate';
import { allowance, inspectionBudget } from './domain/act/limits';
import { plan } from './domain/act/plan';
import { type Counts, countsOf } from './domain/counts';
import { digestOf } from './domain/digest/digest';
import type { AccountId } from './domain/identity';
import type { Instant } from './domain/instant';
import { type Evaluation, evaluate, usersToLookUp } from './domain/judge/evaluate';
import type { LookedUp } from './domain/judge/looked-up';
import { asksAboutGroups } from './domain/judge/rule';
import { isMode, type Mode, MODES } from './domain/mode';
import { parsePolicy } from './domain/policy/parse';
import type { Policy } from './domain/policy/schema';
import type { CredentialReport } from './domain/report/facts';
import { parseCredentialReport } from './domain/report/parse';
import type { PolicyInForce, Sweep } from './domain/sweep';

/** Fixed facts about the account and the deployment. */
export interface SweepOptions {
  readonly account: AccountId;
  readonly deployedPolicySha256: string;
}

/** What the caller of the function gets. */
export interface SweepAnswer {
  readonly runId: string;
  readonly accountId: string;
  readonly trigger: Invocation['trigger'];
  /** The effective mode. */
  readonly mode: Mode;
  readonly status: 'completed';
  /** Confirmed subscribers of the digest topic; null when not known. */
  readonly subscribers: number | null;
  readonly counts: Counts;
}

/** A sweep that is still going on. */
type Draft = { -readonly [K in keyof Sweep]: Sweep[K] };

/**
 * One run: read, evaluate, inspect, plan, act, tell. Whatever goes wrong before the first write halts it
 * where it is, and what is known by then is told; after the first write every failure is an outcome.
 *
 * @throws SweepHalted or ActionsFailed, after the digest is out
 */
export async function sweep(
  invocation: Invocation,
  options: SweepOptions,
  ports: Ports,
): Promise<SweepAnswer> {
  const draft = begin(invocation, options.account, ports.clock.now());
  try {
    await carryOut(draft, invocation, options, ports);
  } catch (error) {
    if (!(error instanceof Halted)) throw error;
    draft.halts = [...draft.halts, error.halt];
  }
  await tell(draft, ports);
  return conclude(draft, ports);
}

function begin({ runId, trigger }: Invocation, account: AccountId, now: Instant): Draft {
  return {
    runId,
    trigger,
    account,
    now,
    mode: undefined,
    halts: [],
    policy: undefined,
    report: undefined,
    subscribers: undefined,
    evaluation: undefined,
    allowed: undefined,
    results: [],
    waiting: [],
  };
}

/** @throws Halted */
async function carryOut(
  draft: Draft,
  invocation: Invocation,
  options: SweepOptions,
  ports: Ports,
): Promise<void> {
  const { now } = draft;
  draft.subscribers = await subscribersOf(ports);
  const { mode, policy } = await readSettings(draft, invocation, options, ports);
  const fetched = await orHalt('report', () => ports.reports.fetch());
  const report = await orHalt('report', () =>
    parseCredentialReport(fetched.content, fetched.generatedAt, draft.account),
  );
  draft.report = { generatedAt: report.generatedAt, users: report.users.length };
  draft.evaluation = await orHalt('report', () => evaluateLive(report, policy, now, ports));

  const barriers =
    mode === 'enforce'
      ? enforcementBarriers({ fetched, subscribers: draft.subscribers, canWrite: ports.writer !== undefined })
      : [];
  draft.halts = barriers;
  draft.mode = barriers.length > 0 ? 'dry-run' : mode;
  if (mode === 'enforce' && policy.noticeDays > 0) {
    throw new Halted(
      'ledger',
      `notice needs the ledger, which this version does not keep yet: noticeDays is ${policy.noticeDays}`,
    );
  }

  const candidates = candidatesOf(draft.evaluation);
  const allowed = allowance(policy.limits, draft.evaluation);
  draft.allowed = allowed;
  const budget = inspectionBudget(allowed, policy.limits);
  const judgement = { policy, rows: new Map(report.users.map((row) => [row.user.arn, row])), now };
  const inspection = await inspect(candidates.slice(0, budget), judgement, ports);
  draft.results = inspection.results;

  const planned = plan(inspection.confirmed, allowed, policy.limits);
  if (planned.kind === 'stop') {
    draft.waiting = candidates;
    throw new Halted(
      'limits',
      `${candidates.length} credentials are to be disabled and ${allowed} are allowed (limits.maxDisabledPerDay ${policy.limits.maxDisabledPerDay}, limits.maxDisabledPercent ${policy.limits.maxDisabledPercent} of ${draft.evaluation.activeCredentials} active ones), with limits.onExceed "stop"`,
    );
  }
  draft.waiting = [...planned.waiting.map(({ candidate }) => candidate), ...candidates.slice(budget)];

  const executor =
    draft.mode === 'enforce' && ports.writer ? disable(ports.writer, ports.clock) : wouldDisable;
  draft.results = [...draft.results, ...(await act(planned.actions, executor, judgement, ports))];
}

/** How many hear of this. Not to know is a reason not to enforce, and no reason not to judge. */
async function subscribersOf({ topic, log }: Ports): Promise<number | undefined> {
  try {
    return await topic.subscribers();
  } catch (error) {
    log('WARN', 'subscribers-unknown', { error: String(error) });
    return undefined;
  }
}

async function readSettings(
  draft: Draft,
  { preview }: Invocation,
  { deployedPolicySha256 }: SweepOptions,
  ports: Ports,
): Promise<{ mode: Mode; policy: Policy }> {
  const settings = await orHalt('policy', () => ports.settings.read());
  const { name, value } = settings.policy;
  if (!value) throw new Halted('policy', `there is no SSM parameter ${name}`);
  const policy = await orHalt('policy', () => parsePolicy(value.text, draft.now));
  draft.policy = {
    policy,
    version: value.version,
    sha256: value.sha256,
    asDeployed: value.sha256 === deployedPolicySha256,
  } satisfies PolicyInForce;
  const mode = settings.mode.value;
  if (mode === undefined) throw new Halted('mode', `there is no SSM parameter ${settings.mode.name}`);
  if (!isMode(mode)) {
    throw new Halted(
      'mode',
      `${settings.mode.name} is ${JSON.stringify(mode.slice(0, 40))}; it must be ${MODES.join(' or ')}`,
    );
  }
  return { mode: preview ? 'dry-run' : mode, policy };
}

async function evaluateLive(
  report: CredentialReport,
  policy: Policy,
  now: Instant,
  ports: Ports,
): Promise<Evaluation> {
  const users = usersToLookUp(report, policy, now);
  const groups = asksAboutGroups(policy);
  const lookedUp = await ports.directory.lookUp(users, { groups, totalUsers: report.users.length });
  refuseIfNoneReadable([...lookedUp.values()]);
  // No ledger remembers an announcement yet, so that notice always starts today.
  const announcements = () => undefined;
  return evaluate({ report, policy, lookedUp: ({ arn }) => lookedUp.get(arn), announcements, now });
}

/** One user who cannot be read is unclear; none at all means that exemptions by tag are not read. */
function refuseIfNoneReadable(users: readonly LookedUp[]): void {
  const [first] = users;
  if (first?.kind !== 'unreadable' || users.some(({ kind }) => kind !== 'unreadable')) return;
  throw new Halted('policy', `no user's tags could be read, and so no exemption by tag: ${first.cause}`);
}

async function tell(draft: Draft, { topic, log }: Ports): Promise<void> {
  const digest = digestOf(draft);
  try {
    await topic.publish(digest);
  } catch (error) {
    const message = `the digest could not be published: ${error instanceof Error ? error.message : String(error)}`;
    draft.halts = [...draft.halts, { effect: 'halted', reason: 'delivery', message }];
    // Nothing done goes untold: what the mail would have said stands in the log.
    log('ERROR', 'digest-not-published', { runId: draft.runId, error: message, ...digest });
  }
}

/** @throws SweepHalted, ActionsFailed */
function conclude(draft: Draft, { log }: Ports): SweepAnswer {
  const { runId, trigger, account, halts, mode = 'dry-run', subscribers } = draft;
  const counts = countsOf(draft);
  const [halt] = halts;
  const status = halt ? 'halted' : counts.failed > 0 ? 'failed' : 'completed';
  log(status === 'completed' ? 'INFO' : 'ERROR', 'sweep-end', {
    runId,
    trigger,
    status,
    mode,
    ...(halt ? { reason: halt.reason, message: halt.message } : {}),
    subscribers: subscribers ?? null,
    counts,
  });
  if (halt) throw new SweepHalted(halt, runId);
  if (counts.failed > 0) throw new ActionsFailed(counts.failed, runId);
  return {
    runId,
    accountId: account.id,
    trigger,
    mode,
    status: 'completed',
    subscribers: subscribers ?? null,
    counts,
  };
}
