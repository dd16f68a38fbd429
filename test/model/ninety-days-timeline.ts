import { utcDate } from '../../lambda/domain/instant';
import type { Run } from './journal';
import type { Simulation } from './ninety-days';
import { resultIn } from './stored';

/** One line for one day: what the sweep counted, whom it disabled, and whom people brought back. */
export function dayLine(run: Run, { world }: Simulation): string {
  const { counts } = resultIn(world.bucket.files.get(`${run.runId}/result.json`));
  const of = (kind: string) => String(counts[kind] ?? 0).padStart(3);
  const back = world.journal.people
    .filter(({ at, restored }) => restored !== undefined && at >= run.startedAt)
    .map(({ text }) => `back: ${text}`);
  const disabled = run.writes.map(({ words }) => words.replace('access key created', 'key of'));
  return [
    `${utcDate(run.startedAt)} ${(run.mode ?? '?').padEnd(7)} ${String(world.users.length).padStart(3)} users:`,
    `${of('inUse')} in use, ${of('due')} due, ${of('stale')} stale, ${of('exempt')} exempt, ${of('held')} held;`,
    `${of('wouldDisable')} would be disabled, ${of('disabled')} disabled`,
    ...(disabled.length > 0 ? [`| ${shortened(disabled)}`] : []),
    ...(back.length > 0 ? [`| ${back.join('; ')}`] : []),
  ].join(' ');
}

function shortened(names: readonly string[]): string {
  const shown = names.slice(0, 4).join('; ');
  return names.length > 4 ? `${shown}; and ${names.length - 4} more` : shown;
}
