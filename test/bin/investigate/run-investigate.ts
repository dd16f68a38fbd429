import { investigate } from '../../../bin/investigate/main';
import { Investigation } from '../../../bin/investigate/investigation';
import { NOW } from '../../support/builders';
import { AWAY_FROM_AWS } from '../away-from-aws';
import type { Finished } from '../command';
import { Written } from '../written';

/** The command, called in this process. The SDK reads the environment, so one call ends before the next begins. */
export async function runInvestigate(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  { isTTY = false } = {},
): Promise<Finished> {
  const before = process.env;
  process.env = { ...before, ...AWAY_FROM_AWS, ...env };
  const stdout = new Written(isTTY);
  const stderr = new Written(isTTY);
  try {
    const code = await investigate(args, { stdout, stderr, env: process.env, now: () => NOW });
    return { code, stdout: stdout.text, stderr: stderr.text };
  } finally {
    process.env = before;
  }
}

/** The output of --json, which the schema must know in full. */
export function investigationOf({ stdout }: Finished): Investigation {
  return Investigation.parse(JSON.parse(stdout));
}
