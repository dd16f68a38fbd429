import type { AllotAnswer } from '../../lambda/organization/allot';
import type { CoordinatorPorts } from '../../lambda/organization/coordinator';
import type { CoordinatorAnswer } from '../../lambda/organization/coordinator-handler';
import type { TellAnswer } from '../../lambda/organization/end';
import type { FreezeAnswer } from '../../lambda/organization/freeze';

// The state machine's part in a run, step by step, so that a test can stop it anywhere.

/** What a step is given instead of the real ports, such as ports of a process that is killed. */
export type Wrap = (ports: CoordinatorPorts) => CoordinatorPorts;
export type Phase = 'judge' | 'act';
type Step = 'freeze' | 'allot' | 'tell';
type Frozen = Extract<FreezeAnswer, { status: 'frozen' }>;

export interface Execution {
  readonly id: string;
  readonly startTime: string;
}

/** How an execution ended. */
export interface Ended extends Partial<TellAnswer> {
  readonly execution: Execution;
  readonly freeze?: FreezeAnswer;
  readonly allot?: AllotAnswer;
  /** What failed it, or sent it to Tell. */
  readonly error?: unknown;
}

/** What a test does in between. */
export interface Course {
  readonly input?: unknown;
  /** Just before a step. Throwing fails the step, as the machine sees it. */
  readonly before?: Partial<Record<Step | Phase, () => void | Promise<void>>>;
  /** The account function is not invoked for these. */
  readonly lost?: (accountId: string, phase: Phase) => boolean;
  readonly wrap?: Partial<Record<Step, Wrap>>;
  /** Somebody stops the execution here. */
  readonly abortAfter?: 'freeze' | 'judge' | 'allot' | 'act';
  /** Step Functions tries a step so often. @default 1 */
  readonly attempts?: number;
}

/** What the machine reaches. */
export interface Machine {
  readonly step: (payload: object, wrap?: Wrap) => Promise<CoordinatorAnswer>;
  readonly sweep: (accountId: string, phase: Phase, run: object) => Promise<unknown>;
  /** The items of the list at this key. */
  readonly items: (key: string) => readonly { readonly id: string }[];
  readonly onChildFailed: (accountId: string, error: unknown) => void;
}

/** Plays an execution to its end. @returns how it ended, and the status that Step Functions shows */
export async function play(
  execution: Execution,
  input: unknown,
  course: Course,
  machine: Machine,
): Promise<{ ended: Ended; status: 'SUCCEEDED' | 'FAILED' | 'ABORTED' }> {
  const { before = {}, wrap = {}, abortAfter, attempts = 1 } = course;
  const step = async (name: Step, run?: object) => {
    await before[name]?.();
    const payload = { step: name, execution, input, ...(run && { run }) };
    return retried(attempts, () => machine.step(payload, wrap[name]));
  };
  const map = async (phase: Phase, key: string, run: object) => {
    await before[phase]?.();
    for (const { id } of machine.items(key)) {
      if (course.lost?.(id, phase)) continue;
      // Whatever a child does, the Map goes on.
      await machine.sweep(id, phase, run).catch((error: unknown) => machine.onChildFailed(id, error));
    }
  };
  let ended: Ended = { execution };
  try {
    const freeze = frozenIn(await step('freeze'));
    ended = { ...ended, freeze };
    if (freeze.status === 'already-ran') return { ended, status: 'SUCCEEDED' };
    if (abortAfter === 'freeze') return { ended, status: 'ABORTED' };
    let run: Frozen & Partial<AllotAnswer> = freeze;
    try {
      await map('judge', freeze.roster.key, run);
      if (abortAfter === 'judge') return { ended, status: 'ABORTED' };
      const allot = allottedIn(await step('allot', run));
      ended = { ...ended, allot };
      run = { ...run, ...allot };
      if (abortAfter === 'allot') return { ended, status: 'ABORTED' };
      await map('act', allot.act.key, run);
      if (abortAfter === 'act') return { ended, status: 'ABORTED' };
    } catch (error) {
      // The machine catches it, and tells.
      ended = { ...ended, error };
    }
    ended = { ...ended, ...toldIn(await step('tell', run)) };
    return { ended, status: ended.status === 'completed' ? 'SUCCEEDED' : 'FAILED' };
  } catch (error) {
    return { ended: { ...ended, error }, status: 'FAILED' };
  }
}

async function retried<T>(attempts: number, once: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once();
    } catch (error) {
      if (attempt >= attempts) throw error;
    }
  }
}

function frozenIn(answer: CoordinatorAnswer): FreezeAnswer {
  if ('runId' in answer) return answer;
  throw new Error(`Freeze answered ${JSON.stringify(answer)}`);
}

function allottedIn(answer: CoordinatorAnswer): AllotAnswer {
  if ('act' in answer) return answer;
  throw new Error(`Allot answered ${JSON.stringify(answer)}`);
}

function toldIn(answer: CoordinatorAnswer): TellAnswer {
  if ('cause' in answer) return answer;
  throw new Error(`Tell answered ${JSON.stringify(answer)}`);
}
