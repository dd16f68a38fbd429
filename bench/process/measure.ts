import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { ACCOUNT } from '../../test/support/builders';

const FUNCTION_ARN = `arn:aws:lambda:us-east-1:${ACCOUNT.id}:function:IamLapse-Sweep`;

const Measured = z.object({
  answer: z.unknown().optional(),
  loadMs: z.number(),
  callMs: z.number(),
  /** User and system time of the whole process, with the start of Node. */
  cpuMs: z.number(),
  /** The peak memory of the process. */
  rssBytes: z.number(),
});
export type Measured = z.infer<typeof Measured>;

/**
 * Calls the handler of a CommonJS file once, in its own Node process.
 *
 * @throws Error with the handler's error, or with the output of a process that failed
 */
export async function measure(
  file: string,
  environment: Readonly<Record<string, string>>,
  event: unknown = {},
): Promise<Measured> {
  const child = fork(join(__dirname, 'client.cjs'), [file, FUNCTION_ARN], {
    // The SDK warns on Node 20. Lambda runs a later version.
    env: { ...environment, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    execArgv: [],
    silent: true,
  });
  const messages: unknown[] = [];
  child.on('message', (message) => messages.push(message));
  child.send({ event });
  const [output, errors] = await Promise.all([
    child.stdout ? text(child.stdout) : '',
    child.stderr ? text(child.stderr) : '',
    once(child, 'close'),
  ]);
  const [message] = messages;
  const failure = z.object({ error: z.string() }).safeParse(message);
  if (failure.success) throw new Error(`${failure.data.error}\n${output.slice(-2000)}${errors.slice(-2000)}`);
  if (message === undefined) throw new Error(`the process ended without an answer:\n${output}${errors}`);
  return Measured.parse(message);
}
