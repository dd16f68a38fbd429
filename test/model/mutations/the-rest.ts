import type * as Limits from '../../../lambda/domain/remediation/plan';
import type * as Recall from '../../../lambda/domain/ledger/queries';
import type * as HaltedModule from '../../../lambda/errors';
import type * as Settings from '../../../lambda/sweep/settings';
import type * as RunReport from '../../../lambda/sweep/sweep';
import type * as OpenRun from '../../../lambda/sweep/open-run';
import { inModule } from '../mutate';
import { twiceOnOneDay } from '../mutation-scenes';
import type { Seeded } from './seeded';

const never =
  <T>(value: T): (() => T) =>
  () =>
    value;

export const theRest: readonly Seeded[] = [
  {
    law: '5. Dry-run writes nothing',
    what: 'the mode is enforce, whatever it is',
    mutation: inModule<typeof Settings>('sweep/settings', (actual) => ({
      loadSettings: async (run) => ({ ...(await actual.loadSettings(run)), mode: 'enforce' }),
    })),
  },
  {
    law: '5. Dry-run writes nothing',
    what: 'a preview is a run',
    mutation: inModule<typeof RunReport>('sweep/sweep', (actual) => ({
      sweep: (invocation, ...rest) => actual.sweep({ ...invocation, preview: false }, ...rest),
    })),
  },
  {
    law: 'Limits: never more in 20 hours than allowed',
    what: 'the last 20 hours do not count',
    mutation: inModule<typeof Recall>('domain/ledger/queries', () => ({ recentlyDisabled: never(0) })),
    history: twiceOnOneDay,
  },
  {
    law: 'Limits: never more in 20 hours than allowed',
    what: 'everything is allowed',
    mutation: inModule<typeof Limits>('domain/remediation/plan', () => ({ allowance: never(1000) })),
  },
  {
    law: 'Delivered twice is done once',
    what: 'a run does not know itself',
    mutation: inModule<typeof OpenRun>('sweep/open-run', () => ({ hasAlreadyRun: never(false) })),
  },
  {
    law: 'Every run ends in an answer or a named error',
    what: 'a fault keeps no reason',
    mutation: inModule<typeof HaltedModule>('errors', () => ({
      orHalt: async (_reason, step) => step(),
    })),
  },
];
