import { faultsIn } from './judge-history';
import { LAWS } from './laws';
import { mutated } from './mutate';
import { SEEDED } from './mutations';
import { PROGRAM } from './program';

// A law that nothing can break proves nothing: each must find what was broken on purpose. Here are the faults that a
// history of their own shows; mutations.long.test.ts has those that random histories find.

const SHOWN = SEEDED.flatMap(({ history, ...seeded }) => (history ? [{ ...seeded, history }] : []));

it.each(SHOWN)('$law: finds that $what', async ({ law, mutation, history }) => {
  expect(await faultsIn(history, law, mutated(mutation))).not.toEqual([]);
});

it.each(SHOWN)('the program as it is does well where "$what" does not', async ({ law, history }) => {
  expect(await faultsIn(history, law, PROGRAM)).toEqual([]);
});

it('every law is broken by at least one of them', () => {
  const broken = new Set(SEEDED.map(({ law }) => law));
  expect(LAWS.map(({ name }) => name).filter((name) => !broken.has(name))).toEqual([]);
});
