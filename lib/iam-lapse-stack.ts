import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
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

/** The choices of a deployment. */
export interface IamLapseProps extends StackProps {
  /** Addresses that get the digest. Each must confirm its subscription in a mail from SNS. */
  readonly emails: readonly string[];
  /** EventBridge schedule expression, in UTC. */
  readonly schedule: string;
  /**
   * Leave all IAM write actions out of the function's role.
   * @default false
   */
  readonly reportOnly?: boolean;
  /**
   * Encrypt topic, bucket and logs with a customer-managed key.
   * @default true
   */
  readonly kms?: boolean;
  /**
   * Hours without a completed scheduled sweep before the alarm, at most 168.
   * @default 26
   */
  readonly heartbeatHours?: number;
  /**
   * An existing topic in this region that gets the alarms too. Its policy and key must let cloudwatch.amazonaws.com and
   * events.amazonaws.com publish.
   * @default - the digest topic alone
   */
  readonly alarmTopicArn?: string | undefined;
  /**
   * Report new users, passwords and keys at once. Works in the regions of HOME_REGIONS alone.
   * @default true
   */
  readonly newCredentialNotices?: boolean;
  /** The JSON text that the policy parameter is created with. */
  readonly policyText: string;
}

/** Everything that iam-lapse creates in an account. */
export class IamLapseStack extends Stack {
  /** Undefined if the deployment has turned it off. */
  readonly newCredentialFunction: NewCredentialFunction | undefined;

  constructor(scope: Construct, id: string, props: IamLapseProps) {
    const {
      emails,
      schedule,
      policyText,
      reportOnly = false,
      kms = true,
      heartbeatHours = DEFAULT_HEARTBEAT_HOURS,
      alarmTopicArn,
      newCredentialNotices = true,
      ...stackProps
    } = props;
    super(scope, id, {
      description: 'iam-lapse: IAM credentials that nobody uses lapse, announced first and reversible',
      ...stackProps,
    });
    const encryption = kms ? new EncryptionKey(this, 'EncryptionKey') : undefined;
    const settings = new Settings(this, 'Settings', { policyText });
    const digest = new DigestTopic(this, 'Digest', { emails, encryption });
    const records = new RecordBucket(this, 'Records', { encryption });
    const shared = { settings, digest, records, encryption };
    const sweep = new SweepFunction(this, 'Sweep', { ...shared, reportOnly });
    new DailySchedule(this, 'Schedule', {
      expression: schedule,
      target: (delivery) => new LambdaFunction(sweep.function, delivery),
    });
    this.newCredentialFunction = newCredentialNotices
      ? new NewCredentialFunction(this, 'Notice', shared)
      : undefined;

    const alarms = new Alarms(this, 'Alarms', {
      sweep,
      newCredential: this.newCredentialFunction,
      settings,
      digest,
      alarmTopicArn,
      heartbeatHours,
    });
    const dashboard = new Dashboard(this, 'Dashboard', {
      logGroup: sweep.logGroup,
      alarmNames: alarms.names,
    });

    new CfnOutput(this, 'SweepFunctionName', { value: sweep.function.functionName });
    new CfnOutput(this, 'DigestTopicArn', { value: digest.topic.topicArn });
    new CfnOutput(this, 'PolicyParameterName', { value: settings.policy.parameterName });
    new CfnOutput(this, 'ModeParameterName', { value: settings.mode.parameterName });
    new CfnOutput(this, 'RecordBucketName', { value: records.bucket.bucketName });
    new CfnOutput(this, 'DashboardUrl', { value: dashboard.url });
  }
}
