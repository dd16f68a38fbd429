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

const USER_CONCURRENCY = 4;
/** What is left for the read-backs, the digest and the log. */
const RESERVED_MS = 30_000;
const MAX_EVIDENCE_AGE_MS = 5 * MINUTE;
/** Reads lag behind writes: pauses before a second and a third look, in ms. */
const READ_BACK_DELAYS_MS = [1_000, 2_000];

/** Does what was planned to one user's credentials: the only thing in which the modes differ. */
export type Executor = (
  ofUser: readonly [ConfirmedAction, ...ConfirmedAction[]],
) => Promise<readonly Outcome[]>;

/** `dry-run`: nothing is done. */
export const wouldDisable: Executor = async (ofUser) => ofUser.map(() => ({ kind: 'wouldDisable' }));

/** `enforce`: writes, and believes nothing but the read-back. */
export function disable(writer: Writer, ports: Pick<Ports, 'inspector' | 'clock'>): Executor {
  return async (ofUser) => {
    const written: { seen: ConfirmedAction; answer: WriteResponse }[] = [];
    const outcomes = new Map<ConfirmedAction, Outcome>();
    for (const seen of ofUser) {
      // The write before may have taken long: retries of a throttled call take minutes.
      if (isOld(seen, ports.clock)) outcomes.set(seen, TOO_OLD);
      else written.push({ seen, answer: await writer.disable(seen.target) });
    }
    for (const kind of ['password', 'accessKey'] as const) {
      const ofKind = written.filter(({ seen }) => seen.target.kind === kind);
      const readBacks = await readBack(ofKind, ports);
      ofKind.forEach(({ seen, answer }, index) => {
        outcomes.set(seen, outcomeOf(answer, readBacks[index] ?? { kind: 'unreadable', cause: 'no answer' }));
      });
    }
    return ofUser.map((seen) => outcomes.get(seen) ?? NOTHING_KNOWN);
  };
}

const TOO_OLD: Outcome = {
  kind: 'deferred',
  cause: 'what was known of it had become too old in this run; the next one goes on',
};

function isOld({ readAt }: ConfirmedAction, clock: Pick<Ports['clock'], 'elapsed'>): boolean {
  return clock.elapsed() - readAt > MAX_EVIDENCE_AGE_MS;
}

const NOTHING_KNOWN = {
  kind: 'failed',
  cause: 'its outcome is not known',
  mayBeDisabled: true,
} as const satisfies Outcome;

async function readBack(
  written: readonly { readonly seen: ConfirmedAction; readonly answer: WriteResponse }[],
  { inspector, clock }: Pick<Ports, 'inspector' | 'clock'>,
): Promise<readonly ReadBack[]> {
  const [first, ...rest] = written.map(({ seen }) => seen.target);
  if (first === undefined) return [];
  let readBacks = await inspector.readBack([first, ...rest]);
  for (const pause of READ_BACK_DELAYS_MS) {
    const lags = written.some(
      ({ answer }, index) => readBacks[index] !== undefined && mayStillChange(answer, readBacks[index]),
    );
    if (!lags) break;
    await clock.sleep(pause);
    readBacks = await inspector.readBack([first, ...rest]);
  }
  return readBacks;
}

/** Carries out a plan, a few users at a time. One failure is an outcome; the others go on. */
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
    const known = users.get(arn);
    if (known) known.push(action);
    else users.set(arn, [action]);
  }
  const results = await Promise.all(
    [...users.values()].map((ofUser) =>
      limit(async () => {
        try {
          return await executeForUser(ofUser, executor, context, ports);
        } catch (error) {
          return unknownOutcome(ofUser, error);
        }
      }),
    ),
  );
  return results.flat();
}

async function executeForUser(
  planned: readonly [ConfirmedAction, ...ConfirmedAction[]],
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
      outcome: outcomes[index] ?? NOTHING_KNOWN,
    })),
  ];
}

/** Something may have been written when this breaks; what broke must not take the others' outcomes along. */
function unknownOutcome(ofUser: readonly ConfirmedAction[], error: unknown): Result[] {
  const outcome: Outcome = { ...NOTHING_KNOWN, cause: `its outcome is not known: ${String(error)}` };
  return ofUser.map(({ candidate, target }) => ({ candidate, target, outcome }));
}

const NO_TIME: Outcome = { kind: 'deferred', cause: 'no time was left in this run; the next one goes on' };

/** "Evidence older than 5 minutes is read again." */
async function reconfirmIfStale(
  planned: readonly ConfirmedAction[],
  context: EvaluationContext,
  ports: Pick<Ports, 'inspector' | 'clock'>,
): Promise<{ readonly confirmed: readonly ConfirmedAction[]; readonly results: readonly Result[] }> {
  if (!planned.some((seen) => isOld(seen, ports.clock))) return { confirmed: planned, results: [] };
  const again = await confirmUser(
    planned.map(({ candidate }) => candidate),
    context,
    ports,
  );
  const isPlanned = ({ target }: ConfirmedAction) => planned.some((seen) => sameTarget(seen.target, target));
  return {
    confirmed: again.confirmed.filter(isPlanned),
    results: [
      ...again.results,
      ...again.confirmed
        .filter((seen) => !isPlanned(seen))
        .map(({ candidate }) => ({ candidate, outcome: NOT_AS_PLANNED })),
    ],
  };
}

const NOT_AS_PLANNED: Outcome = { kind: 'refused', cause: 'it is not the key that was planned' };

function sameTarget(one: Target, other: Target): boolean {
  if (one.kind === 'password' || other.kind === 'password') return one.kind === other.kind;
  return one.keyId === other.keyId;
}
