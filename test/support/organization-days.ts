import { CloudTrailPasswordEvents } from '../../lambda/aws/cloudtrail-password-events';
import { CloudTrailUseEvents } from '../../lambda/aws/cloudtrail-use-events';
import type { AccountPorts, SessionCredentials } from '../../lambda/aws/account-ports';
import { AuthorizationDetails } from '../../lambda/aws/iam-authorization-details';
import { TrailReader } from '../../lambda/aws/cloudtrail-trails';
import { IamAccountFacts } from '../../lambda/aws/iam-account-facts';
import { countCalls } from '../../lambda/aws/iam-client';
import { IamReportSource } from '../../lambda/aws/iam-credential-report';
import { IamInspector } from '../../lambda/aws/iam-inspector';
import { IamUserDirectory } from '../../lambda/aws/iam-user-directory';
import { UserReader } from '../../lambda/aws/iam-user-reader';
import { IamWriter } from '../../lambda/aws/iam-writer';
import { S3OrganizationRecords } from '../../lambda/aws/s3-organization-records';
import { S3RecordStore } from '../../lambda/aws/s3-record-store';
import { SfnExecutions } from '../../lambda/aws/sfn-executions';
import { SnsDigestTopic } from '../../lambda/aws/sns-digest-topic';
import { SsmMasterSwitch, SsmOrganizationSettings } from '../../lambda/aws/ssm-organization-settings';
import { SFNClient } from '@aws-sdk/client-sfn';
import { DAY, type Instant, utcSecond } from '../../lambda/domain/instant';
import type { OrganizationPolicy } from '../../lambda/domain/organization/policy/schema';
import { policySha256 } from '../../lambda/domain/settings';
import type { AllotAnswer } from '../../lambda/organization/allot';
import type { CoordinatorPorts } from '../../lambda/organization/coordinator';
import { coordinate } from '../../lambda/organization/coordinator-handler';
import type { TellAnswer } from '../../lambda/organization/end';
import type { FreezeAnswer } from '../../lambda/organization/freeze';
import { sweepAccount } from '../../lambda/organization/sweep-account';
import type { Log } from '../../lambda/ports';
import { NOW, policyText } from './builders';
import { clientsOf, onClose } from './clients';
import { TestClock } from './clock';
import {
  type LogLine,
  MODE_PARAMETER,
  POLICY_PARAMETER,
  RECORD_BUCKET,
  scheduledAt,
  TOPIC_ARN,
} from './deployment';
import {
  aBucket,
  aTopic,
  type FakeAccount,
  type FakeAws,
  type FakeMember,
  type FakeOrganization,
  type FakeUser,
} from './fake-aws';
import {
  aMember,
  aMemberRole,
  CENTRAL,
  directoryOf,
  memberSessionsOf,
  ORGANIZATION,
  serveOrganization,
} from './organization';

// Whole runs of an organization in this process: the coordinator and the account function, with real adapters over real
// HTTP. The state machine's part is played here, step by step, so that a test can stop it anywhere.

export const ORGANIZATION_PARAMETER = '/iam-lapse/organization';
const ORGANIZATION_BUCKET = RECORD_BUCKET;
const MACHINE = `arn:aws:states:us-east-1:${CENTRAL}:execution:iam-lapse-organization`;

export interface OrganizationDaysOptions {
  readonly members: readonly (Partial<FakeMember> & { account: FakeAccount })[];
  /** @default 'enforce' */
  readonly mode?: string;
  readonly policy?: Readonly<Record<string, unknown>>;
  readonly organization?: Partial<OrganizationPolicy>;
  readonly subscribers?: number;
  readonly clock?: TestClock;
  readonly reportOnly?: boolean;
}

/** What a step is given instead of the real ports, such as ports of a process that is killed. */
export type Wrap = (ports: CoordinatorPorts) => CoordinatorPorts;

export type FrozenAnswer = Extract<FreezeAnswer, { status: 'frozen' }>;

export interface Execution {
  readonly id: string;
  readonly startTime: string;
}

/** How an execution ended. */
export interface Ended extends Partial<TellAnswer> {
  readonly execution: Execution;
  readonly freeze?: FreezeAnswer;
  readonly allot?: AllotAnswer;
  /** What failed it. */
  readonly error?: unknown;
}

/** What a test does in between. */
export interface Course {
  readonly input?: unknown;
  /** Runs instead of a step, or before it. Throwing fails the step, as the machine sees it. */
  readonly before?: Partial<
    Record<'freeze' | 'judge' | 'allot' | 'act' | 'tell', () => void | Promise<void>>
  >;
  /** The account function is not invoked for these, or dies. */
  readonly lost?: (accountId: string, phase: 'judge' | 'act') => boolean;
  readonly wrap?: Partial<Record<'freeze' | 'allot' | 'tell', Wrap>>;
  /** Step Functions stops here: the execution is aborted. */
  readonly abortAfter?: 'freeze' | 'judge' | 'allot' | 'act';
  /** Step Functions gives a step so many attempts. @default 1 */
  readonly attempts?: number;
}

