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
  /** User and system time of the whole process, Node's own start included. */
  cpuMs: z.number(),
  /** The most that the process ever held. */
  rssBytes: z.number(),
});
export type Measured = z.infer<typeof Measured>;

/**
 * Calls the handler of a CommonJS file once, in a Node process of its own.
 *
 * @throws Error what the handler threw, or what the process wrote when it broke
 */
export async function measure(
  file: string,
  environment: Readonly<Record<string, string>>,
  event: unknown = {},
): Promise<Measured> {
  const child = fork(join(__dirname, 'client.cjs'), [file, FUNCTION_ARN], {
    // The SDK warns on Node 20, which Lambda does not run this on.
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
