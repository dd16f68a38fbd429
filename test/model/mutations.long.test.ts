import { fc } from '../support/runs';
import type * as JsonRecords from '../../lambda/domain/records/json-records';
import { plansThatDiffer } from './forks';
import { history, type History } from './history';
import { faultsIn } from './judge-history';
import { inModule, mutated } from './mutate';
import { SEEDED } from './mutations';

// What was broken on purpose, and random histories find soon. See mutations-shown.long.test.ts.

/** So many must be enough. */
const SOON = 60;
jest.setTimeout(10 * 60_000);

async function isFound(breaks: (lived: History) => Promise<boolean>): Promise<boolean> {
  const holds = fc.asyncProperty(history, async (lived) => !(await breaks(lived)));
  const { failed } = await fc.check(holds, { numRuns: SOON, endOnFailure: true });
  return failed;
}

it.each(SEEDED.filter((seeded) => seeded.history === undefined))(
  '$law: finds that $what',
  async ({ law, mutation }) => {
    const program = mutated(mutation);
    expect(await isFound(async (lived) => (await faultsIn(lived, law, program)).length > 0)).toBe(true);
  },
);

it('5. Dry-run is the same run: finds that dry-run plans less', async () => {
  const program = mutated(
    inModule<typeof JsonRecords>('domain/records/json-records', (actual) => ({
      planRecord: (run, actions) => actual.planRecord(run, run.evaluated?.mode === 'enforce' ? actions : []),
    })),
  );
  expect(await isFound(async (lived) => (await plansThatDiffer(lived, program)).length > 0)).toBe(true);
});
