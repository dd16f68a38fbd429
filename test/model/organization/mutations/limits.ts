import type * as Queries from '../../../../lambda/domain/organization/ledger/queries';
import type * as Allotment from '../../../../lambda/sweep/allotment';
import { inModule } from '../../mutate';
import { HEALTHY } from '../history';
import { onlyWhatIsAllotted, withinTheLimits } from '../laws/limits';
import { aDay, anOrganizationPolicy, aScene } from '../scenes';
import type { SeededOrganization } from './seeded';

const LIMITED = anOrganizationPolicy({
  limits: { maxDisabledPerDay: 1, maxDisabledPercent: 100, onExceed: 'oldest-first' },
});

export const limits: readonly SeededOrganization[] = [
  {
    law: withinTheLimits.name,
    what: 'what was spent is forgotten',
    mutation: inModule<typeof Queries>('domain/organization/ledger/queries', () => ({
      recentlySpent: () => 0,
    })),
    history: aScene(
      [aDay(), { events: [], executions: [HEALTHY, { ...HEALTHY, kind: 'manual', minute: 9 * 60 }] }],
      { organization: LIMITED },
    ),
  },
  {
    law: withinTheLimits.name,
    what: 'the limit of the organization is ten times as much',
    mutation: inModule<typeof Queries>('domain/organization/ledger/queries', () => ({
      recentlySpent: () => -10,
    })),
    history: aScene([aDay(), aDay()], { organization: LIMITED }),
  },
  {
    law: onlyWhatIsAllotted.name,
    what: 'an account acts by its own limits alone',
    mutation: inModule<typeof Allotment>('sweep/allotment', () => ({ allotted: (_run, actions) => actions })),
  },
];
