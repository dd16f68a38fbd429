import { preview } from '../../../bin/preview/main';
import { AWAY_FROM_AWS } from '../away-from-aws';
import type { Finished } from '../command';
import { Written } from '../written';

/**
 * The preview, called in this process, with what it writes in place of pipes. The SDK reads the environment of the
 * process, so that one call ends before the next begins.
 */
export async function runPreview(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  { isTTY = false } = {},
): Promise<Finished> {
  const before = process.env;
  process.env = { ...before, ...AWAY_FROM_AWS, ...env };
  const stdout = new Written(isTTY);
  const stderr = new Written(isTTY);
  try {
    const code = await preview(args, {
      stdout,
      stderr,
      env: { ...AWAY_FROM_AWS, ...env },
      now: () => Date.now(),
    });
    return { code, stdout: stdout.text, stderr: stderr.text };
  } finally {
    process.env = before;
  }
}
