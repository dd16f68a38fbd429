import pLimit from 'p-limit';
import { arePair, groupByUser, type Candidate, candidatesOf } from '../domain/remediation/candidate';
import { confirm } from '../domain/remediation/confirm';
import type { Outcome, Result } from '../domain/remediation/outcome';
import {
  type Confirmed,
  plan,
  allowance,
  enoughConfirmed,
  inspectionBudget,
} from '../domain/remediation/plan';
import type { Credential } from '../domain/credential';
import type { Instant } from '../domain/instant';
import type { CredentialHistory } from '../domain/evaluation/judge';
import { asksAboutGroups, asksAboutKeys } from '../domain/policy/rules';
import type { Policy } from '../domain/policy/schema';
import type { UserFacts } from '../domain/credential-report/facts';
import { messageOf, Halted } from '../errors';
import type { ReadUserRequest, Ports } from '../ports';
import type { LedgerSession } from '../ledger-session';
import type { Evaluation } from '../domain/evaluation/evaluate';
import { recentlyDisabled } from '../domain/ledger/queries';
import { learn, type RunContext } from './run';
import { timeForWrites } from './turns';

const USER_CONCURRENCY = 8;

/** The inputs of the verdicts. The live look judges by the same ones. */
export interface EvaluationContext {
  readonly policy: Policy;
  readonly history: (credential: Credential) => CredentialHistory;
  /** By user ARN. */
  readonly reportRows: ReadonlyMap<string, UserFacts>;
  readonly now: Instant;
  readonly evaluation: Evaluation;
}

/** A confirmed candidate, with the time of its live look by the monotonic clock. */
export interface ConfirmedAction extends Confirmed {
  readonly readAt: number;
}

export interface Inspection {
  readonly confirmed: readonly ConfirmedAction[];
  /** The outcomes of the candidates that were not confirmed. */
  readonly results: readonly Result[];
}

/** When to stop looking. */
interface Bounds {
  /** So many confirmed candidates settle what the run does. */
  readonly enough: number;
  /** `clock.remaining()` below which no further user is looked at. */
  readonly until: number;
}

interface BoundedInspection extends Inspection {
  /** The candidates without a live look, in the order of their turns. */
  readonly notInspected: readonly Candidate[];
}

/**
 * Takes a live look at the candidates, a few users at a time, in the order of their turns. It ends when the first
 * candidates in that order have yielded enough, or when the time for it is over (docs/design.md §5.3).
 */
export async function confirmCandidates(
  candidates: readonly Candidate[],
  context: EvaluationContext,
  ports: Pick<Ports, 'inspector' | 'clock'>,
  { enough, until }: Bounds,
): Promise<BoundedInspection> {
  const limit = pLimit(USER_CONCURRENCY);
  const confirmed = new Map<Candidate, ConfirmedAction>();
  const results: Result[] = [];
  const inspected = new Set<Candidate>();
  // A later key of a user who was looked at early must not push out an older credential that nobody has looked at.
  let settled = 0;
  let found = 0;
  const isOver = () => {
    for (; settled < candidates.length; settled += 1) {
      const candidate = candidates[settled];
      if (!candidate || !inspected.has(candidate)) break;
      if (confirmed.has(candidate)) found += 1;
    }
    return found >= enough || ports.clock.remaining() < until;
  };
  await Promise.all(
    groupByUser(candidates).map((group) =>
      limit(async () => {
        if (isOver()) return;
        const inspection = await confirmUser(group, context, ports);
        for (const action of inspection.confirmed) confirmed.set(action.candidate, action);
        results.push(...inspection.results);
        for (const candidate of group) inspected.add(candidate);
      }),
    ),
  );
  return {
    confirmed: [...confirmed.values()],
    results,
    notInspected: candidates.filter((candidate) => !inspected.has(candidate)),
  };
}

/** @param candidates of one user, who is read with as few calls as possible */
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
  let liveUser: Awaited<ReturnType<typeof inspector.readUser>>;
  try {
    liveUser = await inspector.readUser(requestFor(candidates, facts, policy));
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
      look: liveUser,
      policy,
      history: history(candidate.credential),
      now,
    });
    if (confirmation.kind === 'confirmed') confirmed.push({ candidate, target: confirmation.target, readAt });
    else results.push({ candidate, outcome: confirmation });
  }
  return withWholePairs({ confirmed, results });
}

/** Of a pair of keys both are confirmed, or neither. */
export function withWholePairs({ confirmed, results }: Inspection): Inspection {
  const isHalf = ({ candidate }: ConfirmedAction) =>
    results.some((result) => arePair(candidate, result.candidate));
  return {
    confirmed: confirmed.filter((action) => !isHalf(action)),
    results: [
      ...results,
      ...confirmed.filter(isHalf).map(({ candidate }) => ({ candidate, outcome: HALF_A_PAIR })),
    ],
  };
}

const HALF_A_PAIR: Outcome = {
  kind: 'refused',
  cause:
    'the user has two keys of the same second and the same last use, and the other one was not confirmed',
};

/** With `judge: user` the signs of life of all the user's credentials count, so all are read (docs/design.md §4.5). */
function requestFor(candidates: readonly Candidate[], { user }: UserFacts, policy: Policy): ReadUserRequest {
  const readAll = policy.judge === 'user';
  const keys = candidates.flatMap(({ credential }) =>
    credential.kind === 'accessKey' && credential.id !== undefined ? [credential.id] : [],
  );
  return {
    user: user.name,
    groups: asksAboutGroups(policy),
    loginProfile: readAll || candidates.some(({ credential }) => credential.kind === 'password'),
    // An empty list asks for the keys without their last use.
    keys: readAll ? 'all' : keys.length > 0 || asksAboutKeys(policy) ? keys : 'none',
  };
}

/**
 * Confirms the candidates, and plans as many of them as the limits allow in this run (docs/design.md §5.3, §5.4).
 *
 * @throws Halted with the reason `limits` if there are more than allowed and the policy says to stop
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
  learn(run, { planned: { allowed, overLimit: [] } });
  const until = timeForWrites(run.ports.clock.remaining());
  const { confirmed, results, notInspected } = await confirmCandidates(
    candidates.slice(0, budget),
    context,
    run.ports,
    { enough: enoughConfirmed(allowed, limits), until },
  );
  const notConfirmed = [...notInspected, ...candidates.slice(budget)];
  const planned = plan(confirmed, allowed, limits, notConfirmed.length);
  const overLimit = [
    ...(planned.kind === 'stop' ? planned.confirmed : planned.waiting).map(({ candidate }) => candidate),
    ...notConfirmed,
  ];
  const outOfTime = notInspected.length > 0 && run.ports.clock.remaining() < until;
  learn(run, { results, planned: { allowed, overLimit, ...(outOfTime ? { outOfTime } : {}) } });
  if (planned.kind === 'go') return planned.actions;
  throw new Halted(
    'limits',
    `${overLimit.length} credentials would be disabled, but ${allowed} are allowed (limits.maxDisabledPerDay ${limits.maxDisabledPerDay}, limits.maxDisabledPercent ${limits.maxDisabledPercent} of ${evaluation.activeCredentials} active ones), and limits.onExceed is "stop"`,
  );
}
