import { ON_NOTICE, saidIn } from './digests';
import type { History } from './history';
import { invoke, type Invoked } from './invoke';
import type { Run } from './journal';
import { play } from './play';
import type { Program } from './program';
import { planIn } from './stored';
import type { World } from './world';

/** Every so many runs the world is forked; each fork costs three runs. */
const EVERY = 4;

/**
 * 5, "One plan, one digest; only the executor differs": the same moment swept in `dry-run`, in `enforce` and as
 * a preview, each in a world of its own. How the plans differ; empty when they do not.
 */
export async function plansThatDiffer(history: History, program: Program): Promise<string[]> {
  const faults: string[] = [];
  let count = 0;
  await play(history, program, async (world, invoked) => {
    count += 1;
    if (count % EVERY !== 0) return;
    const dryRun = await swept(world, 'dry-run', invoked, program);
    const enforce = await swept(world, 'enforce', invoked, program);
    if (plan(dryRun) !== plan(enforce))
      faults.push(`#${count} dry-run ${plan(dryRun)}, enforce ${plan(enforce)}`);
    if (notices(dryRun) !== notices(enforce))
      faults.push(`#${count}: other notices in dry-run than in enforce`);
    if (dryRun.writes.length > 0) faults.push(`#${count}: dry-run wrote`);
    const preview = await swept(world, 'enforce', { ...invoked, preview: true }, program);
    if (preview.writes.length > 0) faults.push(`#${count}: the preview wrote`);
    if (preview.ledgerAfter !== preview.ledgerBefore)
      faults.push(`#${count}: the preview changed the ledger`);
  });
  return faults;
}

function swept(world: World, mode: string, invoked: Invoked, program: Program): Promise<Run> {
  const fork = structuredClone({ ...world, journal: { runs: [], people: [] } });
  fork.settings.mode = mode;
  return invoke(fork, program, invoked);
}

function plan({ planRecord, ending }: Run): string {
  return planRecord === undefined
    ? `none: ${ending?.kind ?? ''}`
    : JSON.stringify(planIn(planRecord).actions);
}

function notices({ delivered }: Run): string {
  const said = delivered.flatMap((mail) => saidIn(mail)).filter(({ title }) => ON_NOTICE.includes(title));
  return JSON.stringify(said);
}
