import { CloudTrailPasswordEvents } from '../../lambda/aws/cloudtrail-password-events';
import { CloudTrailUseEvents } from '../../lambda/aws/cloudtrail-use-events';
import { countCalls } from '../../lambda/aws/iam-client';
import { IamReportSource } from '../../lambda/aws/iam-credential-report';
import { IamUserDirectory } from '../../lambda/aws/iam-user-directory';
import { TrailReader } from '../../lambda/aws/cloudtrail-trails';
import { IamAccountFacts } from '../../lambda/aws/iam-account-facts';
import { AuthorizationDetails } from '../../lambda/aws/iam-authorization-details';
import { IamInspector } from '../../lambda/aws/iam-inspector';
import { SsmSettings } from '../../lambda/aws/ssm-settings';
import { policySha256 } from '../../lambda/domain/settings';
import { UserReader } from '../../lambda/aws/iam-user-reader';
import { SnsDigestTopic } from '../../lambda/aws/sns-digest-topic';
import { IamWriter } from '../../lambda/aws/iam-writer';
import { S3RecordStore } from '../../lambda/aws/s3-record-store';
import type { Counts } from '../../lambda/domain/run-report';
import type { SweepAnswer } from '../../lambda/sweep/summary';
import { type Instant, MINUTE, utcSecond } from '../../lambda/domain/instant';
import { parseInvocation } from '../../lambda/sweep/invocation';
import { mailOutlet } from '../../lambda/sweep/mail-digest';
import type { Clock, Log, Ports } from '../../lambda/ports';
import { sweep } from '../../lambda/sweep/sweep';
import { ACCOUNT, NOW, policyText } from './builders';
import { clientsOf, serve } from './clients';
import { TestClock } from './clock';
import {
  type AccountOptions,
  aBucket,
  aTopic,
  type FakeAccount,
  type FakeAws,
  type FakeSubscription,
  type FakeTopic,
  type FakeUser,
  anAccount,
} from './fake-aws';

// The tests build every sweep here: real adapters over real HTTP against a fake AWS.

export const MODE_PARAMETER = '/iam-lapse/mode';
export const POLICY_PARAMETER = '/iam-lapse/policy';
export const RECORD_BUCKET = 'iam-lapse-records';
export const TOPIC_ARN = `arn:aws:sns:us-east-1:${ACCOUNT.id}:iam-lapse-digest`;

/** A scheduled event as EventBridge sends it. */
export const SCHEDULED_EVENT = {
  version: '0',
  id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: ACCOUNT.id,
  time: '2026-11-20T07:00:00Z',
  region: 'us-east-1',
  resources: [`arn:aws:events:us-east-1:${ACCOUNT.id}:rule/IamLapse-Schedule`],
  detail: {},
};
/** A scheduled event at another time. */
export const scheduledAt = (time: Instant) => ({ ...SCHEDULED_EVENT, time: utcSecond(time) });
export const REQUEST_ID = '8f5e1c2a-0000-4000-8000-000000000000';
/** The record of the scheduled event's run. Every message of a failed run ends with this location. */
export const RECORD = `s3://${RECORD_BUCKET}/${ACCOUNT.id}/runs/2026/11/20/20261120T070000Z/`;

export interface DeployedOptions {
  readonly users?: FakeUser[];
  /** @default 'dry-run', as deployed */
  readonly mode?: string;
  /** The text of the policy parameter, or keys that replace those of the shipped policy. */
  readonly policy?: string | Readonly<Record<string, unknown>>;
  readonly subscribers?: number;
  /** Subscriptions beside these. */
  readonly subscriptions?: FakeSubscription[];
  readonly account?: Omit<AccountOptions, 'users' | 'parameters' | 'topics'>;
}

/** An account with a deployed iam-lapse. */
export function aDeployedAccount({
  users = [],
  mode = 'dry-run',
  policy = {},
  subscribers = 1,
  subscriptions = [],
  account = {},
}: DeployedOptions = {}): FakeAccount {
  return anAccount({
    ...account,
    users,
    parameters: {
      [MODE_PARAMETER]: { value: mode, version: 1 },
      [POLICY_PARAMETER]: { value: typeof policy === 'string' ? policy : policyText(policy), version: 1 },
    },
    topics: { [TOPIC_ARN]: aTopic({ subscriptionsConfirmed: subscribers, subscriptions }) },
    buckets: { [RECORD_BUCKET]: aBucket() },
  });
}

export interface DeploymentOptions extends DeployedOptions {
  readonly reportOnly?: boolean;
  /** @default 1, so that a fault shows at once, without retries */
  readonly maxAttempts?: number;
  /** How many ms each invocation may run. @default Lambda's maximum */
  readonly lifetime?: number;
  /** What takes the place of real ports, such as one with a bug. */
  readonly ports?: (real: Omit<Ports, 'log'>) => Partial<Ports>;
}

