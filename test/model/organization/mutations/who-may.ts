import type * as Changed from '../../../../lambda/domain/organization/changed-since';
import type * as Coverage from '../../../../lambda/domain/organization/coverage';
import type * as Modes from '../../../../lambda/domain/organization/modes';
import type * as FreezeSettings from '../../../../lambda/organization/freeze-settings';
import type * as SweepAccount from '../../../../lambda/organization/sweep-account';
import type * as Allotment from '../../../../lambda/sweep/allotment';
import { inModule } from '../../mutate';
import { barriers, masterSwitch, ownModes, sessionsThatCannotWrite } from '../laws/who-may';
import { aDay, anOrganizationPolicy, aScene, OTHER_OU, trouble } from '../scenes';
import type { SeededOrganization } from './seeded';

const isOn = { read: () => Promise.resolve('enforce') };
const pulled = { kind: 'mode', mode: 'dry-run' } as const;
/** Nobody was lost before the second day; then one of two accounts cannot be reached. */
const uncovered = aScene([aDay(), aDay({}, { minute: 60, event: { kind: 'loseRole', member: 1 } })], {
  organization: anOrganizationPolicy({ coverage: { maxUncoveredPercent: 10 } }),
});

export const whoMay: readonly SeededOrganization[] = [
  {
    law: masterSwitch.name,
    what: 'an account that acts does not look at the switch',
    mutation: inModule<typeof SweepAccount>('organization/sweep-account', (actual) => ({
      sweepAccount: (event, options, ports, partition) =>
        actual.sweepAccount(event, options, { ...ports, masterSwitch: isOn }, partition),
    })),
    // In the first account's Act, before the second's.
    history: aScene([aDay(), aDay(trouble('act', { kind: 'meanwhile', at: 8, event: pulled }))]),
  },
  {
    law: ownModes.name,
    what: 'every account enforces',
    mutation: inModule<typeof Modes>('domain/organization/modes', () => ({ effectiveMode: () => 'enforce' })),
    history: aScene([aDay(), aDay()], { organization: anOrganizationPolicy({ accounts: [] }) }),
  },
  {
    law: ownModes.name,
    what: 'Allot does not look at the accounts again',
    mutation: inModule<typeof Changed>('domain/organization/changed-since', () => ({
      withoutChanged: (items) => [...items],
    })),
    // Between the last look at the roster and Allot.
    history: aScene([
      aDay(),
      aDay(trouble('judge', { kind: 'meanwhile', at: 4, event: { kind: 'move', member: 1, ou: OTHER_OU } })),
    ]),
  },
  {
    law: barriers.name,
    what: 'nobody hears, and nobody minds',
    mutation: inModule<typeof FreezeSettings>('organization/freeze-settings', () => ({
      heldBackBy: () => undefined,
    })),
    history: aScene([aDay(), aDay({}, { minute: 60, event: { kind: 'subscriptions', of: [] } })]),
  },
  {
    law: barriers.name,
    what: 'most accounts are not covered, and nobody minds',
    mutation: inModule<typeof Coverage>('domain/organization/coverage', () => ({
      isOverUncovered: () => false,
    })),
    history: uncovered,
  },
  {
    law: sessionsThatCannotWrite.name,
    what: 'Judge does not stop at the plan',
    mutation: inModule<typeof Allotment>('sweep/allotment', () => ({ waitsForAllotment: () => false })),
  },
];
