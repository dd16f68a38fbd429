import { execFile, spawnSync } from 'node:child_process';
import { devNull } from 'node:os';
import { delimiter, join } from 'node:path';
import { installAwsInstead } from './install-aws-instead';

export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';

export const PROJECT = join(__dirname, '..', '..');
/** Loaded by a process that is to live by the emulator's clock, which is CLOCK_AHEAD_MS before this machine's. */
export const MOVED_CLOCK = join(__dirname, 'moved-clock.js');
const TIMEOUT_MS = 120_000;

/** The shell of somebody whose AWS account is the emulator. */
export class Shell {
  private readonly env: NodeJS.ProcessEnv;

  /** @param folder where the AWS CLI is called, and where the CDK keeps things between runs */
  constructor(
    url: string,
    private readonly folder: string,
  ) {
    const env = environment(url, folder);
    const hasCli = spawnSync('aws', ['--version'], { stdio: 'ignore', env }).status === 0;
    this.env = hasCli ? env : withAwsInstead(env, folder);
  }

  /** What `npx cdk` does in the project's folder, without npm in between. */
  async cdk(...args: readonly string[]): Promise<void> {
    await this.cdkIn(PROJECT, ...args);
  }

  /** The same in another checkout of the project. */
  async cdkIn(checkout: string, ...args: readonly string[]): Promise<void> {
    await this.run(checkout, process.execPath, [require.resolve('aws-cdk/bin/cdk'), ...args, '--no-notices']);
  }

  /** What `npm run preview --` prints, by the emulator's clock. */
  async preview({ aheadMs }: { readonly aheadMs: number }, ...args: readonly string[]): Promise<string> {
    const program = ['--require', MOVED_CLOCK, '--import', 'tsx', 'bin/preview.ts'];
    return this.run(PROJECT, process.execPath, [...program, ...args], { CLOCK_AHEAD_MS: String(aheadMs) });
  }

  /**
   * Runs a call of the AWS CLI exactly as it is printed.
   *
   * @param variables of the shell, which the call may name
   */
  async aws(printed: string, variables: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.run(this.folder, 'sh', ['-c', printed], variables);
  }

  /** @returns standard output */
  private async run(
    cwd: string,
    program: string,
    args: readonly string[],
    variables: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const env = { ...this.env, ...variables };
    return new Promise((resolve, reject) => {
      execFile(program, args, { cwd, env, timeout: TIMEOUT_MS }, (error, stdout) => {
        // The message has standard error; in CI the CDK complains on standard output.
        if (error) reject(new Error(`${error.message}\n${stdout}`, { cause: error }));
        else resolve(stdout);
      });
    });
  }
}

/** Whatever this machine knows about AWS is left out: no call may find its way to a real account. */
function environment(url: string, folder: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS|CDK)_/.test(name));
  return {
    ...Object.fromEntries(inherited),
    ...credentials(url),
    // With an IP address for its endpoint the CDK would name the template by a URL that moto does not take.
    AWS_ENDPOINT_URL_S3_FOR_CLOUDFORMATION: `https://s3.${REGION}.amazonaws.com`,
    AWS_PAGER: '',
    CDK_HOME: folder,
    NO_PROXY: '127.0.0.1',
    no_proxy: '127.0.0.1',
  };
}

/** Where there is no AWS CLI, a program of ours has its name. */
function withAwsInstead(env: NodeJS.ProcessEnv, folder: string): NodeJS.ProcessEnv {
  return { ...env, PATH: [installAwsInstead(folder), env['PATH']].join(delimiter) };
}

/** What the SDK needs to call the emulator, and nothing else. */
export function credentials(url: string): NodeJS.ProcessEnv {
  return {
    AWS_ACCESS_KEY_ID: 'testing',
    AWS_SECRET_ACCESS_KEY: 'testing',
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ENDPOINT_URL: url,
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}
