import type { OrganizationHistory } from './history';
import { organizationFaults } from './judge-history';
import { ORGANIZATION_PROGRAM } from './program';
import { aDay, aScene, trouble } from './scenes';

// Histories in which a law was broken once.

it.each<[string, OrganizationHistory]>([
  // Its HALTED mail and its result were on record, so every later run took the ledger for deleted.
  [
    'the very first run cannot open the ledger',
    aScene([aDay(trouble('freeze', { kind: 'throws', at: 2, effect: false }))]),
  ],
])('%s', async (_, history) => {
  const faults = await organizationFaults(history, ORGANIZATION_PROGRAM);
  expect([...faults].filter(([, of]) => of.length > 0)).toEqual([]);
});
