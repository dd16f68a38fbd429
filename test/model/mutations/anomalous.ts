import type * as Barriers from '../../../lambda/sweep/preconditions';
import type * as Schema from '../../../lambda/domain/ledger/schema';
import type * as LedgerText from '../../../lambda/domain/ledger/schema';
import type * as Settings from '../../../lambda/sweep/settings';
import { inModule } from '../mutate';
import type { Seeded } from './seeded';

const LAW = '2. Anomalous means do nothing, loudly';

export const anomalous: readonly Seeded[] = [
  {
    law: LAW,
    what: 'there are no barriers',
    mutation: inModule<typeof Barriers>('sweep/preconditions', () => ({ unmetPreconditions: () => [] })),
  },
  {
    law: LAW,
    what: 'a mode that is none is enforce',
    mutation: inModule<typeof Settings>('sweep/settings', (actual) => ({
      loadSettings: async (run) => {
        try {
          return await actual.loadSettings(run);
        } catch (error) {
          const { settings } = run.report;
          if (!settings) throw error;
          return { ...settings, mode: 'enforce' };
        }
      },
    })),
  },
  {
    law: LAW,
    what: 'a ledger that is not understood is an empty one',
    mutation: inModule<typeof LedgerText>('domain/ledger/schema', (actual) => ({
      parseLedger: (text, accountId) => {
        try {
          return actual.parseLedger(text, accountId);
        } catch {
          const { emptyLedger } = jest.requireActual<typeof Schema>('../../../lambda/domain/ledger/schema');
          return emptyLedger(accountId);
        }
      },
    })),
  },
];
