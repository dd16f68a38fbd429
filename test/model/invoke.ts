import { setImmediate as turnOfLoop } from 'node:timers/promises';
import { utcSecond } from '../../lambda/domain/instant';
import { ACCOUNT } from '../support/builders';
import { Calls } from './calls';
import type { Fault } from './faults';
import type { Ending, Run } from './journal';
import { withoutPlanted } from './ledger-ahead';
import { portsOf } from './ports';
import type { Program } from './program';
import type { World } from './world';

/** Nothing in the model takes a timer: what has not ended by then waits for something that never comes. */
const LOOP_TURNS = 10;

/** One invocation of the function. */
export interface Invoked {
  readonly runId: string;
  readonly trigger: 'scheduled' | 'manual';
  /** Of the scheduled event, where it is not the clock's. */
  readonly time?: number;
  readonly preview?: boolean;
  readonly faults?: readonly Fault[];
  readonly repeats?: number | undefined;
  /** Turns that others take before each call. */
  readonly turns?: () => number;
}

/** `20261120T070000Z`, as the function names a scheduled run. */
export function runIdAt(at: number): string {
  return utcSecond(at).replaceAll(/[-:]/g, '');
}

/** Invokes the function in the world, now, and waits for its end, whatever that is. */
export async function invoke(world: World, program: Program, invoked: Invoked): Promise<Run> {
  const { trigger, preview = false, faults = [], repeats, turns = () => 0, time } = invoked;
  let { runId } = invoked;
  if (time !== undefined) {
    const accepted = identified(world, program, time);
    // The function throws before it reads or writes anything.
    if (accepted === undefined) {
      const refused = aRun(world, { runId, preview, repeats });
      world.journal.runs.push(refused);
      refused.ending = { kind: 'refused' };
      return refused;
    }
    runId = accepted;
  }
  const run = aRun(world, { runId, preview, repeats });
  world.journal.runs.push(run);
  const calls = new Calls(world, run, faults, turns);
  const options = { account: ACCOUNT, deployedPolicySha256: 'policy 1' };
  const answer = program.sweep({ trigger, runId, preview }, options, portsOf(calls, program)).then(
    ({ status }): Ending => ({ kind: 'answered', status }),
    (error: unknown): Ending => ({ kind: 'threw', ...described(error) }),
  );
  const death = calls.death.then((): Ending => ({ kind: 'killed' }));
  run.ending = await Promise.race([answer, death, hang()]);
  run.ledgerAfter = world.bucket.ledger?.text;
  // Somebody brings a deleted ledger back, unless the run has put another one there.
  const { bucket } = world;
  if (bucket.deleted) bucket.ledger ??= bucket.deleted;
  delete bucket.deleted;
  const { planted: ahead, ledger } = bucket;
  if (ledger && ahead.length > 0) bucket.ledger = { ...ledger, text: withoutPlanted(ledger.text, ahead) };
  return run;
}

/** The run id that the function takes from a scheduled event of this time; undefined if it refuses the event. */
function identified({ now }: World, { parseInvocation }: Program, time: number): string | undefined {
  const event = { source: 'aws.events', 'detail-type': 'Scheduled Event', time: utcSecond(time) };
  try {
    return parseInvocation(event, { now, requestId: '' }).runId;
  } catch {
    return undefined;
  }
}

async function hang(): Promise<Ending> {
  for (let turn = 0; turn < LOOP_TURNS; turn += 1) await turnOfLoop();
  return { kind: 'hung' };
}

export function described(error: unknown): { name: string; reason: string | undefined; message: string } {
  if (!(error instanceof Error)) return { name: 'no Error', reason: undefined, message: String(error) };
  const reason = 'reason' in error && typeof error.reason === 'string' ? error.reason : undefined;
  return { name: error.name, reason, message: error.message };
}

/** A run that begins now. */
export function aRun(world: World, start: Pick<Run, 'runId' | 'preview' | 'repeats'>): Run {
  return {
    ...start,
    invocation: world.journal.runs.length,
    startedAt: world.now,
    policy: undefined,
    mode: undefined,
    report: undefined,
    odd: [],
    aheadIn: [],
    unread: undefined,
    lookedUp: undefined,
    looks: [],
    tried: [],
    writes: [],
    delivered: [],
    anomalies: new Set(),
    outages: [],
    opened: false,
    closed: false,
    ledgerBefore: world.bucket.ledger?.text,
    ledgerAfter: undefined,
    planRecord: undefined,
    recorded: false,
    calls: [],
    ending: undefined,
  };
}