export interface OrganizationDays {
  readonly aws: FakeAws;
  readonly central: FakeAccount;
  readonly fake: FakeOrganization;
  readonly clock: TestClock;
  readonly log: readonly LogLine[];
  execute(course?: Course): Promise<Ended>;
  step(payload: object, wrap?: Wrap): Promise<unknown>;
  sweep(accountId: string, phase: 'judge' | 'act', run: object): Promise<unknown>;
  /** To the next day's schedule. */
  nextDay(): void;
  mails(): { subject: string; body: string; at: Instant }[];
  /** The text of an object of the record bucket. */
  object(key: string): string | undefined;
  keys(): string[];
  /** `<account> <user> DeleteLoginProfile`, applied ones, with their time. */
  disabled(): { account: string; user: string; at: Instant }[];
}

export function organizationText(replaced: Partial<OrganizationPolicy> = {}): string {
  return JSON.stringify({
    version: 1,
    default: 'dry-run',
    accounts: [],
    limits: { maxDisabledPerDay: 100, maxDisabledPercent: 100, onExceed: 'oldest-first' },
    coverage: { maxUncoveredPercent: 10 },
    ...replaced,
  });
}

/** A member with these users, to be swept. It has the clock of the days. */
export function aSweptMember(
  id: string,
  users: FakeUser[],
  { clock, ...options }: { clock: TestClock } & Omit<Partial<FakeMember>, 'account'>,
) {
  return aMember(id, { account: { users, now: clock.now }, ...options });
}

export async function organizationDays(options: OrganizationDaysOptions): Promise<OrganizationDays> {
  const { mode = 'enforce', subscribers = 1, clock = new TestClock(NOW) } = options;
  const texts = {
    [MODE_PARAMETER]: mode,
    [POLICY_PARAMETER]: policyText(options.policy),
    [ORGANIZATION_PARAMETER]: organizationText(options.organization),
  };
  const management = aSweptMember('100000000001', [], { clock });
  const { aws, organization: fake } = await serveOrganization({
    account: {
      now: clock.now,
      executions: {},
      roles: [aMemberRole(CENTRAL)],
      parameters: Object.fromEntries(
        Object.entries(texts).map(([name, value]) => [name, { value, version: 1 }]),
      ),
      topics: { [TOPIC_ARN]: aTopic({ subscriptionsConfirmed: subscribers }) },
      buckets: { [ORGANIZATION_BUCKET]: aBucket() },
    },
    members: [management, ...options.members],
  });
  const central = aws.account;
  const log: LogLine[] = [];
  const logged: Log = (level, event, fields) => log.push({ level, event, fields });
  const ports = coordinatorPorts(aws, clock, logged);
  const deployment = {
    organizationId: ORGANIZATION,
    central: { id: CENTRAL, partition: 'aws' },
    bucket: ORGANIZATION_BUCKET,
    deployedPolicySha256: policySha256(texts[POLICY_PARAMETER] ?? ''),
    deployedOrganizationSha256: policySha256(texts[ORGANIZATION_PARAMETER] ?? ''),
    reportOnly: options.reportOnly ?? false,
  };
  const step = (payload: object, wrap: Wrap = (same) => same) =>
    // What the machine sends is JSON.
    coordinate(JSON.parse(JSON.stringify(payload)), { options: deployment, ports: wrap(ports) });
  const { s3 } = clientsOf(aws);
  const sessions = memberSessionsOf(aws);
  const sweep = (account: string, phase: 'judge' | 'act', run: object) =>
    sweepAccount(
      JSON.parse(JSON.stringify({ account, phase, run })),
      { deployedPolicySha256: deployment.deployedPolicySha256, canWrite: !deployment.reportOnly },
      {
        organization: ports.records,
        sessions,
        masterSwitch: ports.masterSwitch,
        recordsOf: (id) => new S3RecordStore(s3, ORGANIZATION_BUCKET, { id, partition: 'aws' }, 'us-east-1'),
        portsOf: (id, credentials, canWrite) => accountPortsOf(aws, { id, credentials, canWrite }, clock),
        clock,
        log: logged,
      },
      'aws',
    );
  const at = (key: string) => central.buckets[ORGANIZATION_BUCKET]?.objects.get(key)?.body.toString();
  const listOf = (key: string): { id: string }[] => JSON.parse(at(key) ?? '[]');
  let executions = 0;

  /** One step of the machine, as often as Step Functions tries it. */
  async function attempt<T>(attempts: number, once: (last: boolean) => Promise<T>): Promise<T> {
    for (let number = 1; ; number += 1) {
      try {
        return await once(number === attempts);
      } catch (error) {
        if (number >= attempts) throw error;
      }
    }
  }

  async function execute(course: Course = {}): Promise<Ended> {
    executions += 1;
    const execution = {
      id: `${MACHINE}:execution-${executions}`,
      startTime: new Date(clock.now()).toISOString(),
    };
    const executionsOf = (central.executions ??= {});
    executionsOf[execution.id] = { status: 'RUNNING' };
    const ended: { -readonly [K in keyof Ended]: Ended[K] } = { execution };
    const stop = (status: string) => {
      executionsOf[execution.id] = { status, stoppedAt: clock.now() };
      return ended;
    };
    const { attempts = 1, wrap = {}, before = {}, abortAfter } = course;
    const input = 'input' in course ? course.input : scheduledAt(clock.now());
    try {
      await before.freeze?.();
      const frozen = (await attempt(attempts, () =>
        step({ step: 'freeze', execution, input }, wrap.freeze),
      )) as FreezeAnswer;
      ended.freeze = frozen;
      if (frozen.status === 'already-ran') return stop('SUCCEEDED');
      if (abortAfter === 'freeze') return stop('ABORTED');
      let run: FrozenAnswer & Partial<AllotAnswer> = frozen;
      try {
        await before.judge?.();
        await mapped('judge', listOf(frozen.roster.key), run);
        if (abortAfter === 'judge') return stop('ABORTED');
        await before.allot?.();
        const allotted = (await attempt(attempts, () =>
          step({ step: 'allot', execution, input, run }, wrap.allot),
        )) as AllotAnswer;
        ended.allot = allotted;
        run = { ...run, ...allotted };
        if (abortAfter === 'allot') return stop('ABORTED');
        await before.act?.();
        await mapped('act', listOf(allotted.act.key), run);
        if (abortAfter === 'act') return stop('ABORTED');
      } catch (error) {
        // The machine catches it, and tells.
        ended.error = error;
      }
      await before.tell?.();
      Object.assign(
        ended,
        await attempt(attempts, () => step({ step: 'tell', execution, input, run }, wrap.tell)),
      );
      return stop(ended.status === 'completed' ? 'SUCCEEDED' : 'FAILED');
    } catch (error) {
      ended.error = error;
      return stop('FAILED');
    }

    async function mapped(phase: 'judge' | 'act', items: readonly { id: string }[], run: object) {
      for (const { id } of items) {
        if (course.lost?.(id, phase)) continue;
        // Whatever a child does, the Map goes on.
        await sweep(id, phase, run).catch((error: unknown) =>
          logged('ERROR', 'child-failed', { id, error: String(error) }),
        );
      }
    }
  }

  return {
    aws,
    central,
    fake,
    clock,
    log,
    execute,
    step,
    sweep,
    nextDay: () => clock.advance(NOW + Math.ceil((clock.now() - NOW + 1) / DAY) * DAY - clock.now()),
    mails: () =>
      (central.topics[TOPIC_ARN]?.published ?? []).map(({ subject = '', message, at: time }) => ({
        subject,
        body: message,
        at: time,
      })),
    object: at,
    keys: () => [...(central.buckets[ORGANIZATION_BUCKET]?.objects.keys() ?? [])].toSorted(),
    disabled: () =>
      aws
        .writes()
        .filter(({ applied }) => applied)
        .map(({ account = '', params, at: time }) => ({ account, user: params['UserName'] ?? '', at: time })),
  };
}

