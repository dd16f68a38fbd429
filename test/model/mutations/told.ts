import type * as Settle from '../../../lambda/domain/act/settle';
import type * as Done from '../../../lambda/domain/digest/done';
import type * as Recall from '../../../lambda/domain/ledger/recall';
import type * as Finish from '../../../lambda/steps/finish';
import type * as Takeover from '../../../lambda/steps/takeover';
import { inModule } from '../mutate';
import { killed, refused, unpublished } from '../mutation-scenes';
import type { Seeded } from './seeded';

export const told: readonly Seeded[] = [
  {
    law: '4. Told after',
    what: 'a killed run is not looked into',
    mutation: inModule<typeof Takeover>('steps/takeover', () => ({
      reconcile: () => Promise.resolve(undefined),
    })),
    history: killed,
  },
  {
    law: '4. Told after',
    what: 'a digest that waits is dropped',
    mutation: inModule<typeof Takeover>('steps/takeover', () => ({
      deliverPending: (session) => {
        session.ledger = { ...session.ledger, pendingDigest: null };
        return Promise.resolve(true);
      },
    })),
    history: unpublished,
  },
  {
    law: '4. Told after',
    what: 'the run ends without its digest in the ledger',
    mutation: inModule<typeof Finish>('steps/finish', (actual) => ({
      finish: async (draft, ending, ports) => {
        await actual.finish(draft, ending, ports);
        if (!ending) return;
        ending.session.ledger = { ...ending.session.ledger, pendingDigest: null };
        await ending.session.save().catch(() => undefined);
      },
    })),
    history: unpublished,
  },
  {
    law: '4. What is told is true',
    what: 'every write is said to be done',
    mutation: inModule<typeof Settle>('domain/act/settle', () => ({
      settle: () => ({ kind: 'disabled', responseLost: false }),
    })),
    history: refused,
  },
  {
    law: '4. What is told is true',
    what: 'what would be disabled is told as disabled',
    mutation: inModule<typeof Done>('domain/digest/done', (actual) => ({
      doneSections: (sweep) =>
        actual.doneSections(sweep).map((section) => ({
          ...section,
          title: section.title === 'WOULD BE DISABLED TODAY' ? 'DISABLED' : section.title,
        })),
    })),
  },
  {
    law: '4. What is told is true',
    what: 'what is confirmed disabled is told as restored',
    mutation: inModule<typeof Recall>('domain/ledger/recall', (actual) => ({
      aftermath: (...asked) => {
        const found = actual.aftermath(...asked);
        return { ...found, restored: [...found.restored, ...found.confirmed] };
      },
    })),
  },
];
