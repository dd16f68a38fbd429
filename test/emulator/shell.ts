import { execFile, spawnSync } from 'node:child_process';
import { devNull } from 'node:os';
import { delimiter, join } from 'node:path';
import { installAwsInstead } from './install-aws-instead';

export const ACCOUNT = '123456789012';
export const REGION = 'us-east-1';

export const PROJECT = join(__dirname, '..', '..');
/** A process that loads this file uses the emulator's clock, CLOCK_AHEAD_MS ahead of this machine's. */
export const MOVED_CLOCK = join(__dirname, 'moved-clock.js');
const TIMEOUT_MS = 120_000;

/** A user's shell whose AWS account is the emulator. */
export class Shell {
  private readonly env: NodeJS.ProcessEnv;

  /**
   * @param folder the AWS CLI's working directory, where the CDK also keeps its files
   * @param key the id of somebody's access key, by which the emulator knows the account
   */
  constructor(
    private readonly url: string,
    private readonly folder: string,
    key?: string,
  ) {
    const env = environment(url, folder);
    if (key !== undefined) env['AWS_ACCESS_KEY_ID'] = key;
    const hasCli = spawnSync('aws', ['--version'], { stdio: 'ignore', env }).status === 0;
    this.env = hasCli ? env : withAwsInstead(env, folder);
  }

  /** The shell of somebody else. */
  as(key: string): Shell {
    return new Shell(this.url, this.folder, key);
  }

  /** Runs `npx cdk` in the project's folder, without npm in between. */
  async cdk(...args: readonly string[]): Promise<void> {
    await this.cdkIn(PROJECT, ...args);
  }

  /** Runs it in another checkout of the project. */
  async cdkIn(checkout: string, ...args: readonly string[]): Promise<void> {
    await this.run(checkout, process.execPath, [require.resolve('aws-cdk/bin/cdk'), ...args, '--no-notices']);
  }

  /** Runs `npm run preview --` with the emulator's clock. */
  async preview({ aheadMs }: { readonly aheadMs: number }, ...args: readonly string[]): Promise<string> {
    const program = ['--require', MOVED_CLOCK, '--import', 'tsx', 'bin/preview.ts'];
    return this.run(PROJECT, process.execPath, [...program, ...args], { CLOCK_AHEAD_MS: String(aheadMs) });
  }

  /**
   * Runs a printed AWS CLI command unchanged.
   *
   * @param variables shell variables that the command may use
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
        // The message contains standard error. In CI, the CDK writes its errors to standard output.
        if (error) reject(new Error(`${error.message}\n${stdout}`, { cause: error }));
        else resolve(stdout);
      });
    });
  }
}

/** Drops this machine's AWS configuration, so that no call can reach a real account. */
function environment(url: string, folder: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS|CDK)_/.test(name));
  return {
    ...Object.fromEntries(inherited),
    ...credentials(url),
    // If the endpoint were an IP address, the CDK would use a template URL that moto rejects.
    AWS_ENDPOINT_URL_S3_FOR_CLOUDFORMATION: `https://s3.${REGION}.amazonaws.com`,
    AWS_PAGER: '',
    CDK_HOME: folder,
    NO_PROXY: '127.0.0.1',
    no_proxy: '127.0.0.1',
  };
}

/** Without an AWS CLI, our replacement has its name. */
function withAwsInstead(env: NodeJS.ProcessEnv, folder: string): NodeJS.ProcessEnv {
  return { ...env, PATH: [installAwsInstead(folder), env['PATH']].join(delimiter) };
}

/** The environment that the SDK needs to call the emulator. */
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
