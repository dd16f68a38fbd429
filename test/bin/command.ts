import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';

const ROOT = join(__dirname, '..', '..');
/** Each takes a processor for a third of a second: a test file starts all of its own and then looks at them. */
const limit = pLimit(availableParallelism());

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one of the project's programs through tsx, as its users do; what it writes goes into pipes. */
export function command(
  script:
    | 'bin/preview.ts'
    | 'bin/iam-lapse.ts'
    | 'bin/field-test.ts'
    | 'bin/investigate.ts'
    | 'bin/lock.ts'
    | 'bin/cli.ts',
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Finished> {
  return execute([process.execPath, '--import', 'tsx', script, ...args], { env: { ...process.env, ...env } });
}

/** Runs any program, in the project's folder unless `cwd` names another. */
export function execute(
  [program = '', ...args]: readonly string[],
  { env, cwd = ROOT }: { readonly env: NodeJS.ProcessEnv; readonly cwd?: string },
): Promise<Finished> {
  return limit(
    () =>
      new Promise((resolve, reject) => {
        execFile(program, args, { cwd, env, encoding: 'utf8' }, (error, stdout, stderr) => {
          const code = error === null ? 0 : error.code;
          if (typeof code === 'number') resolve({ code, stdout, stderr });
          else reject(new Error(`${program} ${args.join(' ')} did not run to its end`, { cause: error }));
        });
      }),
  );
}
