import type { CoordinatorPorts } from '../../lambda/organization/coordinator';
import type { Wrap } from './organization-machine';

/** The process was killed. Nothing of it goes on. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

export interface Kill {
  readonly wrap: Wrap;
  /** The calls so far, such as `records.write`. */
  readonly calls: string[];
}

/**
 * Ports of a process that is killed at its n-th call, before AWS has it or when its answer would come; every later call
 * fails, too. The next attempt of the step is another process, with ports as they are.
 */
export function killedAt(number: number, when: 'before' | 'after'): Kill {
  const calls: string[] = [];
  let isDead = false;
  let isUsed = false;
  const guarded = <T extends object>(name: string, port: T): T =>
    new Proxy(port, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key);
        if (typeof member !== 'function') return member;
        return (...given: unknown[]): unknown => {
          const call = () => Reflect.apply(member, target, given) as unknown;
          if (SYNCHRONOUS.has(String(key))) return call();
          if (key === 'recordsOf') {
            const records = call();
            return typeof records === 'object' && records ? guarded('account', records) : records;
          }
          return reached(`${name}.${String(key)}`, call);
        };
      },
    });
  async function reached(name: string, call: () => unknown): Promise<unknown> {
    if (isDead) throw new Killed();
    calls.push(name);
    const isIt = calls.length === number;
    if (isIt && when === 'before') isDead = true;
    if (isDead) throw new Killed();
    const answer = await call();
    if (isIt) isDead = true;
    if (isDead) throw new Killed();
    return answer;
  }
  return {
    calls,
    wrap: (ports) => {
      if (isUsed) return ports;
      isUsed = true;
      const { directory, settings, masterSwitch, records, topic, executions, ...rest } = ports;
      const dead: Pick<
        CoordinatorPorts,
        'directory' | 'settings' | 'masterSwitch' | 'records' | 'topic' | 'executions'
      > = {
        directory: guarded('directory', directory),
        settings: guarded('settings', settings),
        masterSwitch: guarded('masterSwitch', masterSwitch),
        records: guarded('records', records),
        topic: guarded('topic', topic),
        executions: guarded('executions', executions),
      };
      return { ...rest, ...dead };
    },
  };
}

const SYNCHRONOUS = new Set(['location', 'consoleUrl', 'keyOf']);
