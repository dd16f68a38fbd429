import pLimit from 'p-limit';
import type { Target } from '../domain/remediation/confirm';
import {
  type Answer,
  mayStillChange,
  type ReadBack,
  settle,
  type Outcome,
  type Result,
} from '../domain/remediation/outcome';
import { MINUTE } from '../domain/instant';
import { inspectUser, type Judgement, type Seen } from './confirm';
import type { Ports, Writer } from '../ports';
import type { LedgerSession } from '../ledger-session';
import { planRecord } from '../domain/records/json-records';
import type { Course } from './run';
import { openRun, keepPlan } from './open-run';

const USERS_AT_ONCE = 4;
/** What is left for the read-backs, the digest and the log. */
const STOP_WITH_MS_LEFT = 30_000;
const EVIDENCE_KEEPS_MS = 5 * MINUTE;
/** Reads lag behind writes: pauses before a second and a third look, in ms. */
const READ_BACK_PAUSES = [1_000, 2_000];

/** Does what was planned to one user's credentials: the only thing in which the modes differ. */
export type Executor = (ofUser: readonly [Seen, ...Seen[]]) => Promise<readonly Outcome[]>;

/** `dry-run`: nothing is done. */
export const wouldDisable: Executor = async (ofUser) => ofUser.map(() => ({ kind: 'wouldDisable' }));

/** `enforce`: writes, and believes nothing but the read-back. */
export function disable(writer: Writer, ports: Pick<Ports, 'inspector' | 'clock'>): Executor {
  return async (ofUser) => {
    const written: { seen: Seen; answer: Answer }[] = [];
    const outcomes = new Map<Seen, Outcome>();
    for (const seen of ofUser) {
      // The write before may have taken long: retries of a throttled call take minutes.
      if (isOld(seen, ports.clock)) outcomes.set(seen, TOO_OLD);
      else written.push({ seen, answer: await writer.disable(seen.target) });
    }
    for (const kind of ['password', 'accessKey'] as const) {
      const ofKind = written.filter(({ seen }) => seen.target.kind === kind);
      const readBacks = await readBack(ofKind, ports);
      ofKind.forEach(({ seen, answer }, index) => {
        outcomes.set(seen, settle(answer, readBacks[index] ?? { kind: 'unreadable', cause: 'no answer' }));
      });
    }
    return ofUser.map((seen) => outcomes.get(seen) ?? NOTHING_KNOWN);
  };
}

const TOO_OLD: Outcome = {
  kind: 'deferred',
  cause: 'what was known of it had become too old in this run; the next one goes on',
};

function isOld({ seenAt }: Seen, clock: Pick<Ports['clock'], 'elapsed'>): boolean {
  return clock.elapsed() - seenAt > EVIDENCE_KEEPS_MS;
}

const NOTHING_KNOWN = {
  kind: 'failed',
  cause: 'its outcome is not known',
  mayBeDisabled: true,
} as const satisfies Outcome;

async function readBack(
  written: readonly { readonly seen: Seen; readonly answer: Answer }[],
  { inspector, clock }: Pick<Ports, 'inspector' | 'clock'>,
): Promise<readonly ReadBack[]> {
  const [first, ...rest] = written.map(({ seen }) => seen.target);
  if (first === undefined) return [];
  let readBacks = await inspector.readBack([first, ...rest]);
  for (const pause of READ_BACK_PAUSES) {
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
export async function act(
  actions: readonly Seen[],
  executor: Executor,
  judgement: Judgement,
  ports: Pick<Ports, 'inspector' | 'clock'>,
): Promise<Result[]> {
  const limit = pLimit(USERS_AT_ONCE);
  const users = new Map<string, [Seen, ...Seen[]]>();
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
          return await actOnUser(ofUser, executor, judgement, ports);
        } catch (error) {
          return broken(ofUser, error);
        }
      }),
    ),
  );
  return results.flat();
}

async function actOnUser(
  planned: readonly [Seen, ...Seen[]],
  executor: Executor,
  judgement: Judgement,
  ports: Pick<Ports, 'inspector' | 'clock'>,
): Promise<Result[]> {
  const { clock } = ports;
  const outOfTime = () => clock.remaining() < STOP_WITH_MS_LEFT;
  if (outOfTime()) return planned.map(({ candidate, target }) => ({ candidate, target, outcome: NO_TIME }));
  const { confirmed, results } = await refresh(planned, judgement, ports);
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
function broken(ofUser: readonly Seen[], error: unknown): Result[] {
  const outcome: Outcome = { ...NOTHING_KNOWN, cause: `its outcome is not known: ${String(error)}` };
  return ofUser.map(({ candidate, target }) => ({ candidate, target, outcome }));
}

const NO_TIME: Outcome = { kind: 'deferred', cause: 'no time was left in this run; the next one goes on' };

/** "Evidence older than 5 minutes is read again." */
async function refresh(
  planned: readonly Seen[],
  judgement: Judgement,
  ports: Pick<Ports, 'inspector' | 'clock'>,
): Promise<{ readonly confirmed: readonly Seen[]; readonly results: readonly Result[] }> {
  if (!planned.some((seen) => isOld(seen, ports.clock))) return { confirmed: planned, results: [] };
  const again = await inspectUser(
    planned.map(({ candidate }) => candidate),
    judgement,
    ports,
  );
  const isPlanned = ({ target }: Seen) => planned.some((seen) => sameTarget(seen.target, target));
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

/** Makes the plan durable, takes the mutex, and does what was planned. @throws Halted */
export async function openAndAct(
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