function coordinatorPorts(aws: FakeAws, clock: TestClock, log: Log): CoordinatorPorts {
  const { ssm, sns, s3 } = clientsOf(aws);
  const sfn = new SFNClient({ ...aws.clientConfig, maxAttempts: 1 });
  onClose(() => sfn.destroy());
  return {
    directory: directoryOf(aws),
    settings: new SsmOrganizationSettings(ssm, {
      mode: MODE_PARAMETER,
      policy: POLICY_PARAMETER,
      organization: ORGANIZATION_PARAMETER,
    }),
    masterSwitch: new SsmMasterSwitch(ssm, MODE_PARAMETER),
    records: new S3OrganizationRecords(
      s3,
      ORGANIZATION_BUCKET,
      { id: CENTRAL, partition: 'aws' },
      'us-east-1',
    ),
    topic: new SnsDigestTopic(sns, TOPIC_ARN),
    executions: new SfnExecutions(sfn),
    clock,
    log,
  };
}

/** As `accountPorts` does. Pacing would take real time, which TestClock does not know. */
function accountPortsOf(
  aws: FakeAws,
  { id, credentials, canWrite }: { id: string; credentials: SessionCredentials; canWrite: boolean },
  clock: TestClock,
): AccountPorts {
  const { iam, cloudTrail, cloudTrails } = clientsOf(
    { clientConfig: { ...aws.clientConfig, credentials } },
    { paced: false },
  );
  const reader = new UserReader(iam);
  const details = new AuthorizationDetails(iam);
  const trails = new TrailReader('us-east-1', (region) => cloudTrails.in(region));
  return {
    reports: new IamReportSource(iam, clock),
    directory: new IamUserDirectory(details, reader),
    inspector: new IamInspector(reader),
    accountFacts: new IamAccountFacts(iam, reader, details, trails, clock),
    passwordEvents: new CloudTrailPasswordEvents(cloudTrail),
    useEvents: new CloudTrailUseEvents(cloudTrails, {
      account: { id, partition: 'aws' },
      region: 'us-east-1',
    }),
    writer: canWrite ? new IamWriter(iam) : undefined,
    iamCalls: countCalls(iam),
  };
}

export const dayOf = (at: Instant): string => utcSecond(at).slice(0, 10);
