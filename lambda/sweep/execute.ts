import pLimit from 'p-limit';
import type { Target } from '../domain/remediation/confirm';
import {
  type WriteResponse,
  mayStillChange,
  type ReadBack,
  outcomeOf,
  type Outcome,
  type Result,
} from '../domain/remediation/outcome';
import { MINUTE } from '../domain/instant';
import { confirmUser, type EvaluationContext, type ConfirmedAction } from './confirm';
import type { Ports, Writer } from '../ports';
import { type OfUser, Turns } from './turns';

const USER_CONCURRENCY = 4;
/** Kept free for the read-backs, the digest and the log. */
export const RESERVED_MS = 30_000;
/** No IAM call is made in the last 20 seconds (docs/design.md §5.13), so nobody waits for one. */
const END_OF_CALLS_MS = 20_000;
export const MAX_EVIDENCE_AGE_MS = 5 * MINUTE;
/**
 * IAM's reads lag behind its writes: the pauses before each further read-back (docs/design.md §5.6). A read-back that
 * still shows it active is taken as evidence that nothing was done, so it must not come too soon.
 */
const READ_BACK_DELAYS_MS = [1_000, 2_000, 4_000, 8_000, 16_000];

/** Carries out the planned actions of one user. The modes differ in nothing else (docs/design.md §5.4). */
export type Executor = (actions: OfUser) => Promise<readonly Outcome[]>;

/** `dry-run`: does nothing. */
export const wouldDisable: Executor = async (actions) => actions.map(() => ({ kind: 'wouldDisable' }));

/** A credential to disable, and when the evidence for it was read, by the monotonic clock. */
export type Action = Pick<ConfirmedAction, 'target' | 'readAt'>;

/** `enforce`: makes the writes for one user, then derives the outcomes from a read-back. */
export function disable(
  writer: Writer,
  ports: Pick<Ports, 'inspector' | 'clock'>,
): (actions: readonly Action[]) => Promise<readonly Outcome[]> {
  return async (actions) => {
    const written: Written[] = [];
    const outcomes = new Map<Action, Outcome>();
    for (const action of actions) {
      // The previous write may have taken minutes, because IAM throttled it.
      if (isOld(action, ports.clock)) outcomes.set(action, TOO_OLD);
      else written.push({ action, response: await writer.disable(action.target) });
    }
    for (const kind of ['password', 'accessKey'] as const) {
      const ofKind = written.filter(({ action }) => action.target.kind === kind);
      const readBacks = await readBack(ofKind, ports);
      ofKind.forEach(({ action, response }, index) => {
        outcomes.set(
          action,
          outcomeOf(response, readBacks[index] ?? { kind: 'unreadable', cause: 'no answer' }),
        );
      });
    }
    return actions.map((action) => outcomes.get(action) ?? UNKNOWN_OUTCOME);
  };
}

/** A write that was sent, and IAM's response. */
interface Written {
  readonly action: Action;
  readonly response: WriteResponse;
}

const TOO_OLD: Outcome = {
  kind: 'deferred',
  cause: 'its evidence had become too old in this run; the next run continues',
};

function isOld({ readAt }: Action, clock: Pick<Ports['clock'], 'elapsed'>): boolean {
  return clock.elapsed() - readAt > MAX_EVIDENCE_AGE_MS;
}

export const UNKNOWN_OUTCOME = {
  kind: 'failed',
  cause: 'its outcome is not known',
  mayBeDisabled: true,
} as const satisfies Outcome;

async function readBack(
  written: readonly Written[],
  { inspector, clock }: Pick<Ports, 'inspector' | 'clock'>,
): Promise<readonly ReadBack[]> {
  const [first, ...rest] = written.map(({ action }) => action.target);
  if (first === undefined) return [];
  let readBacks = await inspector.readBack([first, ...rest]);
  for (const pause of READ_BACK_DELAYS_MS) {
    const lags = written.some(
      ({ response }, index) => readBacks[index] !== undefined && mayStillChange(response, readBacks[index]),
    );
    if (!lags || clock.remaining() - pause < END_OF_CALLS_MS) break;
    await clock.sleep(pause);
    readBacks = await inspector.readBack([first, ...rest]);
  }
  return readBacks;
}

