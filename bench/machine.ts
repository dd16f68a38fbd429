import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';

/** Describes the machine, without its name or a path. Call it before the measurements. */
export function machine(): string {
  const [cpu] = cpus();
  const git = (...args: string[]) => execFileSync('git', args, { cwd: __dirname, encoding: 'utf8' }).trim();
  // The previous run wrote RESULTS.md, so its change does not count.
  const changed = git('status', '--porcelain', '--untracked-files=no', '--', ':!RESULTS.md');
  return [
    `${cpus().length} cores of ${cpu?.model.trim() ?? 'an unknown processor'}`,
    `${Math.round(totalmem() / 2 ** 30)} GiB of memory`,
    `Node ${process.version}`,
    `load average ${(loadavg()[0] ?? 0).toFixed(1)} before it began`,
    new Date().toISOString().slice(0, 10),
    `commit ${git('rev-parse', '--short', 'HEAD')}${changed === '' ? '' : ', with changes'}`,
  ].join(', ');
}
