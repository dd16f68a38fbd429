import type { KeyListing } from '../../lambda/domain/evaluation/key-identity';
import type { Target } from '../../lambda/domain/remediation/confirm';
import { NO_ACCOUNT_FACTS } from '../../lambda/domain/account-checks/facts';
import type { WriteResponse } from '../../lambda/domain/remediation/outcome';
import type { Ports } from '../../lambda/ports';
import { arnOf } from './account';
import type { Calls } from './calls';
import { faultOf, Outage } from './faults';
import { disable, listedKeys, look, lookedUp, readBack, wordsOf } from './iam';
import { hearing } from './oracle';
import { findUser } from './world';
import type { Program } from './program';
import { waitForReport } from './report-source';
import { recordStore } from './records';

/** Tags of all are read with one call, which the function may not make. */
const EVERYBODY = { everybody: true, denied: true } as const;

/** The real ports' promises, kept by a world in history. */
export function portsOf(calls: Calls, program: Program): Ports {
  const { world, run, faults } = calls;
  return {
    settings: {
      read: () =>
        calls.carry('settings.read', () => {
          const { mode, policy, version } = world.settings;
          const badMode = faultOf(faults, 'badMode') !== undefined;
          const badPolicy = faultOf(faults, 'badPolicy') !== undefined;
          run.mode = badMode ? undefined : mode;
          run.policy = badPolicy ? undefined : policy;
          if (badMode) run.anomalies.add('mode');
          if (badPolicy) run.anomalies.add('policy');
          const text = JSON.stringify(policy).slice(badPolicy ? 1 : 0);
          return {
            mode: { name: '/iam-lapse/mode', value: badMode ? 'enforced' : mode },
            policy: {
              name: '/iam-lapse/policy',
              value: { text, version, sha256: `policy ${version}` },
            },
          };
        }),
    },
    reports: { fetch: () => waitForReport(calls, program) },
    directory: {
      lookUp: (users, { groups }) =>
        calls.carry('directory.lookUp', () => {
          const unread = faultOf(faults, 'unreadTags')?.who;
          const unreadUser =
            typeof unread === 'number' ? world.users[unread % Math.max(1, world.users.length)] : undefined;
          run.unread = unread === 'all' ? 'all' : unreadUser?.serial;
          run.lookedUp = structuredClone(world.users);
          const isUnread = (arn: string) =>
            unread === 'all' || (unreadUser !== undefined && arnOf(unreadUser) === arn);
          // One who cannot be read is unclear, and no reason to stop; the account that cannot be read is one.
          if (users.length > 0 && unread === 'all') run.anomalies.add('tags');
          return new Map(
            users.map(({ arn, name }) => [
              arn,
              isUnread(arn)
                ? { kind: 'unreadable', cause: 'AccessDenied', ...(unread === 'all' ? EVERYBODY : {}) }
                : lookedUp(findUser(world, name), groups),
            ]),
          );
        }),
      listUsers: () =>
        calls.carry('directory.listUsers', () =>
          world.users.map((user) => ({ arn: arnOf(user), createdAt: user.createdAt })),
        ),
      listKeys: async (users, lastUsed) => {
        const listings = new Map<string, KeyListing>();
        for (const { arn, name } of users) {
          listings.set(arn, await listOne(calls, name, lastUsed));
        }
        return listings;
      },
    },
    inspector: {
      readUser: (request) =>
        calls.carry('inspector.readUser', () => {
          const user = findUser(world, request.user);
          if (user) run.looks.push({ at: world.now, user: structuredClone(user) });
          return look(world, request);
        }),
      readBack: async (targets) => {
        try {
          return await calls.carry('inspector.readBack', () =>
            targets.map((target) => readBack(world, target)),
          );
        } catch (error) {
          return targets.map(() => ({ kind: 'unreadable', cause: String(error) }));
        }
      },
    },
    // Findings only: what the model knows of the account is nobody's to act on, and an outage of it is an answer.
    accountFacts: {
      read: async () => NO_ACCOUNT_FACTS,
      alias: async () => ({ kind: 'read', value: undefined }),
    },
    passwordEvents: {
      since: async (since, until = Infinity) => {
        try {
          return await calls.carry('passwordEvents.since', () => ({
            kind: 'read' as const,
            events: world.trail
              .filter(({ at, shownAt }) => at >= since && at <= until && shownAt <= world.now)
              .map((event) => (faultOf(faults, 'namelessEvents') ? { ...event, users: [] } : event)),
          }));
        } catch (error) {
          return { kind: 'unreadable', cause: String(error) };
        }
      },
    },
    // No policy of the model asks for it.
    useEvents: { read: async () => [] },
    writer: { disable: (target) => write(calls, target) },
    outlet: program.mailOutlet({
      subscriptions: () =>
        calls.carry('topic.subscribers', () => {
          if (hearing(world.subscriptions, run.policy) === 0) run.anomalies.add('subscribers');
          return world.subscriptions.map((kind, index) => ({
            arn: kind === 'pending' ? 'PendingConfirmation' : `${kind} ${index}`,
            protocol: kind === 'sqs' ? kind : 'email',
          }));
        }),
      reception: (arn) =>
        calls.carry('topic.reception', () => {
          if (arn.startsWith('unreadable')) throw new Outage('of another account');
          return arn.startsWith('filtered') ? 'filtered' : 'open';
        }),
      publish: ({ subject, body }) =>
        calls.carry('topic.publish', () => {
          const subscribers = hearing(world.subscriptions, run.policy);
          run.delivered.push({ at: world.now, subject, body, subscribers });
        }),
    }),
    records: recordStore(calls, program),
    iamCalls: () => ({}),
    clock: {
      now: () => world.now,
      elapsed: () => world.now,
      remaining: () => calls.remaining(),
      sleep: async (ms) => {
        world.now += ms;
      },
    },
    log: () => undefined,
  };
}

/** A listing never throws: what goes wrong is an answer. */
async function listOne(calls: Calls, name: string, lastUsed: 'all' | 'twins'): Promise<KeyListing> {
  try {
    return await calls.carry('directory.listKeys', () =>
      listedKeys(calls.world, findUser(calls.world, name), lastUsed),
    );
  } catch (error) {
    if (!(error instanceof Outage)) throw error;
    return { kind: 'unreadable', cause: error.message };
  }
}

/** A write never throws: what goes wrong is an answer. */
async function write(calls: Calls, target: Target): Promise<WriteResponse> {
  const { world, run, faults } = calls;
  const lagMs = faultOf(faults, 'readLag')?.ms ?? 0;
  run.tried.push(wordsOf(world, target));
  try {
    return await calls.carry('writer.disable', () => {
      const nth = calls.nth('writer.disable');
      const no = faults.find((fault) => fault.kind === 'no' && fault.nth === nth);
      if (no?.kind !== 'no') return disable(world, run, target, lagMs);
      if (no.afterLostTry) disable(world, run, target, lagMs);
      return {
        kind: 'rejected',
        code: no.code,
        firstAttempt: !no.afterLostTry,
        cause: `IAM says no (${no.code})`,
      };
    });
  } catch (error) {
    if (!(error instanceof Outage)) throw error;
    return { kind: 'unknown', cause: error.message };
  }
}
