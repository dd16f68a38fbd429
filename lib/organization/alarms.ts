import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { HeartbeatLost, type SignOfLife } from '../alarms/heartbeat-lost';
import { MailNotReceived } from '../alarms/mail-not-received';
import { SettingsChanged } from '../alarms/settings-changed';
import { AlarmTopics, type AlarmTopicsProps } from '../alarms/topics';
import { RunFailed } from './run-failed';

export interface OrganizationAlarmsProps extends AlarmTopicsProps {
  readonly machine: IStateMachine;
  /** The coordinator's. */
  readonly logGroup: ILogGroup;
  /** Names of the parameters whose change is told. */
  readonly parameters: readonly string[];
  /** Hours without the mail of a scheduled run before the alarm, at most 168. */
  readonly heartbeatHours: number;
}

/**
 * The last line of the coordinator, where it says that SNS has taken the mail of a scheduled run. It counts also where
 * accounts were not covered, and for a run that was halted: both fail the execution, which has alarms of its own, and one
 * broken account must not hide that nobody hears anything. A run by hand says nothing about the schedule.
 */
export const MAIL_IS_OUT = { event: 'organization-end', trigger: 'scheduled', published: true } as const;

const SCHEDULED_MAIL: SignOfLife = {
  fields: MAIL_IS_OUT,
  metricName: 'ScheduledOrganizationMails',
  alarmName: 'no-mail',
  description: (hours) => [
    `iam-lapse: the mail of no scheduled run went out for ${hours} hours. Right after the first deployment this is expected, until the first scheduled run.`,
    'What to do: look at the last executions of the state machine, and at the last lines of the log of the coordinator.',
    'If there was no execution: is the EventBridge rule of the schedule enabled, with the state machine as its target, and may its role start executions?',
    'When the cause is gone, start an execution with {} for a run now; the alarm ends with the next scheduled one.',
  ],
};

/** The alarms of an organization's deployment, and the mail about changed settings. */
export class OrganizationAlarms extends Construct {
  constructor(scope: Construct, id: string, props: OrganizationAlarmsProps) {
    super(scope, id);
    const { machine, logGroup, parameters, heartbeatHours: hours } = props;
    const topics = new AlarmTopics(this, props);
    new RunFailed(this, 'RunFailed', { machine, topics });
    new HeartbeatLost(this, 'Heartbeat', { logGroup, hours, topics, sign: SCHEDULED_MAIL });
    new SettingsChanged(this, 'SettingsChanged', { parameters, topics });
    new MailNotReceived(this, 'Mail', { topic: props.digest.topic, topics });
  }
}
