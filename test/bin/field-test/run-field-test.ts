import { IAMClient } from '@aws-sdk/client-iam';
import { fieldClients } from '../../../bin/field-test/clients';
import { fieldTest } from '../../../bin/field-test/main';
import type { FakeAccount } from '../../support/fake-aws';
import { AWAY_FROM_AWS } from '../away-from-aws';
import type { Finished } from '../command';

/** Time passes when somebody sleeps, and a little with each look at the clock. The fake account has this clock too. */
export class FieldTime {
  ms = Date.parse('2026-11-20T07:00:00.250Z');
  readonly now = () => this.ms;
  readonly elapsed = () => this.ms;
  readonly remaining = () => Infinity;
  readonly sleep = async (ms: number) => {
    this.ms += ms;
  };
}

export interface RunOptions {
  readonly time: FieldTime;
  /** The answers at the terminal; undefined: there is no terminal. */
  readonly answers?: readonly string[];
  readonly interruption?: AbortController;
  readonly env?: Readonly<Record<string, string>>;
}

export interface FieldTestRun extends Finished {
  readonly questions: readonly string[];
}

/** The field test, called in this process. The SDK reads the environment, so one call ends before the next begins. */
export async function runFieldTest(args: readonly string[], options: RunOptions): Promise<FieldTestRun> {
  const { time, answers, interruption = new AbortController(), env = {} } = options;
  const before = process.env;
  process.env = { ...before, ...AWAY_FROM_AWS, ...env };
  const out: string[] = [];
  const err: string[] = [];
  const questions: string[] = [];
  const left = [...(answers ?? [])];
  const ask = async (question: string) => {
    questions.push(question);
    return left.shift() ?? '';
  };
  try {
    const code = await fieldTest(args, {
      stdout: { write: (text) => out.push(text) },
      stderr: { write: (text) => err.push(text) },
      ask: answers && ask,
      clock: time,
      cleanupClock: time,
      interrupted: interruption.signal,
      // Pacing takes real time; field-test.process.test.ts has it.
      clients: (region, interrupted) => fieldClients(region, interrupted, (config) => new IAMClient(config)),
      onUsers: () => {},
    });
    return { code, stdout: out.join(''), stderr: err.join(''), questions };
  } finally {
    process.env = before;
  }
}

/** The users that a field test has made, or left. */
export function fieldTestUsersOf({ users }: FakeAccount): string[] {
  return users.filter(({ path }) => path.startsWith('/iam-lapse-field-test/')).map(({ name }) => name);
}

/** The lines of the table, `id result found...`, one for each belief. */
export function resultsOf(stdout: string): Record<string, string[]> {
  const results: Record<string, string[]> = {};
  for (const [, id = '', result = ''] of stdout.matchAll(/^(A\d+) +(holds|DIFFERS|not tried) /gm)) {
    (results[id] ??= []).push(result);
  }
  return results;
}
