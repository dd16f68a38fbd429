import { lock } from '../../../bin/lock/main';
import { AWAY_FROM_AWS } from '../away-from-aws';
import type { Finished } from '../command';
import type { FakeAws } from '../../support/fake-aws';

/** The code under test. A mutation is another one. */
export type LockProgram = typeof lock;

/** The lock, called in this process against a fake AWS, with what it writes in place of pipes. It does not wait. */
export async function runLock(
  args: readonly string[],
  { env }: Pick<FakeAws, 'env'>,
  { program = lock, now = Date.now }: { readonly program?: LockProgram; readonly now?: () => number } = {},
): Promise<Finished> {
  const before = process.env;
  process.env = { ...before, ...AWAY_FROM_AWS, ...env };
  const out = { stdout: '', stderr: '' };
  const into = (name: keyof typeof out) => ({
    isTTY: false,
    write: (text: string) => {
      out[name] += text;
    },
  });
  let elapsed = 0;
  try {
    const io = { stdout: into('stdout'), stderr: into('stderr'), env: {}, now };
    const code = await program(args, io, {
      now,
      elapsed: () => elapsed,
      remaining: () => Infinity,
      sleep: async (ms) => {
        elapsed += ms;
      },
    });
    return { code, ...out };
  } finally {
    process.env = before;
  }
}