/**
 * Carries out a plan, a few users at a time. A failure is an outcome and does not stop the others (docs/design.md
 * §5.6).
 */
export async function executePlan(
  actions: readonly ConfirmedAction[],
  executor: Executor,
  context: EvaluationContext,
  ports: Pick<Ports, 'inspector' | 'clock'>,
): Promise<Result[]> {
  const limit = pLimit(USER_CONCURRENCY);
  const users = new Map<string, [ConfirmedAction, ...ConfirmedAction[]]>();
  for (const action of actions) {
    const { arn } = action.target.user;
    const userActions = users.get(arn);
    if (userActions) userActions.push(action);
    else users.set(arn, [action]);
  }
  const turns = new Turns([...users.values()], ports.clock);
  const results = await Promise.all(
    [...users].map(() =>
      limit(async () => {
        const userActions = turns.next();
        if (!userActions) return [];
        try {
          return await executeForUser(userActions, executor, context, ports);
        } catch (error) {
          return unknownOutcomes(userActions, error);
        }
      }),
    ),
  );
  return results.flat();
}

async function executeForUser(
  planned: OfUser,
  executor: Executor,
  context: EvaluationContext,
  ports: Pick<Ports, 'inspector' | 'clock'>,
): Promise<Result[]> {
  const { clock } = ports;
  const outOfTime = () => clock.remaining() < RESERVED_MS;
  if (outOfTime()) return planned.map(({ candidate, target }) => ({ candidate, target, outcome: NO_TIME }));
  const { confirmed, results } = await reconfirmIfStale(planned, context, ports);
  const [first, ...rest] = confirmed;
  if (first === undefined) return [...results];
  if (outOfTime()) {
    return [
      ...results,
      ...confirmed.map(({ candidate, target }) => ({ candidate, target, outcome: NO_TIME })),
    ];
  }
  const outcomes = await executor([first, ...rest]);
  return [
    ...results,
    ...confirmed.map(({ candidate, target }, index) => ({
      candidate,
      target,
      outcome: outcomes[index] ?? UNKNOWN_OUTCOME,
    })),
  ];
}

/** An unexpected error for one user: its writes may have happened, and the other users' outcomes must survive. */
function unknownOutcomes(actions: readonly ConfirmedAction[], error: unknown): Result[] {
  const outcome: Outcome = { ...UNKNOWN_OUTCOME, cause: `its outcome is not known: ${String(error)}` };
  return actions.map(({ candidate, target }) => ({ candidate, target, outcome }));
}

export const NO_TIME: Outcome = {
  kind: 'deferred',
  cause: 'no time was left in this run; the next run continues',
};

/** "Evidence older than 5 minutes by the monotonic clock is read again" (docs/design.md §5.6). */
async function reconfirmIfStale(
  planned: readonly ConfirmedAction[],
  context: EvaluationContext,
  ports: Pick<Ports, 'inspector' | 'clock'>,
): Promise<{ readonly confirmed: readonly ConfirmedAction[]; readonly results: readonly Result[] }> {
  if (!planned.some((action) => isOld(action, ports.clock))) return { confirmed: planned, results: [] };
  const again = await confirmUser(
    planned.map(({ candidate }) => candidate),
    context,
    ports,
  );
  const isPlanned = ({ target }: ConfirmedAction) =>
    planned.some((action) => sameTarget(action.target, target));
  return {
    confirmed: again.confirmed.filter(isPlanned),
    results: [
      ...again.results,
      ...again.confirmed
        .filter((action) => !isPlanned(action))
        .map(({ candidate }) => ({ candidate, outcome: NOT_AS_PLANNED })),
    ],
  };
}

const NOT_AS_PLANNED: Outcome = { kind: 'refused', cause: 'it is not the key that was planned' };

function sameTarget(one: Target, other: Target): boolean {
  if (one.kind === 'password' || other.kind === 'password') return one.kind === other.kind;
  return one.keyId === other.keyId;
}
