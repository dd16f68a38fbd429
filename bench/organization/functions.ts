import { fork } from 'node:child_process';
import { join } from 'node:path';
import { CENTRAL } from '../../test/support/organization';
import type { Deployment } from './deployment';
import { type Invocation, Outcome, Usage } from './process/messages';

/** Both functions, cold, in a process of their own. */
export interface Functions {
  /** @throws with the function's error */
  invoke(name: Invocation['name'], event: unknown): Promise<unknown>;
  /** The sum of the account function's times, ms. */
  accountMs(): number;
  /** Ends the process. */
  end(): Promise<Usage>;
}

export function startFunctions(
  { files, environment }: Pick<Deployment, 'files' | 'environment'>,
  aws: Readonly<Record<string, string>>,
  offsetMs: number,
): Functions {
  const functionArn = `arn:aws:lambda:us-east-1:${CENTRAL}:function:`;
  const child = fork(
    join(__dirname, 'process', 'functions.cjs'),
    [JSON.stringify({ files, functionArn, offsetMs })],
    {
      env: { ...environment, ...aws, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
      // Twenty sweeps have one heap.
      execArgv: ['--max-old-space-size=8192'],
    },
  );
  const waiting = new Map<number, (outcome: Outcome) => void>();
  const usage = new Promise<Usage>((resolve, reject) => {
    child.on('message', (message) => {
      const outcome = Outcome.safeParse(message);
      if (!outcome.success) return resolve(Usage.parse(message));
      waiting.get(outcome.data.id)?.(outcome.data);
      waiting.delete(outcome.data.id);
    });
    child.once('exit', (code) => reject(new Error(`the functions' process ended with ${code}`)));
  });
  usage.catch(() => undefined);
  let invocations = 0;
  let accountMs = 0;
  return {
    async invoke(name, event) {
      invocations += 1;
      const id = invocations;
      const outcome = new Promise<Outcome>((resolve) => waiting.set(id, resolve));
      child.send({ id, name, event });
      const { answer, error, ms } = await Promise.race([
        outcome,
        usage.then(() => Promise.reject(new Error('the functions ended'))),
      ]);
      if (name === 'account') accountMs += ms;
      if (error !== undefined) throw new Error(error);
      return answer;
    },
    accountMs: () => accountMs,
    end: () => {
      child.send('usage');
      return usage;
    },
  };
}
