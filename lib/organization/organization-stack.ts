import { CfnOutput, Stack } from 'aws-cdk-lib';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import { DailySchedule } from '../daily-schedule';
import { DigestTopic } from '../digest-topic';
import { EncryptionKey } from '../encryption-key';
import { DEFAULT_HEARTBEAT_HOURS } from '../heartbeat';
import type { IamLapseProps } from '../iam-lapse-stack';
import { AccountFunction } from './account-function';
import { OrganizationAlarms } from './alarms';
import { CoordinatorFunction } from './coordinator-function';
import { Members } from './members';
import { OrganizationRecords } from './organization-records';
import { OrganizationSettings } from './organization-settings';
import { SweepMachine } from './sweep-machine';

/** How many accounts are swept at the same time, if nobody says it. */
export const DEFAULT_ACCOUNTS_AT_ONCE = 20;

/** The choices of an organization's deployment. */
export interface OrganizationProps extends Omit<IamLapseProps, 'newCredentialNotices'> {
  /** `o-...` */
  readonly organizationId: string;
  /**
   * `r-...` or `ou-...`: where a StackSet brings the role to the members.
   * @default - none: you bring it yourself (`npm run member-template`)
   */
  readonly organizationalUnits?: readonly string[] | undefined;
  /**
   * How many accounts are swept at the same time, 1 to 100.
   * @default 20
   */
  readonly accountsAtOnce?: number;
  /** The JSON text that the organization's parameter is created with. */
  readonly organizationText: string;
}

/** Everything that iam-lapse creates in the central account of an organization. */
export class OrganizationStack extends Stack {
  constructor(scope: Construct, id: string, props: OrganizationProps) {
    const {
      emails,
      schedule,
      policyText,
      organizationText,
      organizationId,
      organizationalUnits,
      accountsAtOnce = DEFAULT_ACCOUNTS_AT_ONCE,
      reportOnly = false,
      kms = true,
      heartbeatHours = DEFAULT_HEARTBEAT_HOURS,
      alarmTopicArn,
      ...stackProps
    } = props;
    super(scope, id, {
      description: 'iam-lapse for an organization: one run over all accounts, announced first and reversible',
      ...stackProps,
    });
    const machineName = this.stackName;
    const encryption = kms ? new EncryptionKey(this, 'EncryptionKey') : undefined;
    const settings = new OrganizationSettings(this, 'Settings', { policyText, organizationText });
    const digest = new DigestTopic(this, 'Digest', { emails, encryption });
    const records = new OrganizationRecords(this, 'Organization', { encryption });
    const shared = { organizationId, settings, records, encryption, reportOnly };
    const coordinator = new CoordinatorFunction(this, 'Coordinator', { ...shared, digest, machineName });
    const account = new AccountFunction(this, 'Account', shared);
    const { machine } = new SweepMachine(this, 'Sweep', {
      name: machineName,
      coordinator: coordinator.function,
      accountFunction: account.function,
      records,
      accountsAtOnce,
    });
    new DailySchedule(this, 'Schedule', {
      expression: schedule,
      target: (delivery) => new SfnStateMachine(machine, delivery),
    });
    if (organizationalUnits)
      new Members(this, 'Members', { organizationId, organizationalUnits, reportOnly });
    new OrganizationAlarms(this, 'Alarms', {
      machine,
      logGroup: coordinator.logGroup,
      parameters: settings.names,
      digest,
      alarmTopicArn,
      heartbeatHours,
    });

    new CfnOutput(this, 'StateMachineArn', { value: machine.stateMachineArn });
    new CfnOutput(this, 'DigestTopicArn', { value: digest.topic.topicArn });
    new CfnOutput(this, 'PolicyParameterName', { value: settings.sweep.policy.parameterName });
    new CfnOutput(this, 'ModeParameterName', { value: settings.sweep.mode.parameterName });
    new CfnOutput(this, 'OrganizationParameterName', { value: settings.organization.parameterName });
    new CfnOutput(this, 'RecordBucketName', { value: records.bucket.bucketName });
  }
}
