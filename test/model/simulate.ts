import { LAWS } from './laws';
import { simulate } from './ninety-days';
import { dayLine } from './ninety-days-timeline';

// Whoever reads no further, as `head` does, has seen enough.
process.stdout.on('error', () => process.exit(0));

/**
 * `npm run simulate [-- SEED]`: ninety days of a made-up account of 200 users, with the real sweep run against
 * it every morning; a line a day, and whether any of the design's laws was broken. Touches no AWS account.
 */
async function main(): Promise<void> {
  const seed = Number(process.argv[2] ?? 1);
  if (!Number.isInteger(seed))
    throw new Error(`${JSON.stringify(process.argv[2])} is no seed: give a whole number`);
  const { world } = await simulate(seed, (run, simulation) => console.log(dayLine(run, simulation)));
  const broken = LAWS.flatMap(({ name, brokenBy }) => brokenBy(world).map((fault) => `${name}: ${fault}`));
  const writes = world.journal.runs.reduce((sum, run) => sum + run.writes.length, 0);
  console.log(
    `\n${writes} credentials disabled; laws broken: ${broken.length === 0 ? 'none' : broken.join('\n')}`,
  );
  if (broken.length > 0) process.exitCode = 1;
}

void main();
