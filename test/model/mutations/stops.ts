import type * as Lookup from '../../../lambda/domain/evaluation/user-evidence';
import type * as LeftAlone from '../../../lambda/domain/digest/not-acted-on';
import type * as Reports from '../../../lambda/aws/iam-credential-report';
import type * as Session from '../../../lambda/ledger-session';
import type * as Settle from '../../../lambda/domain/remediation/outcome';
import type * as UserDrop from '../../../lambda/sweep/preconditions';
import type * as Invocation from '../../../lambda/sweep/invocation';
import { inModule } from '../mutate';
import {
  churn,
  cutOff,
  deletedLedger,
  forgedEvent,
  notDone,
  oneUnread,
  reportLate,
  twiceInAMorning,
} from '../mutation-scenes';
import type { Seeded } from './seeded';

const notAsked = () => Promise.reject(new Error('not asked'));

/** What stops a run, and what must not. */
export const stops: readonly Seeded[] = [
  {
    law: '4. What is told is true',
    what: 'a write that was not done may have been',
    mutation: inModule<typeof Settle>('domain/remediation/outcome', (actual) => ({
      outcomeOf: (response, readBack) => {
        const outcome = actual.outcomeOf(response, readBack);
        return outcome.kind === 'failed' ? { ...outcome, mayBeDisabled: true } : outcome;
      },
    })),
    history: notDone,
  },
  {
    law: 'Delivered twice is done once',
    what: 'an event may have any time',
    mutation: inModule<typeof Invocation>('sweep/invocation', (actual) => ({
      parseInvocation: (event, at) => {
        const time = typeof event === 'object' && event && 'time' in event ? event.time : undefined;
        return actual.parseInvocation(event, { ...at, now: Date.parse(String(time)) });
      },
    })),
    history: forgedEvent,
  },
  {
    law: '2. Anomalous means do nothing, loudly',
    what: 'no ledger is an empty one',
    mutation: inModule<typeof Session>('ledger-session', ({ LedgerSession }) => ({
      LedgerSession: new Proxy(LedgerSession, {
        get: (session, name, receiver) =>
          name === 'begin' ? session.read.bind(session) : Reflect.get(session, name, receiver),
      }),
    })),
    history: deletedLedger,
  },
  {
    law: '2. Nothing less than an anomaly stops a run',
    what: 'one user who cannot be read stops the run',
    mutation: inModule<typeof Lookup>('domain/evaluation/user-evidence', () => ({
      nobodyReadable: (users) => {
        const [first] = users;
        return first?.kind === 'unreadable' && users.every(({ kind }) => kind === 'unreadable')
          ? first
          : undefined;
      },
    })),
    history: oneUnread,
  },
  {
    law: '2. Nothing less than an anomaly stops a run',
    what: 'a report that IAM is still making is not waited for',
    mutation: inModule<typeof Reports>('aws/iam-credential-report', ({ IamReportSource }) => ({
      IamReportSource: class extends IamReportSource {
        constructor(...[iam, clock]: ConstructorParameters<typeof IamReportSource>) {
          super(iam, { ...clock, remaining: () => 0 });
        }
      },
    })),
    history: reportLate,
  },
  {
    law: '2. Nothing less than an anomaly stops a run',
    what: 'users who are gone are missing',
    mutation: inModule<typeof UserDrop>('sweep/preconditions', (actual) => ({
      refuseUserDrop: (report, before) =>
        actual.refuseUserDrop(report, before, {
          directory: { lookUp: notAsked, listKeys: notAsked, listUsers: notAsked },
        }),
    })),
    history: churn,
  },
  {
    law: '2. Anomalous means do nothing, loudly',
    what: 'users who are missing are gone',
    mutation: inModule<typeof UserDrop>('sweep/preconditions', () => ({
      refuseUserDrop: () => Promise.resolve(),
    })),
    history: cutOff,
  },
  {
    law: '4. Every stale credential is listed',
    what: 'what an earlier run has disabled stands nowhere',
    mutation: inModule<typeof LeftAlone>('domain/digest/not-acted-on', () => ({
      leftAloneSection: () => ({ title: '', intro: [], items: [] }),
    })),
    history: twiceInAMorning,
  },
];
