import type * as Judge from '../../../lambda/domain/evaluation/judge';
import type * as Amend from '../../../lambda/domain/ledger/updates';
import type * as Finish from '../../../lambda/sweep/finish';
import { inModule } from '../mutate';
import type { Seeded } from './seeded';

const LAW = '3. Announced first';

export const announced: readonly Seeded[] = [
  {
    law: LAW,
    what: 'notice counts as given',
    mutation: inModule<typeof Judge>('domain/evaluation/judge', (actual) => ({
      judge: (asked) => {
        const verdict = actual.judge(asked);
        return verdict.kind === 'stale' ? { ...verdict, noticeGiven: true } : verdict;
      },
    })),
  },
  {
    law: LAW,
    what: 'what nobody heard counts as announced',
    mutation: inModule<typeof Finish>('sweep/finish', (actual) => ({
      finish: (run) => {
        const { topic } = run.ports;
        const heard = { publish: topic.publish.bind(topic), subscribers: () => Promise.resolve(1) };
        return actual.finish({ ...run, ports: { ...run.ports, topic: heard } });
      },
    })),
  },
  {
    law: LAW,
    what: 'an announcement outlives an exemption',
    mutation: inModule<typeof Amend>('domain/ledger/updates', () => ({
      withoutLapsedAnnouncements: (ledger) => ledger,
    })),
  },
];
