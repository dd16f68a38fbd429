import type * as Record from '../../../lambda/domain/records/json-records';
import type * as OpenRun from '../../../lambda/sweep/open-run';
import { inModule } from '../mutate';
import type { Seeded } from './seeded';

export const recorded: readonly Seeded[] = [
  {
    law: '4. Recorded before',
    what: 'the ledger is opened without the plan',
    mutation: inModule<typeof OpenRun>('sweep/open-run', (actual) => ({
      openRun: (session, invocation, _actions, now) => actual.openRun(session, invocation, [], now),
    })),
  },
  {
    law: '4. Recorded before',
    what: 'plan.json names nothing',
    mutation: inModule<typeof Record>('domain/records/json-records', (actual) => ({
      planRecord: (sweep) => actual.planRecord(sweep, []),
    })),
  },
  {
    law: '4. Recorded after',
    what: 'result.json names no outcome',
    mutation: inModule<typeof Record>('domain/records/json-records', (actual) => ({
      resultRecord: (sweep) => actual.resultRecord({ ...sweep, results: [] }),
    })),
  },
];
