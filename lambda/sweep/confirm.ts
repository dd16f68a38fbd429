import pLimit from 'p-limit';
import { groupByUser, type Candidate, candidatesOf } from '../domain/remediation/candidate';
import { confirm } from '../domain/remediation/confirm';
import type { Result } from '../domain/remediation/outcome';
import { type Confirmed, plan } from '../domain/remediation/plan';
import type { Credential } from '../domain/credential';
import type { Instant } from '../domain/instant';
import type { CredentialHistory } from '../domain/evaluation/judge';
import { asksAboutGroups } from '../domain/policy/rules';
import type { Policy } from '../domain/policy/schema';
import type { UserFacts } from '../domain/credential-report/facts';
import { messageOf, Halted } from '../errors';
import type { ReadUserRequest, Ports } from '../ports';
import type { LedgerSession } from '../ledger-session';
import { allowance, inspectionBudget } from '../domain/remediation/limits';
import type { Evaluation } from '../domain/evaluation/evaluate';
import { recentlyDisabled } from '../domain/ledger/queries';
import { learn, type RunContext } from './run';

const USER_CONCURRENCY = 8;

/** What judges a last look. */
export interface EvaluationContext {
  readonly policy: Policy;
  readonly history: (credential: Credential) => CredentialHistory;
  /** The report's reportRows, by user ARN. */
  readonly reportRows: ReadonlyMap<string, UserFacts>;
  readonly now: Instant;
  readonly evaluation: Evaluation;
}

/** A candidate that was confirmed, with the time of the last look by the clock that only goes forward. */
export interface ConfirmedAction extends Confirmed {
  readonly readAt: number;
}

export interface Inspection {
  readonly confirmed: readonly ConfirmedAction[];
  /** The others, each with what took it away. */
  readonly results: readonly Result[];
}

/** Takes a last look at every candidate, a few users at a time. It can only take away. */
export async function confirmCandidates(
  candidates: readonly Candidate[],
  context: EvaluationContext,
  ports: Pick<Ports, 'inspector' | 'clock'>,
): Promise<Inspection> {
  const limit = pLimit(USER_CONCURRENCY);
  const inspections = await Promise.all(
    groupByUser(candidates).map((ofUser) => limit(() => confirmUser(ofUser, context, ports))),
  );
  return {
    confirmed: inspections.flatMap(({ confirmed }) => confirmed),
    results: inspections.flatMap(({ results }) => results),
  };
}

/** Candidates that are all of one user, read with as few calls as it takes. */
export async function confirmUser(
  candidates: readonly Candidate[],
  { policy, history, reportRows, now }: EvaluationContext,
  { inspector, clock }: Pick<Ports, 'inspector' | 'clock'>,
): Promise<Inspection> {
  const confirmed: ConfirmedAction[] = [];
  const results: Result[] = [];
  const readAt = clock.elapsed();
  const [first] = candidates;
  const facts = first && reportRows.get(first.credential.user.arn);
  if (!facts) return { confirmed, results };
  let look: Awaited<ReturnType<typeof inspector.readUser>>;
  try {
    look = await inspector.readUser(requestFor(candidates, facts, policy));
  } catch (error) {
    return {
      confirmed,
      results: candidates.map((candidate) => ({
        candidate,
        outcome: {
          kind: 'failed',
          cause: `not touched; the last look failed: ${messageOf(error)}`,
          mayBeDisabled: false,
        },
      })),
    };
  }
  for (const candidate of candidates) {
    const confirmation = confirm({
      candidate,
      facts,
      look,
      policy,
      history: history(candidate.credential),
      now,
    });
    if (confirmation.kind === 'confirmed') confirmed.push({ candidate, target: confirmation.target, readAt });
    else results.push({ candidate, outcome: confirmation });
  }
  return { confirmed, results };
}

/** `judge: user`: a sign of life on any of the user's credentials counts, so that all of them are read. */
function requestFor(candidates: readonly Candidate[], { user }: UserFacts, policy: Policy): ReadUserRequest {
  const all = policy.judge === 'user';
  const keys = candidates.flatMap(({ credential }) =>
    credential.kind === 'accessKey' && credential.createdAt !== undefined ? [credential.createdAt] : [],
  );
  return {
    user: user.name,
    groups: asksAboutGroups(policy),
    loginProfile: all || candidates.some(({ credential }) => credential.kind === 'password'),
    keys: all ? 'all' : keys.length > 0 ? keys : 'none',
  };
}

/**
 * Confirms those whose day has come, and takes as many of them as the limits allow in this run.
 *
 * @throws Halted with the reason `limits`, when the policy says to stop rather than to begin
 */
export async function planActions(
  run: RunContext,
  { ledger }: LedgerSession,
  context: EvaluationContext,
): Promise<readonly ConfirmedAction[]> {
  const { evaluation, policy, history, now } = context;
  const { limits } = policy;
  const candidates = candidatesOf(evaluation, history);
  const allowed = Math.max(0, allowance(limits, evaluation) - recentlyDisabled(ledger, now));
  const budget = inspectionBudget(allowed, limits);
  const notConfirmed = candidates.slice(budget);
  learn(run, { planned: { allowed, overLimit: [] } });
  const { confirmed, results } = await confirmCandidates(candidates.slice(0, budget), context, run.ports);
  const planned = plan(confirmed, allowed, limits, notConfirmed.length);
  const overLimit = [
    ...(planned.kind === 'stop' ? planned.confirmed : planned.waiting).map(({ candidate }) => candidate),
    ...notConfirmed,
  ];
  learn(run, { results, planned: { allowed, overLimit } });
  if (planned.kind === 'go') return planned.actions;
  throw new Halted(
    'limits',
    `${overLimit.length} credentials are to be disabled and ${allowed} are allowed (limits.maxDisabledPerDay ${limits.maxDisabledPerDay}, limits.maxDisabledPercent ${limits.maxDisabledPercent} of ${evaluation.activeCredentials} active ones), with limits.onExceed "stop"`,
  );
}
