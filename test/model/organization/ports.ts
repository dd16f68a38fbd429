import { policySha256 } from '../../../lambda/domain/settings';
import type { Coordinator } from '../../../lambda/organization/coordinator';
import type { AccountFunctionPorts } from '../../../lambda/organization/sweep-account';
import type { AccountPorts } from '../../../lambda/aws/account-ports';
import type { Clock, Ports } from '../../../lambda/ports';
import { Outage } from '../faults';
import { aRun } from '../invoke';
import { hearing } from '../oracle';
import { portsOf } from '../ports';
import { MemberCalls, type Process } from './process';
import type { OrganizationProgram } from './program';
import { organizationRecords, recordsOf } from './records';
import { CENTRAL, listed, type Member, ORGANIZATION_ID, type OrganizationWorld } from './world';

const NO_LOG = () => undefined;

/** The coordinator's ports, kept by a world in history. */
export function coordinatorOf(process: Process, program: OrganizationProgram): Coordinator {
  const { world } = process;
  return {
    options: {
      organizationId: ORGANIZATION_ID,
      central: { id: CENTRAL, partition: 'aws' },
      bucket: 'records',
      deployedPolicySha256: '',
      deployedOrganizationSha256: '',
      reportOnly: false,
    },
    ports: {
      directory: {
        identity: () =>
          process.carry('directory.identity', () => ({ id: ORGANIZATION_ID, managementAccountId: CENTRAL })),
        accounts: () =>
          process.carry('directory.accounts', () =>
            world.members.filter(({ isMember }) => isMember).map(listed),
          ),
        describe: (accountId) =>
          process.carry('directory.describe', () => {
            const member = memberOf(world, accountId);
            return member.isMember ? listed(member) : 'gone';
          }),
      },
      settings: {
        read: () =>
          process.carry('settings.read', () => {
            const parameter = (name: string, text: string) => ({
              name: `/iam-lapse/${name}`,
              value: { text, version: world.version, sha256: policySha256(text) },
            });
            return {
              mode: parameter('mode', world.mode),
              policy: parameter('policy', JSON.stringify(world.policy)),
              organization: parameter('organization', JSON.stringify(world.organization)),
            };
          }),
      },
      masterSwitch: masterSwitchOf(process),
      records: organizationRecords(process, program),
      topic: topicOf(process),
      executions: {
        stateOf: (arn) =>
          process.carry('executions.stateOf', () => {
            const execution = world.journal.executions.find((each) => each.arn === arn);
            return execution?.state ?? 'unknown';
          }),
      },
      clock: clockOf(process),
      log: NO_LOG,
    },
  };
}

/** The account function's ports. */
export function accountFunctionPorts(process: Process, program: OrganizationProgram): AccountFunctionPorts {
  const { world, invocation } = process;
  return {
    organization: organizationRecords(process, program),
    sessions: {
      open: (accountId, runId, access) =>
        process.carry('sessions.open', () => {
          const member = memberOf(world, accountId);
          if (!member.hasRole || !member.isMember || member.state !== 'ACTIVE') {
            throw new program.MemberUnreachable('denied', `account ${accountId}: there is no role`);
          }
          invocation.session = access;
          begin(process, member, runId);
          const secret = { accessKeyId: access, secretAccessKey: accountId, sessionToken: runId };
          return { credentials: { ...secret, expiration: new Date(world.now) }, packedPolicyPercent: 1 };
        }),
    },
    masterSwitch: masterSwitchOf(process),
    recordsOf: (accountId) => recordsOf(accountId, process, program),
    portsOf: (accountId, { accessKeyId }, canWrite) => {
      const member = memberOf(world, accountId);
      const { run } = invocation;
      if (!run) throw new Error('a sweep without a session');
      const { writer, ...all } = portsOf(new MemberCalls(member, run, process), program);
      const ports = ofAccount(all);
      if (!canWrite || accessKeyId === 'act') return { ...ports, writer: canWrite ? writer : undefined };
      // IAM says no, whatever the code tries.
      const denied = { kind: 'rejected', code: 'other', firstAttempt: true, cause: 'AccessDenied' } as const;
      return {
        ...ports,
        writer: {
          disable: () =>
            process.carry('writer.disable', () => {
              invocation.triedInVain = true;
              return denied;
            }),
        },
      };
    },
    clock: clockOf(process),
    log: NO_LOG,
  };
}

/** Settings, records and mail are the organization's. */
function ofAccount({
  reports,
  directory,
  inspector,
  accountFacts,
  passwordEvents,
  useEvents,
  iamCalls,
}: Omit<Ports, 'writer'>): Omit<AccountPorts, 'writer'> {
  return { reports, directory, inspector, accountFacts, passwordEvents, useEvents, iamCalls };
}

function begin({ invocation, world }: Process, member: Member, runId: string): void {
  const preview = invocation.execution.asked === 'preview';
  const run = aRun(member.world, { runId, preview, repeats: undefined });
  // The laws of one account ask by which policy it was swept.
  const settings = world.journal.settings.find((each) => each.runId === runId);
  run.policy = settings && JSON.parse(JSON.parse(settings.text).policy.text);
  member.world.journal.runs.push(run);
  invocation.run = run;
}

function memberOf({ members }: OrganizationWorld, accountId: string): Member {
  const member = members.find(({ id }) => id === accountId);
  if (!member) throw new Outage(`there is no account ${accountId}`);
  return member;
}

function masterSwitchOf(process: Process) {
  return { read: () => process.carry('masterSwitch.read', () => process.world.mode) };
}

function topicOf(process: Process): Coordinator['ports']['topic'] {
  const { world, invocation } = process;
  return {
    subscriptions: () =>
      process.carry('topic.subscriptions', () =>
        world.subscriptions.map((kind, index) => ({
          arn: kind === 'pending' ? 'PendingConfirmation' : `${kind} ${index}`,
          protocol: kind === 'sqs' ? kind : 'email',
        })),
      ),
    reception: (arn) =>
      process.carry('topic.reception', () => {
        if (arn.startsWith('unreadable')) throw new Outage('of another account');
        return arn.startsWith('filtered') ? 'filtered' : 'open';
      }),
    publish: ({ subject, body }) =>
      process.carry('topic.publish', () => {
        if (world.topicIsDown) throw new Outage('SNS takes no mail');
        const subscribers = hearing(world.subscriptions, world.policy);
        world.journal.mails.push({ at: world.now, subject, body, subscribers, invocation });
      }),
  };
}

function clockOf(process: Process): Clock {
  const { world } = process;
  return {
    now: () => world.now,
    elapsed: () => world.now,
    remaining: () => process.remaining(),
    sleep: async (ms) => {
      world.now += ms;
    },
  };
}
