import { MINUTE } from '../../lambda/domain/instant';
import { type Call, type Fault, Outage } from './faults';
import type { Anomaly, Run } from './journal';
import { happen } from './people';
import type { World } from './world';

/** What a run cannot do without: when the first such call fails, nothing may be done. */
const FATAL: Partial<Record<Call, Anomaly>> = {
  'settings.read': 'policy',
  'reports.fetch': 'report',
  'directory.lookUp': 'lookUp',
  'records.readLedger': 'ledger',
  'topic.subscribers': 'subscribers',
};
const CALL_TAKES_MS = 40;
const FUNCTION_LIVES_MS = 15 * MINUTE;

/** Carries the calls of one invocation into the world: time passes, faults strike, the function may die. */
export class Calls {
  private killed = false;
  private readonly counts = new Map<Call, number>();
  /** Resolves when the function dies. */
  readonly death: Promise<void>;
  private die: () => void = () => undefined;

  constructor(
    readonly world: World,
    readonly run: Run,
    readonly faults: readonly Fault[],
    /** Turns that others may take before a call does; 0 when the function runs alone. */
    private readonly turns: () => number,
  ) {
    this.death = new Promise((resolve) => {
      this.die = resolve;
    });
  }

  /** Milliseconds until the function is killed. */
  remaining(): number {
    return FUNCTION_LIVES_MS - (this.world.now - this.run.startedAt);
  }

  /** One call: `effect` is what it does to the world, all at once. */
  async carry<T>(call: Call, effect: () => T): Promise<T> {
    for (let turns = this.turns(); turns > 0; turns -= 1) await Promise.resolve();
    if (this.killed) return NEVER;
    const index = this.run.calls.push(call) - 1;
    const nth = this.counts.get(call) ?? 0;
    this.counts.set(call, nth + 1);
    const { world, faults } = this;
    world.now += CALL_TAKES_MS;
    for (const fault of faults) {
      if (fault.kind === 'slow' && fault.call === call && fault.nth === nth)
        world.now += fault.minutes * MINUTE;
      if (fault.kind === 'meanwhile' && fault.at === index) happen(world, fault.event);
    }
    const kill = faults.find((fault) => fault.kind === 'kill' && fault.at === index);
    if (this.remaining() <= 0 || (kill?.kind === 'kill' && !kill.effect)) return this.kill();
    const fails = faults.find(
      (fault) =>
        (fault.kind === 'throws' && fault.call === call && fault.nth === nth) ||
        (fault.kind === 'down' && fault.call === call),
    );
    if (fails) this.note(call, nth);
    if (fails && !(fails.kind === 'throws' && fails.effect)) throw new Outage(`${call} failed`);
    const result = effect();
    if (kill) return this.kill();
    if (fails) throw new Outage(`${call}: its answer was lost`);
    return result;
  }

  /** How often `call` was made before this one; only inside its effect. */
  nth(call: Call): number {
    return (this.counts.get(call) ?? 1) - 1;
  }

  private note(call: Call, nth: number): void {
    this.run.outages.push(call);
    const anomaly = FATAL[call];
    if (anomaly && nth === 0) this.run.anomalies.add(anomaly);
  }

  private kill<T>(): Promise<T> {
    this.killed = true;
    this.die();
    return NEVER;
  }
}

/** A function that is dead answers nothing. */
const NEVER = new Promise<never>(() => undefined);
