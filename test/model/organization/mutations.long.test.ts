import { fc } from '../../support/runs';
import { organizationHistory } from './arbitrary';
import type { OrganizationHistory } from './history';
import { organizationFaults } from './judge-history';
import { ORGANIZATION_LAWS } from './laws';
import { mutatedOrganization } from './mutate';
import { SEEDED_ORGANIZATION } from './mutations';
import { ORGANIZATION_PROGRAM, type OrganizationProgram } from './program';

// A law that nothing can break proves nothing: each must find what was broken on purpose.

/** So many random histories must be enough. */
const SOON = 12;
jest.setTimeout(10 * 60_000);

const SHOWN = SEEDED_ORGANIZATION.flatMap(({ history, ...seeded }) =>
  history ? [{ ...seeded, history }] : [],
);

async function faultsIn(history: OrganizationHistory, law: string, program: OrganizationProgram) {
  return (await organizationFaults(history, program)).get(law) ?? [];
}

it.each(SEEDED_ORGANIZATION.filter(({ history }) => history === undefined))(
  '$law: finds that $what',
  async ({ law, mutation }) => {
    const program = mutatedOrganization(mutation);
    const holds = fc.asyncProperty(
      organizationHistory,
      async (history) => (await faultsIn(history, law, program)).length === 0,
    );
    const { failed } = await fc.check(holds, { numRuns: SOON, endOnFailure: true });
    expect(failed).toBe(true);
  },
);

it.each(SHOWN)('$law: finds that $what', async ({ law, mutation, history }) => {
  expect(await faultsIn(history, law, mutatedOrganization(mutation))).not.toEqual([]);
});

it.each(SHOWN)('the program as it is does well where "$what" does not', async ({ law, history }) => {
  expect(await faultsIn(history, law, ORGANIZATION_PROGRAM)).toEqual([]);
});

it('every law is broken by at least one of them', () => {
  const broken = new Set(SEEDED_ORGANIZATION.map(({ law }) => law));
  expect(ORGANIZATION_LAWS.map(({ name }) => name).filter((name) => !broken.has(name))).toEqual([]);
});
