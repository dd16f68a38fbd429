import type * as Act from '../../../lambda/sweep/execute';
import type * as Confirm from '../../../lambda/domain/remediation/confirm';
import type * as Rule from '../../../lambda/domain/policy/rules';
import type * as Events from '../../../lambda/domain/remediation/password-events';
import type * as Resets from '../../../lambda/sweep/password-resets';
import type * as Timestamp from '../../../lambda/domain/credential-report/timestamp';
import type * as Recall from '../../../lambda/domain/ledger/queries';
import type * as KeyIdentity from '../../../lambda/domain/evaluation/key-identity';
import type { Ports } from '../../../lambda/ports';
import { inModule, type Mutation } from '../mutate';
import {
  ofTomorrow,
  oddDate,
  readAgain,
  recreated,
  reset,
  resetNameless,
  resetOfKeyOwner,
  resetUnreadable,
  swappedAfterReport,
  taggedMeanwhile,
  usedMeanwhile,
} from '../mutation-scenes';
import type { Seeded } from './seeded';

const never =
  <T>(value: T): (() => T) =>
  () =>
    value;

const LAW = '1. Never the wrong credential';

/** The veto sees only some of the events. */
function changedHistory(
  some: (user: string, events: readonly Events.PasswordEvent[]) => readonly Events.PasswordEvent[],
): Mutation {
  return inModule<typeof Events>('domain/remediation/password-events', (actual) => ({
    resetVeto: (user, history, age) =>
      actual.resetVeto(
        user,
        history.kind === 'read' ? { ...history, events: some(user, history.events) } : history,
        age,
      ),
  }));
}
/** The way of earlier releases: the status tells two keys of a second apart. */
const byStatus: Partial<typeof KeyIdentity> = {
  doubtAboutTwins: never(undefined),
  identifyKey: (_key, _ofUser, listing) => {
    const active = listing.find(({ status }) => status === 'Active');
    return active
      ? { kind: 'known', id: active.id, hasTwin: true }
      : { kind: 'doubt', cause: 'none is active' };
  },
};

export const wrongCredential: readonly Seeded[] = [
  {
    law: LAW,
    what: 'exemptions are forgotten',
    mutation: inModule<typeof Rule>('domain/policy/rules', () => ({ exemptionOf: never('none' as const) })),
  },
  {
    law: LAW,
    what: 'stale a day early',
    mutation: inModule<typeof Rule>('domain/policy/rules', (actual) => ({
      thresholdOf: (...asked) => {
        const found = actual.thresholdOf(...asked);
        return found === 'unknown' ? found : { ...found, maxUnusedDays: found.maxUnusedDays - 1 };
      },
    })),
  },
  {
    law: LAW,
    what: 'a date that is not understood is some day long ago',
    mutation: inModule<typeof Timestamp>('domain/credential-report/timestamp', (actual) => ({
      parseTimestamp: (token) => actual.parseTimestamp(token) ?? Date.UTC(2025, 11, 15),
    })),
    history: oddDate,
  },
  {
    law: LAW,
    what: 'the last look does not mind tags',
    mutation: inModule<typeof Confirm>('domain/remediation/confirm', (actual) => ({
      confirm: (input) =>
        actual.confirm(
          input.look === 'gone' ? input : { ...input, look: { ...input.look, tags: new Map() } },
        ),
    })),
    history: taggedMeanwhile,
  },
  {
    law: LAW,
    what: 'the last look does not mind last use',
    mutation: inModule<typeof Confirm>('domain/remediation/confirm', (actual) => ({
      confirm: (input) => {
        const { look } = input;
        if (look === 'gone' || look.keys === 'notAsked') return actual.confirm(input);
        const keys = look.keys.map((key) => ({ ...key, lastUsed: 'never' as const }));
        return actual.confirm({ ...input, look: { ...look, keys } });
      },
    })),
    history: usedMeanwhile,
  },
  {
    law: LAW,
    what: 'the last look takes the user for the one of the report',
    mutation: inModule<typeof Confirm>('domain/remediation/confirm', (actual) => ({
      confirm: (input) => {
        const { look } = input;
        const { name, arn, path, createdAt = 0 } = input.candidate.credential.user;
        if (look === 'gone') return actual.confirm(input);
        const loginProfile = { createdAt };
        return actual.confirm({
          ...input,
          look: { ...look, identity: { name, arn, path, createdAt }, loginProfile },
        });
      },
    })),
    history: recreated,
  },
  {
    law: LAW,
    what: 'CloudTrail is not asked about resets',
    mutation: inModule<typeof Resets>('sweep/password-resets', () => ({
      sparingResetPasswords: (execute) => execute,
    })),
    history: reset,
  },
  {
    law: LAW,
    what: 'the names in events are compared with case',
    mutation: changedHistory((user, events) => events.filter(({ users }) => users.includes(user))),
    history: reset,
  },
  {
    law: LAW,
    what: 'an event about nobody known is no event',
    mutation: changedHistory((_user, events) => events.filter(({ users }) => users.length > 0)),
    history: resetNameless,
  },
  {
    law: LAW,
    what: 'an event history that cannot be read is an empty one',
    mutation: inModule<typeof Events>('domain/remediation/password-events', (actual) => ({
      resetVeto: (user, history, age) =>
        actual.resetVeto(user, history.kind === 'unreadable' ? { kind: 'read', events: [] } : history, age),
    })),
    history: resetUnreadable,
  },
  {
    law: LAW,
    what: 'every report is taken for a young one',
    mutation: inModule<typeof Events>('domain/remediation/password-events', (actual) => ({
      resetVeto: (user, history) => actual.resetVeto(user, history, 0),
    })),
    history: resetUnreadable,
  },
  {
    law: LAW,
    what: 'an instant ahead of the clock is taken for one of the ledger',
    mutation: inModule<typeof Recall>('domain/ledger/queries', (actual) => ({
      historyOf: (ledger, now) => {
        const history = actual.historyOf(ledger, now);
        return (credential) => {
          const { odd: _odd, ...rest } = history(credential);
          return rest;
        };
      },
    })),
    history: ofTomorrow,
  },
  {
    law: LAW,
    what: 'with judge: user, a reset does not count for keys',
    mutation: inModule<typeof Resets>('sweep/password-resets', (actual) => ({
      sparingResetPasswords: (execute, { context, ...rest }, ports) =>
        actual.sparingResetPasswords(
          execute,
          { ...rest, context: { ...context, policy: { ...context.policy, judge: 'credential' } } },
          ports,
        ),
    })),
    history: resetOfKeyOwner,
  },
  {
    law: LAW,
    what: 'the active one of two keys of a second is taken for the one of the report',
    mutation: inModule<typeof KeyIdentity>('domain/evaluation/key-identity', () => byStatus),
    history: swappedAfterReport,
  },
  {
    law: LAW,
    what: 'old evidence is not read again',
    mutation: inModule<typeof Act>('sweep/execute', (actual) => {
      const still = ({ inspector, clock }: Pick<Ports, 'inspector' | 'clock'>) => ({
        inspector,
        clock: {
          now: () => clock.now(),
          remaining: () => clock.remaining(),
          sleep: (ms: number) => clock.sleep(ms),
          elapsed: never(0),
        },
      });
      return {
        executePlan: (actions, executor, context, ports) =>
          actual.executePlan(actions, executor, context, still(ports)),
        disable: (writer, ports) => actual.disable(writer, still(ports)),
      };
    }),
    history: readAgain,
  },
];
