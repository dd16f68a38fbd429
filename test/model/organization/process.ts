import { MINUTE } from '../../../lambda/domain/instant';
import { Calls } from '../calls';
import { type Call, Outage } from '../faults';
import type { Run } from '../journal';
import { happenIn } from './happen';
import type { StepFault } from './history';
import type { Effect, Invocation } from './journal';
import type { Member, OrganizationWorld } from './world';

const CALL_TAKES_MS = 40;
const FUNCTION_LIVES_MS = 15 * MINUTE;

/** A function that is dead answers nothing. */
const NEVER = new Promise<never>(() => undefined);

/** Another execution happens now, from its beginning to its end. */
export type Along = (fault: Extract<StepFault, { kind: 'along' | 'stopped' }>) => Promise<void>;

/** Carries the calls of one invocation into the world: time passes, faults strike, the function may die. */
export class Process {
  private killed = false;
  /** Resolves when the function dies. */
  readonly death: Promise<void>;
  private die: () => void = () => undefined;

  constructor(
    readonly world: OrganizationWorld,
    readonly invocation: Invocation,
    private readonly faults: readonly StepFault[],
    private readonly along: Along,
  ) {
    this.death = new Promise((resolve) => {
      this.die = resolve;
    });
  }

  /** Milliseconds until the function is killed. */
  remaining(): number {
    return FUNCTION_LIVES_MS - (this.world.now - this.invocation.startedAt);
  }

  /** One call: `effect` is what it does to the world, all at once. */
  async carry<T>(call: string, effect: () => T): Promise<T> {
    if (this.killed) return NEVER;
    const { world, invocation } = this;
    const index = invocation.calls.push(call) - 1;
    world.now += CALL_TAKES_MS;
    world.calls += 1;
    for (const fault of this.faults) {
      if (!('at' in fault) || fault.at !== index) continue;
      if (fault.kind === 'slow') world.now += fault.minutes * MINUTE;
      if (fault.kind === 'meanwhile') happenIn(world, fault.event);
      if (fault.kind === 'along' || fault.kind === 'stopped') await this.along(fault);
    }
    const strikes = this.faults.find(
      (fault) =>
        ((fault.kind === 'kill' || fault.kind === 'throws') && fault.at === index) ||
        (fault.kind === 'lostMail' && call === 'topic.publish'),
    );
    const kills = strikes?.kind === 'kill';
    const struck = strikes && 'effect' in strikes ? strikes : undefined;
    if (this.remaining() <= 0 || (kills && !struck?.effect)) return this.kill();
    if (struck && !struck.effect) throw new Outage(`${call} failed`);
    const result = effect();
    if (kills) return this.kill();
    if (struck) throw new Outage(`${call}: its answer was lost`);
    return result;
  }

  note(effect: Effect): void {
    this.invocation.effects.push(effect);
  }

  private kill<T>(): Promise<T> {
    this.killed = true;
    this.die();
    return NEVER;
  }
}

/** The calls that a process makes in one account, or to what the bucket has of it. */
export class MemberCalls extends Calls {
  constructor(
    readonly member: Member,
    run: Run,
    private readonly process: Process,
  ) {
    super(member.world, run, [], () => 0);
  }

  override remaining(): number {
    return this.process.remaining();
  }

  override carry<T>(call: Call, effect: () => T): Promise<T> {
    return this.process.carry(call, () => {
      if (call === 'records.writeLedger') this.process.note("an account's ledger");
      if (call === 'writer.disable') return this.written(effect);
      return effect();
    });
  }

  /** Writes down what the write changed, and what stood in the bucket before. */
  private written<T>(effect: () => T): T {
    const { member, process, run } = this;
    const { invocation, world } = process;
    const { files } = member.world.bucket;
    const tolds = [...files].filter(([key]) => key.endsWith('/told.json')).map(([, text]) => text);
    const act = world.bucket.objects.get(`${run.runId}/act.json`)?.at(-1)?.text;
    const before = run.writes.length;
    const result = effect();
    for (const write of run.writes.slice(before)) {
      process.note('a write to IAM');
      world.journal.deeds.push({ account: member.id, write, run, invocation, tolds, act });
    }
    return result;
  }
}
