import type * as Judge from '../../../lambda/domain/judge/judge';
import type * as Amend from '../../../lambda/domain/ledger/amend';
import type * as Finish from '../../../lambda/steps/finish';
import { inModule } from '../mutate';
import type { Seeded } from './seeded';

const LAW = '3. Announced first';

export const announced: readonly Seeded[] = [
  {
    law: LAW,
    what: 'notice counts as given',
    mutation: inModule<typeof Judge>('domain/judge/judge', (actual) => ({
      judge: (asked) => {
        const verdict = actual.judge(asked);
        return verdict.kind === 'stale' ? { ...verdict, noticeGiven: true } : verdict;
      },
    })),
  },
  {
    law: LAW,
    what: 'what nobody heard counts as announced',
    mutation: inModule<typeof Finish>('steps/finish', (actual) => ({
      finish: (draft, ending, ports) => {
        const { topic } = ports;
        const heard = { publish: topic.publish.bind(topic), subscribers: () => Promise.resolve(1) };
        return actual.finish(draft, ending, { ...ports, topic: heard });
      },
    })),
  },
  {
    law: LAW,
    what: 'an announcement outlives an exemption',
    mutation: inModule<typeof Amend>('domain/ledger/amend', () => ({
      withoutLapsedAnnouncements: (ledger) => ledger,
    })),
  },
];
