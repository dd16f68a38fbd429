import type * as Rules from '../../../../lambda/domain/policy/rules';
import type * as Queries from '../../../../lambda/domain/organization/ledger/queries';
import type * as Coverage from '../../../../lambda/domain/organization/coverage';
import type * as Audience from '../../../../lambda/organization/audience';
import type * as OpenRun from '../../../../lambda/sweep/open-run';
import type * as Updates from '../../../../lambda/domain/ledger/updates';
import { inModule } from '../../mutate';
import { aDay, aFirstMember, aScene, aStaleUser } from '../scenes';
import { coverageAddsUp, everyStepEnds, greenMeansAll, recovers } from '../laws/coverage';
import { lawsOfEachAccount } from '../laws/of-each-account';
import type { SeededOrganization } from './seeded';

const [neverTheWrong, recordedBefore, restoringSticks] = lawsOfEachAccount.map(({ name }) => name);

export const theRest: readonly SeededOrganization[] = [
  {
    law: coverageAddsUp.name,
    what: 'an account that cannot be reached drops out of the list',
    mutation: inModule<typeof Coverage>('domain/organization/coverage', (actual) => ({
      coverageOf: (input) => {
        const coverage = actual.coverageOf(input);
        const accounts = coverage.accounts.filter((each) => each.class !== 'unreachable');
        return { ...coverage, accounts };
      },
    })),
  },
  {
    law: greenMeansAll.name,
    what: 'an account that is not covered is green',
    mutation: inModule<typeof Coverage>('domain/organization/coverage', (actual) => ({
      failureOf: (coverage, isHeldBack) =>
        actual.failureOf(coverage && { ...coverage, uncovered: 0 }, isHeldBack),
    })),
    history: aScene([aDay({}, { minute: 60, event: { kind: 'loseRole', member: 1 } })]),
  },
  {
    law: recovers.name,
    what: 'a run that was stopped is never taken over',
    mutation: inModule<typeof Queries>('domain/organization/ledger/queries', () => ({
      mayTakeOver: () => false,
    })),
    history: aScene([aDay({ abortAfter: 'judge' })]),
  },
  {
    law: everyStepEnds.name,
    what: 'the subscribers are waited for',
    mutation: inModule<typeof Audience>('organization/audience', () => ({
      audienceNow: () => new Promise(() => undefined),
    })),
  },
  {
    law: neverTheWrong ?? '',
    what: 'stale five days early',
    mutation: inModule<typeof Rules>('domain/policy/rules', (actual) => ({
      shortestLimit: (policy) => actual.shortestLimit(policy) - 5,
      thresholdOf: (...asked) => {
        const found = actual.thresholdOf(...asked);
        return found === 'unknown' ? found : { ...found, maxUnusedDays: found.maxUnusedDays - 5 };
      },
    })),
    history: aScene([aDay(), aDay()], {
      members: [aFirstMember({ users: [aStaleUser('ada', { set: 41 })] })],
    }),
  },
  {
    law: recordedBefore ?? '',
    what: 'the ledger is opened without the plan',
    mutation: inModule<typeof OpenRun>('sweep/open-run', (actual) => ({
      openRun: (session, invocation, _actions, now) => actual.openRun(session, invocation, [], now),
    })),
  },
  {
    law: restoringSticks ?? '',
    what: 'restores are forgotten',
    mutation: inModule<typeof Updates>('domain/ledger/updates', () => ({
      withRestored: (ledger, ids) => ({
        ...ledger,
        credentials: Object.fromEntries(
          Object.entries(ledger.credentials).filter(([id]) => !ids.includes(id)),
        ),
      }),
    })),
  },
];
