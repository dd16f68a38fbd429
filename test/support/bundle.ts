import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { App } from 'aws-cdk-lib';
import * as z from 'zod';
import { IamLapseStack } from '../../lib/iam-lapse-stack';
import { ACCOUNT } from './builders';
import { RECORD_BUCKET, TOPIC_ARN } from './deployment';

const ROOT = join(__dirname, '..', '..');
const FUNCTION_ARN = `arn:aws:lambda:us-east-1:${ACCOUNT.id}:function:IamLapse-Sweep`;

const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
});
const Sweeper = z.object({
  Code: z.object({ S3Key: z.string() }),
  Handler: z.literal('index.handler'),
  Environment: z.object({
    Variables: z.record(z.string(), z.union([z.string(), z.object({ Ref: z.string() })])),
  }),
});
const Assets = z.object({
  files: z.record(z.string(), z.object({ source: z.object({ path: z.string() }) })),
});
const Named = z.object({ Name: z.string() });
export const SourceMap = z.object({
  sources: z.array(z.string()),
  sourcesContent: z.array(z.unknown()).optional(),
});

/** The code and configuration that a deployment puts into Lambda. */
export interface Bundle {
  readonly file: string;
  /** The template's environment, resolved as CloudFormation would do it. The topic is the fake's. */
  readonly environment: Readonly<Record<string, string>>;
  /** The policy that was deployed. */
  readonly policyText: string;
  readonly remove: () => void;
}

/** Synthesizes the stack with bundling, which takes seconds. Returns the bundle of one function. */
export function synthesizedBundle(which: 'Sweep' | 'Notice' = 'Sweep'): Bundle {
  const outdir = mkdtempSync(join(tmpdir(), 'iam-lapse-test-'));
  const read = (file: string): unknown => JSON.parse(readFileSync(join(outdir, file), 'utf8'));
  const { context } = z
    .object({ context: z.record(z.string(), z.unknown()) })
    .parse(JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')));
  const policyText = readFileSync(join(ROOT, 'policy.json'), 'utf8');
  const app = new App({ outdir, context });
  const stack = new IamLapseStack(app, 'IamLapse', {
    emails: [],
    schedule: 'cron(0 7 * * ? *)',
    policyText,
    newCredentialNotices: which === 'Notice',
  });
  app.synth();

  const { Resources: resources } = Template.parse(read(stack.templateFile));
  const [sweeper, ...others] = Object.entries(resources).flatMap(([id, resource]) =>
    resource.Type === 'AWS::Lambda::Function' && id.startsWith(which) ? [resource] : [],
  );
  if (!sweeper || others.length > 0) throw new Error(`the stack has not exactly one function ${which}`);
  const { Code, Environment } = Sweeper.parse(sweeper.Properties);
  const asset = Assets.parse(read(`${stack.artifactId}.assets.json`)).files[Code.S3Key.replace('.zip', '')];
  if (!asset) throw new Error(`no asset ${Code.S3Key}`);

  const refersTo = (id: string): string => {
    const { Type, Properties } = resources[id] ?? { Type: 'nothing', Properties: {} };
    if (Type === 'AWS::SNS::Topic') return TOPIC_ARN;
    if (Type === 'AWS::S3::Bucket') return RECORD_BUCKET;
    if (Type === 'AWS::SSM::Parameter') return Named.parse(Properties).Name;
    throw new Error(`the function's environment refers to ${id}, which is ${Type}: resolve it here`);
  };
  return {
    file: join(outdir, asset.source.path, 'index.js'),
    environment: Object.fromEntries(
      Object.entries(Environment.Variables).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : refersTo(value.Ref),
      ]),
    ),
    policyText,
    remove: () => rmSync(outdir, { recursive: true }),
  };
}

const sourcesOf = ({ file }: Bundle): string[] =>
  SourceMap.parse(JSON.parse(readFileSync(`${file}.map`, 'utf8'))).sources;

/** The names of our own files that replace a package's files in the bundle. */
export function replacementsIn(bundle: Bundle): string[] {
  return sourcesOf(bundle)
    .flatMap((source) => /\/lib\/bundle\/(.+)$/.exec(source)?.[1] ?? [])
    .toSorted();
}

/** The files that should have been replaced but are in the bundle. */
export function replacedIn(bundle: Bundle): string[] {
  return sourcesOf(bundle).filter((source) =>
    /\/credential-provider-(?!env\/)|\/event-streams\//.test(source),
  );
}

const End = z.object({
  answer: z.record(z.string(), z.unknown()).optional(),
  error: z.object({ errorType: z.string(), errorMessage: z.string() }).optional(),
  timers: z.number(),
});

export interface BundleRun extends z.infer<typeof End> {
  /** Everything that the process wrote to stdout and stderr. */
  readonly output: string;
  /** The lines of stdout, each of which must be JSON. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
}

const LogLine = z.record(z.string(), z.unknown());

/** A running process. */
export interface StartedBundle {
  /** Ends the process as Lambda does after a timeout: no further code runs. */
  readonly kill: () => void;
  readonly ended: Promise<BundleRun | 'killed'>;
}

/**
 * Makes one cold start and one invocation.
 *
 * @throws if the process ends without an answer
 */
export async function invokeBundle(...args: Parameters<typeof startBundle>): Promise<BundleRun> {
  const run = await startBundle(...args).ended;
  if (run === 'killed') throw new Error('somebody killed the process');
  return run;
}

/** Starts a process that gets only `environment`, nothing of this process's environment. */
export function startBundle(
  file: string,
  environment: Readonly<Record<string, string>>,
  event: unknown,
): StartedBundle {
  const lifetime = '900000';
  const child = fork(join(__dirname, 'invoke-bundle.js'), [file, FUNCTION_ARN, lifetime], {
    // The SDK warns on Node 20. Lambda runs a later version.
    env: { ...environment, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    execArgv: [],
    silent: true,
  });
  child.send({ event });
  return { kill: () => child.kill('SIGKILL'), ended: endOf(child) };
}

async function endOf(child: ChildProcess): Promise<BundleRun | 'killed'> {
  if (!child.stdout || !child.stderr) throw new Error('the process has no output');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  if (child.signalCode === 'SIGKILL') return 'killed';
  const end = /^END (.*)$/m.exec(stderr)?.[1];
  if (end === undefined) throw new Error(`the process ended without an answer:\n${stdout}${stderr}`);
  return {
    ...End.parse(JSON.parse(end)),
    output: `${stdout}${stderr}`,
    log: stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => LogLine.parse(JSON.parse(line))),
  };
}
