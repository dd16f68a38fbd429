import * as z from 'zod';
import { S3RecordStore } from '../../lambda/aws/s3-record-store';
import { DAY, type Instant, MINUTE } from '../../lambda/domain/instant';
import {
  type OrganizationLedger,
  parseOrganizationLedger,
} from '../../lambda/domain/organization/ledger/schema';
import type { OrganizationPolicy } from '../../lambda/domain/organization/policy/schema';
import { policySha256 } from '../../lambda/domain/settings';
import { coordinate } from '../../lambda/organization/coordinator-handler';
import { sweepAccount } from '../../lambda/organization/sweep-account';
import type { Clock, Log } from '../../lambda/ports';
import { NOW, policyText } from './builders';
import { organizationText } from './organization-policies';
import { clientsOf } from './clients';
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
  aTopic,
  storeObject,
  type FakeAccount,
  type FakeAws,
  type FakeBucket,
  type FakeMember,
  type FakeOrganization,
  type FakeUser,
} from './fake-aws';
import {
  aMember,
  aMemberRole,
  CENTRAL,
  memberSessionsOf,
  ORGANIZATION,
  serveOrganization,
} from './organization';
import { type Course, type Ended, type Machine, type Phase, play, type Wrap } from './organization-machine';
import { accountPortsOf, coordinatorPorts, ORGANIZATION_PARAMETER } from './organization-ports';

// Whole runs of an organization in this process, with real adapters over real HTTP.

const MACHINE = `arn:aws:states:us-east-1:${CENTRAL}:execution:IamLapseOrganization`;
const Items = z.array(z.looseObject({ id: z.string() }));

export interface OrganizationDaysOptions {
  readonly members: readonly (Partial<FakeMember> & { account: FakeAccount })[];
  /** @default 'enforce' */
  readonly mode?: string;
  readonly policy?: Readonly<Record<string, unknown>>;
  readonly organization?: Partial<OrganizationPolicy>;
  readonly subscribers?: number;
  readonly clock?: TestClock;
  readonly reportOnly?: boolean;
  /** What earlier days have left in the record bucket; it is copied. */
  readonly bucket?: FakeBucket;
}

export interface OrganizationDays {
  readonly aws: FakeAws;
  readonly central: FakeAccount;
  readonly fake: FakeOrganization;
  readonly clock: TestClock;
  readonly log: readonly LogLine[];
  execute(course?: Course): Promise<Ended>;
  readonly step: Machine['step'];
  readonly sweep: Machine['sweep'];
  /** To the next day's schedule. */
  nextDay(): void;
  mails(): { subject: string; body: string; at: Instant }[];
  /** The text of an object of the record bucket. */
  object(key: string): string | undefined;
  keys(): string[];
  /** As somebody else would write it. */
  put(key: string, text: string): void;
  /** Removes an object, its versions too. */
  remove(key: string): void;
  /** The organization's ledger, as it stands. */
  ledger(): OrganizationLedger;
  /** Runs daily until the notice of the first day is over; the next run may act. @default the day of SHORT_NOTICE */
  announced(ms?: number): Promise<void>;
  /** `<account> <user> DeleteLoginProfile`, applied ones, with their time. */
  disabled(): { account: string; user: string; at: Instant }[];
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
      buckets: { [RECORD_BUCKET]: { objects: new Map(options.bucket?.objects) } },
    },
    members: [management, ...options.members],
  });
  const central = aws.account;
  const log: LogLine[] = [];
  const logged: Log = (level, event, fields) => log.push({ level, event, fields });
  // The remaining time starts again with every invocation; the clock goes on.
  let begun = 0;
  const { now, elapsed, sleep } = clock;
  const invocation: Clock = { now, elapsed, sleep, remaining: () => 15 * MINUTE - (elapsed() - begun) };
  const ports = coordinatorPorts(aws, invocation, logged);
  const deployment = {
    organizationId: ORGANIZATION,
    central: { id: CENTRAL, partition: 'aws' },
    bucket: RECORD_BUCKET,
    deployedPolicySha256: policySha256(texts[POLICY_PARAMETER] ?? ''),
    deployedOrganizationSha256: policySha256(texts[ORGANIZATION_PARAMETER] ?? ''),
    reportOnly: options.reportOnly ?? false,
  };
  const invoke = <T>(call: () => Promise<T>): Promise<T> => {
    begun = elapsed();
    return call();
  };
  const step = (payload: object, wrap: Wrap = (same) => same) =>
    // What the machine sends is JSON.
    invoke(() =>
      coordinate(JSON.parse(JSON.stringify(payload)), { options: deployment, ports: wrap(ports) }),
    );
  const { s3 } = clientsOf(aws);
  const sessions = memberSessionsOf(aws);
  const sweep = (account: string, phase: Phase, run: object) =>
    invoke(() =>
      sweepAccount(
        JSON.parse(JSON.stringify({ account, phase, run })),
        { deployedPolicySha256: deployment.deployedPolicySha256, canWrite: !deployment.reportOnly },
        {
          organization: ports.records,
          sessions,
          masterSwitch: ports.masterSwitch,
          recordsOf: (id) => new S3RecordStore(s3, RECORD_BUCKET, { id, partition: 'aws' }, 'us-east-1'),
          portsOf: (id, credentials, canWrite) =>
            accountPortsOf(aws, { id, credentials, canWrite }, invocation),
          clock: invocation,
          log: logged,
        },
        'aws',
      ),
    );
  const at = (key: string) => central.buckets[RECORD_BUCKET]?.objects.get(key)?.body.toString();
  let executions = 0;
  const execute = async (course: Course = {}) => {
    executions += 1;
    const execution = {
      id: `${MACHINE}:execution-${clock.now()}-${executions}`,
      startTime: new Date(clock.now()).toISOString(),
    };
    const known = (central.executions ??= {});
    known[execution.id] = { status: 'RUNNING' };
    const input = 'input' in course ? course.input : scheduledAt(clock.now());
    const { ended, status } = await play(execution, input, course, {
      step,
      sweep,
      items: (key) => Items.parse(JSON.parse(at(key) ?? '')),
      onChildFailed: (id, error) => logged('ERROR', 'child-failed', { id, error: String(error) }),
    });
    known[execution.id] = { status, stoppedAt: clock.now() };
    return ended;
  };
  const nextDay = () => clock.advance(NOW + Math.ceil((clock.now() - NOW + 1) / DAY) * DAY - clock.now());
  return {
    aws,
    central,
    fake,
    clock,
    log,
    execute,
    step,
    sweep,
    nextDay,
    mails: () =>
      (central.topics[TOPIC_ARN]?.published ?? []).map(({ subject = '', message, at: time }) => ({
        subject,
        body: message,
        at: time,
      })),
    object: at,
    put: (key, text) => {
      const bucket = central.buckets[RECORD_BUCKET];
      if (bucket) storeObject(bucket, key, text);
    },
    remove: (key) => void central.buckets[RECORD_BUCKET]?.objects.delete(key),
    ledger: () => parseOrganizationLedger(at('organization/ledger.json') ?? '', ORGANIZATION),
    announced: async (ms = DAY) => {
      for (const end = clock.now() + ms; clock.now() < end; nextDay()) await execute();
    },
    keys: () => [...(central.buckets[RECORD_BUCKET]?.objects.keys() ?? [])].toSorted(),
    disabled: () =>
      aws
        .writes()
        .filter(({ applied }) => applied)
        .map(({ account = '', params, at: time }) => ({ account, user: params['UserName'] ?? '', at: time })),
  };
}
