import type * as Checks from '../../../lambda/domain/account-checks/run-checks';
import type * as Settle from '../../../lambda/domain/remediation/outcome';
import type * as Done from '../../../lambda/domain/digest/actions';
import type * as Recall from '../../../lambda/domain/ledger/queries';
import type * as Finish from '../../../lambda/sweep/finish';
import type * as PendingDigest from '../../../lambda/sweep/pending-digest';
import type * as Resets from '../../../lambda/sweep/password-resets';
import type * as Reconcile from '../../../lambda/sweep/reconcile';
import { inModule } from '../mutate';
import { killed, lateReset, passwordAlone, refused, uncounted, unpublished } from '../mutation-scenes';
import type { Seeded } from './seeded';

export const told: readonly Seeded[] = [
  {
    law: '4. Told after',
    what: 'a killed run is not looked into',
    mutation: inModule<typeof Reconcile>('sweep/reconcile', () => ({
      reconcile: () => Promise.resolve(undefined),
    })),
    history: killed,
  },
  {
    law: '4. Told after',
    what: 'a digest that waits is dropped',
    mutation: inModule<typeof PendingDigest>('sweep/pending-digest', () => ({
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
    mutation: inModule<typeof Finish>('sweep/finish', (actual) => ({
      finish: async (run) => {
        const report = await actual.finish(run);
        const { session } = run;
        if (!session) return report;
        session.ledger = { ...session.ledger, pendingDigest: null };
        await session.save().catch(() => undefined);
        return report;
      },
    })),
    history: unpublished,
  },
  {
    law: '4. Told after',
    what: 'a digest that nobody could be counted for waits no longer',
    mutation: inModule<typeof Finish>('sweep/finish', (actual) => ({
      finish: async (run) => {
        const report = await actual.finish(run);
        const { session } = run;
        if (!session || report.subscribers !== undefined) return report;
        session.ledger = { ...session.ledger, pendingDigest: null };
        await session.save().catch(() => undefined);
        return report;
      },
    })),
    history: uncounted,
  },
  {
    law: '4. Late resets are told',
    what: 'CloudTrail is not asked again',
    mutation: inModule<typeof Resets>('sweep/password-resets', () => ({
      findLateResets: () => Promise.resolve(undefined),
    })),
    history: lateReset,
  },
  {
    law: '4. What is told is true',
    what: 'every write is said to be done',
    mutation: inModule<typeof Settle>('domain/remediation/outcome', () => ({
      outcomeOf: () => ({ kind: 'disabled', responseLost: false }),
    })),
    history: refused,
  },
  {
    law: '4. What is told is true',
    what: 'what would be disabled is told as disabled',
    mutation: inModule<typeof Done>('domain/digest/actions', (actual) => ({
      actionSections: (sweep) =>
        actual.actionSections(sweep).map((section) => ({
          ...section,
          title: section.title === 'WOULD BE DISABLED TODAY' ? 'DISABLED' : section.title,
        })),
    })),
  },
  {
    law: '4. Findings agree with what was done',
    what: 'the checks see the report as it was before the run',
    mutation: inModule<typeof Checks>('domain/account-checks/run-checks', () => ({
      withoutEnded: (report) => report,
    })),
    history: passwordAlone,
  },
  {
    law: '4. What is told is true',
    what: 'what is confirmed disabled is told as restored',
    mutation: inModule<typeof Recall>('domain/ledger/queries', (actual) => ({
      compareWithReport: (...asked) => {
        const found = actual.compareWithReport(...asked);
        return { ...found, restored: [...found.restored, ...found.confirmed] };
      },
    })),
  },
];
