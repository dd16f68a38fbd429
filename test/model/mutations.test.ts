import * as fc from 'fast-check';
import { plansThatDiffer } from './forks';
import { history, type History } from './history';
import type * as Record from '../../lambda/domain/records/json-records';
import { LAWS } from './laws';
import { inModule, mutated } from './mutate';
import { SEEDED } from './mutations';
import type { Seeded } from './mutations/seeded';
import { play } from './play';
import { PROGRAM, type Program } from './program';

// A law that nothing can break proves nothing: each must find what was broken on purpose.

/** So many random histories must be enough. */
const SOON = 60;
const LONG = 10 * 60_000;

async function faultsIn(lived: History, law: string, program: Program): Promise<readonly string[]> {
  const world = await play(lived, program);
  return LAWS.find(({ name }) => name === law)?.brokenBy(world) ?? [];
}

async function isFound({ law, mutation, history: own }: Seeded): Promise<boolean> {
  const program = mutated(mutation);
  if (own) return (await faultsIn(own, law, program)).length > 0;
  const holds = fc.asyncProperty(
    history,
    async (lived) => (await faultsIn(lived, law, program)).length === 0,
  );
  const found = await fc.check(holds, { seed: 7, numRuns: SOON, endOnFailure: true });
  if (process.env['SHOW']) console.log(law, found.failed, found.numRuns);
  return found.failed;
}

it.each(SEEDED.map((seeded) => [seeded.law, seeded.what, seeded] as const))(
  '%s: finds that %s',
  async (_law, _what, seeded) => {
    expect(await isFound(seeded)).toBe(true);
  },
  LONG,
);

it('5. Dry-run is the same run: finds that dry-run plans less', async () => {
  const program = mutated(
    inModule<typeof Record>('domain/record/record', (actual) => ({
      planRecord: (sweep, actions) => actual.planRecord(sweep, sweep.mode === 'enforce' ? actions : []),
    })),
  );
  const holds = fc.asyncProperty(
    history,
    async (lived) => (await plansThatDiffer(lived, program)).length === 0,
  );
  expect(await fc.check(holds, { seed: 7, numRuns: SOON, endOnFailure: true })).toHaveProperty(
    'failed',
    true,
  );
});

it('every law is broken by at least one of them', () => {
  const broken = new Set(SEEDED.map(({ law }) => law));
  expect(LAWS.map(({ name }) => name).filter((name) => !broken.has(name))).toEqual([]);
});

it.each(SEEDED.filter(({ history: own }) => own !== undefined))(
  'the program as it is does well where "$what" does not',
  async ({ law, history: own }) => {
    expect(own && (await faultsIn(own, law, PROGRAM))).toEqual([]);
  },
);
