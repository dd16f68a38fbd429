import type * as Judge from '../../../lambda/domain/evaluation/judge';
import type * as Amend from '../../../lambda/domain/ledger/updates';
import { DAY } from '../../../lambda/domain/instant';
import { inModule } from '../mutate';
import { backAndForth } from '../mutation-scenes';
import type { Seeded } from './seeded';

const LAW = '6. Restoring sticks';

export const restoring: readonly Seeded[] = [
  {
    law: LAW,
    what: 'restores are forgotten',
    mutation: inModule<typeof Amend>('domain/ledger/updates', () => ({
      withRestored: (ledger, ids) => ({
        ...ledger,
        credentials: Object.fromEntries(
          Object.entries(ledger.credentials).filter(([id]) => !ids.includes(id)),
        ),
      }),
    })),
  },
  {
    law: LAW,
    what: 'the clock of a restore is half over',
    mutation: inModule<typeof Judge>('domain/evaluation/judge', (actual) => ({
      judge: (asked) => {
        const { restored } = asked.history;
        if (!restored) return actual.judge(asked);
        const history = { ...asked.history, restored: { ...restored, at: restored.at - 15 * DAY } };
        return actual.judge({ ...asked, history });
      },
    })),
  },
  {
    law: LAW,
    what: 'a tug of war goes on for ever',
    mutation: inModule<typeof Judge>('domain/evaluation/judge', (actual) => ({
      judge: (asked) => {
        const { restored } = asked.history;
        if (!restored) return actual.judge(asked);
        return actual.judge({ ...asked, history: { ...asked.history, restored: { ...restored, times: 1 } } });
      },
    })),
    history: backAndForth,
  },
];
