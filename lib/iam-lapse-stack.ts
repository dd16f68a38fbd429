import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Alarms } from './alarms/alarms';
import { DailySchedule } from './daily-schedule';
import { Dashboard } from './dashboard/dashboard';
import { DigestTopic } from './digest-topic';
import { EncryptionKey } from './encryption-key';
import { DEFAULT_HEARTBEAT_HOURS } from './heartbeat';
import { NewCredentialFunction } from './new-credential-function';
import { RecordBucket } from './record-bucket';
import { Settings } from './settings';
import { SweepFunction } from './sweep-function';

/** What a deployment can choose. */
export interface IamLapseProps extends StackProps {
  /** Addresses that get the digest; each must confirm the mail that SNS sends. */
  readonly emails: readonly string[];
  /** EventBridge schedule expression, in UTC. */
  readonly schedule: string;
  /**
   * Leave every IAM write action out of the function's role.
   * @default false
   */
  readonly reportOnly?: boolean;
  /**
   * Encrypt topic, bucket and logs with a key of our own.
   * @default true
   */
  readonly kms?: boolean;
  /**
   * Hours without a completed scheduled sweep before the alarm, at most 168.
   * @default 26
   */
  readonly heartbeatHours?: number;
  /**
   * An existing topic that hears the alarms too, in this region; its policy and key must let
   * cloudwatch.amazonaws.com and events.amazonaws.com publish.
   * @default - the digest topic alone
   */
  readonly alarmTopicArn?: string | undefined;
  /**
   * Tell of new users, passwords and keys at once, where IAM's events are heard.
   * @default true
   */
  readonly newCredentialNotices?: boolean;
  /** The JSON text that the policy parameter is created with. */
  readonly policyText: string;
}

/** Everything that iam-lapse puts into an account. */
export class IamLapseStack extends Stack {
  constructor(scope: Construct, id: string, props: IamLapseProps) {
    super(scope, id, {
      description: 'iam-lapse: IAM credentials that nobody uses lapse, announced first and reversible',
      ...props,
    });
    const encryption = props.kms === false ? undefined : new EncryptionKey(this, 'EncryptionKey');
    const settings = new Settings(this, 'Settings', { policyText: props.policyText });
    const digest = new DigestTopic(this, 'Digest', { emails: props.emails, encryption });
    const records = new RecordBucket(this, 'Records', { encryption });
    const sweep = new SweepFunction(this, 'Sweep', {
      settings,
      digest,
      records,
      encryption,
      reportOnly: props.reportOnly ?? false,
    });
    new DailySchedule(this, 'Schedule', { expression: props.schedule, target: sweep.handler });

    const notice =
      (props.newCredentialNotices ?? true)
        ? new NewCredentialFunction(this, 'Notice', { settings, digest, records, encryption })
        : undefined;

    const alarms = new Alarms(this, 'Alarms', {
      sweep,
      notice,
      settings,
      digest,
      alarmTopicArn: props.alarmTopicArn,
      heartbeatHours: props.heartbeatHours ?? DEFAULT_HEARTBEAT_HOURS,
    });
    const dashboard = new Dashboard(this, 'Dashboard', {
      logGroup: sweep.logGroup,
      alarmNames: alarms.names,
    });

    new CfnOutput(this, 'SweepFunctionName', { value: sweep.handler.functionName });
    new CfnOutput(this, 'DigestTopicArn', { value: digest.topic.topicArn });
    new CfnOutput(this, 'PolicyParameterName', { value: settings.policy.parameterName });
    new CfnOutput(this, 'ModeParameterName', { value: settings.mode.parameterName });
    new CfnOutput(this, 'RecordBucketName', { value: records.bucket.bucketName });
    new CfnOutput(this, 'DashboardUrl', { value: dashboard.url });
  }
}
