import { type ChildProcess, execFile, fork } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import type { EmulatedClock } from './emulated-clock';
import type { Moto } from './moto';
import { ACCOUNT, credentials, MOVED_CLOCK, REGION } from './shell';

const INVOCATION_TIMEOUT_MS = 60_000;
/** `cdk deploy` uploads the bundle to this place, and Lambda reads it there. */
const ASSETS = `cdk-hnb659fds-assets-${ACCOUNT}-${REGION}`;

const FunctionAnswer = z.object({
  Configuration: z.object({
    FunctionName: z.string(),
    FunctionArn: z.string(),
    Handler: z.string().regex(/^index\.\w+$/),
    Timeout: z.number(),
    MemorySize: z.number(),
    CodeSha256: z.string(),
    Environment: z.object({ Variables: z.record(z.string(), z.string()) }),
  }),
  Code: z.object({ Location: z.url() }),
});

/** A function with the code and the configuration that were deployed. */
export interface DeployedFunction {
  readonly configuration: z.infer<typeof FunctionAnswer>['Configuration'];
  readonly folder: string;
}

const Outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answered'), answer: z.unknown() }),
  z.object({ kind: z.literal('threw'), name: z.string(), message: z.string() }),
]);
export type Outcome = z.infer<typeof Outcome> | { readonly kind: 'killed' };

/** A run in progress. */
export interface Invocation {
  readonly ended: Promise<Outcome>;
  /** Ends the process as Lambda does after a timeout: no further code runs. */
  readonly kill: () => void;
}

/** @param python unpacks the bundle, because Node cannot unpack zip files */
export async function fetchFunction(
  { moto, folder }: { readonly moto: Moto; readonly folder: string },
  name: string,
  python: string,
): Promise<DeployedFunction> {
  const answer = await moto.request(`/2015-03-31/functions/${name}`, { service: 'lambda' });
  const { Configuration: configuration, Code: code } = FunctionAnswer.parse(await answer.json());
  // moto names a bucket that does not exist, but the key is right, and the hash verifies the content.
  const { pathname } = new URL(code.Location);
  const asset = await moto.request(`/${ASSETS}${pathname}`, { service: 's3' });
  const zip = Buffer.from(await asset.arrayBuffer());
  if (createHash('sha256').update(zip).digest('base64') !== configuration.CodeSha256) {
    throw new Error(`${ASSETS}${pathname} is not the code of ${name}`);
  }
  const task = mkdtempSync(join(folder, 'task-'));
  writeFileSync(`${task}.zip`, zip);
  await promisify(execFile)(python, ['-m', 'zipfile', '-e', `${task}.zip`, task]);
  return { configuration, folder: task };
}

/** Runs the function once in a fresh process, with its deployed environment. */
export function invoke(
  { moto, clock }: { readonly moto: Moto; readonly clock: EmulatedClock },
  { configuration, folder }: DeployedFunction,
  event: unknown,
): Invocation {
  const runtime = fork(join(__dirname, 'lambda-runtime.js'), {
    cwd: folder,
    execArgv: ['--require', MOVED_CLOCK],
    env: {
      PATH: process.env['PATH'],
      CLOCK_AHEAD_MS: String(clock.aheadMs),
      ...credentials(moto.url),
      AWS_LAMBDA_FUNCTION_NAME: configuration.FunctionName,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.MemorySize),
      ...configuration.Environment.Variables,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    timeout: INVOCATION_TIMEOUT_MS,
  });
  let killed = false;
  const kill = () => {
    killed = true;
    runtime.kill('SIGKILL');
  };
  runtime.send({
    module: join(folder, 'index.js'),
    handler: configuration.Handler.slice('index.'.length),
    event,
    timeoutMs: configuration.Timeout * 1000,
    context: {
      functionName: configuration.FunctionName,
      functionVersion: '$LATEST',
      invokedFunctionArn: configuration.FunctionArn,
      memoryLimitInMB: String(configuration.MemorySize),
      awsRequestId: randomUUID(),
    },
  });
  return { ended: outcomeOf(runtime, () => killed), kill };
}

async function outcomeOf(runtime: ChildProcess, killed: () => boolean): Promise<Outcome> {
  let log = '';
  for (const stream of [runtime.stdout, runtime.stderr]) {
    stream?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  }
  let outcome: unknown;
  runtime.on('message', (message) => (outcome = message));
  await once(runtime, 'close');
  const parsed = Outcome.safeParse(outcome);
  if (parsed.success) return parsed.data;
  if (killed() && runtime.signalCode === 'SIGKILL') return { kind: 'killed' };
  throw new Error(`the function ended without an answer:\n${log}`);
}