export interface LogLine {
  readonly level: Parameters<Log>[0];
  readonly event: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** How one invocation ended. */
export interface Run {
  /** `completed`, `SweepHalted: report`, `ActionsFailed`, or the name of an unexpected error. */
  readonly ended: string;
  /** The error's message; empty if the run completed. */
  readonly message: string;
  readonly answer: SweepAnswer | undefined;
  /** The counts of the sweep's last log line that are not zero. */
  readonly counts: Partial<Counts>;
}

export interface Deployment {
  readonly aws: FakeAws;
  readonly account: FakeAccount;
  /** The clock of the function and of AWS. It starts at NOW. */
  readonly clock: TestClock;
  readonly log: readonly LogLine[];
  /** Invokes the function, and rejects as the function does. */
  invoke(event?: unknown): Promise<SweepAnswer>;
  /** Invokes the function, and never rejects. */
  run(event?: unknown): Promise<Run>;
  /** The attempted writes, sorted by user and key: `alice DeleteLoginProfile`, `bob UpdateAccessKey <id> Inactive`. */
  writes(): string[];
  /** The number of IAM calls by action. */
  calls(): Readonly<Record<string, number>>;
  /** The digests that SNS accepted. */
  digests(): FakeTopic['published'];
}

/** Deploys into a fake AWS. `closeAll` of clients.ts ends it. */
export async function aDeployment(options: DeploymentOptions = {}): Promise<Deployment> {
  const clock = new TestClock(NOW);
  const account = aDeployedAccount({ ...options, account: { now: clock.now, ...options.account } });
  const aws = await serve(account);
  const log: LogLine[] = [];
  const { lifetime = 15 * MINUTE } = options;
  let begun = 0;
  // The remaining time starts again with every invocation; the clock goes on.
  const { now, elapsed, sleep } = clock;
  const invocationClock: Clock = { now, elapsed, sleep, remaining: () => lifetime - (elapsed() - begun) };
  const real = portsOf(aws, options, invocationClock);
  const ports = { ...real, ...options.ports?.(real) };
  const deployedPolicySha256 = policySha256(account.parameters[POLICY_PARAMETER]?.value ?? '');
  const invoke = async (event: unknown = SCHEDULED_EVENT, lines: LogLine[] = []) => {
    begun = clock.elapsed();
    const logged: Log = (level, name, fields) =>
      [log, lines].forEach((to) => to.push({ level, event: name, fields }));
    return sweep(
      parseInvocation(event, { now: clock.now(), requestId: REQUEST_ID }),
      { account: { id: account.id, partition: account.partition }, deployedPolicySha256 },
      { ...ports, log: logged },
    );
  };
  return {
    aws,
    account,
    clock,
    log,
    invoke: (event) => invoke(event),
    run: (event) => {
      const lines: LogLine[] = [];
      return runOf(invoke(event, lines), lines);
    },
    writes: () => writesOf(aws),
    calls: () => callsOf(aws),
    digests: () => account.topics[TOPIC_ARN]?.published ?? [],
  };
}

/** Builds the ports as the sweep's handler does. */
function portsOf(
  aws: FakeAws,
  { reportOnly = false, maxAttempts = 1 }: DeploymentOptions,
  clock: Clock,
): Omit<Ports, 'log'> {
  // Pacing would take real time, which TestClock does not know; iam-client and handler are tested with it.
  const { iam, cloudTrail, cloudTrails, ssm, sns, s3 } = clientsOf(aws, { maxAttempts, paced: false });
  const reader = new UserReader(iam);
  const details = new AuthorizationDetails(iam);
  return {
    settings: new SsmSettings(ssm, { mode: MODE_PARAMETER, policy: POLICY_PARAMETER }),
    reports: new IamReportSource(iam, clock),
    directory: new IamUserDirectory(details, reader),
    inspector: new IamInspector(reader),
    accountFacts: new IamAccountFacts(
      iam,
      reader,
      details,
      new TrailReader('us-east-1', () => cloudTrail),
      clock,
    ),
    passwordEvents: new CloudTrailPasswordEvents(cloudTrail),
    useEvents: new CloudTrailUseEvents(cloudTrails, { account: ACCOUNT, region: 'us-east-1' }),
    writer: reportOnly ? undefined : new IamWriter(iam),
    outlet: mailOutlet(new SnsDigestTopic(sns, TOPIC_ARN)),
    records: new S3RecordStore(s3, RECORD_BUCKET, ACCOUNT, 'us-east-1'),
    clock,
    iamCalls: countCalls(iam),
  };
}

async function runOf(invocation: Promise<SweepAnswer>, log: readonly LogLine[]): Promise<Run> {
  const ended = { ended: 'completed', message: '', answer: undefined };
  const outcome = await invocation.then(
    (answer) => ({ ...ended, answer }),
    (error: unknown) => ({ ...ended, ...describe(error) }),
  );
  const counts = log.findLast(({ event }) => event === 'sweep-end')?.fields['counts'] ?? {};
  return {
    ...outcome,
    counts: Object.fromEntries(Object.entries(counts).filter(([, number]) => number !== 0)),
  };
}

function describe(error: unknown): { ended: string; message: string } {
  if (!(error instanceof Error)) return { ended: 'not an error', message: String(error) };
  const ended = 'reason' in error ? `${error.name}: ${String(error.reason)}` : error.name;
  return { ended, message: error.message };
}

/** Writes to several users run at once, so they are sorted. */
export function writesOf(aws: Pick<FakeAws, 'writes'>): string[] {
  return aws
    .writes()
    .map(({ action, params: { UserName, AccessKeyId, Status } }) =>
      [UserName, action, AccessKeyId, Status].filter((part) => part !== undefined).join(' '),
    )
    .toSorted();
}

export function callsOf(aws: FakeAws): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { service, action } of aws.calls) {
    if (service === 'iam') counts[action] = (counts[action] ?? 0) + 1;
  }
  return counts;
}
