import type * as Record from '../../../lambda/domain/record/record';
import type * as Takeover from '../../../lambda/steps/takeover';
import { inModule } from '../mutate';
import type { Seeded } from './seeded';

export const recorded: readonly Seeded[] = [
  {
    law: '4. Recorded before',
    what: 'the ledger is opened without the plan',
    mutation: inModule<typeof Takeover>('steps/takeover', (actual) => ({
      openRun: (session, invocation, _actions, now) => actual.openRun(session, invocation, [], now),
    })),
  },
  {
    law: '4. Recorded before',
    what: 'plan.json names nothing',
    mutation: inModule<typeof Record>('domain/record/record', (actual) => ({
      planRecord: (sweep) => actual.planRecord(sweep, []),
    })),
  },
  {
    law: '4. Recorded after',
    what: 'result.json names no outcome',
    mutation: inModule<typeof Record>('domain/record/record', (actual) => ({
      resultRecord: (sweep) => actual.resultRecord({ ...sweep, results: [] }),
    })),
  },
];
