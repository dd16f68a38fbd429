import { Construct } from 'constructs';
import type { NewCredentialFunction } from '../new-credential-function';
import type { Settings } from '../settings';
import type { SweepFunction } from '../sweep-function';
import { HeartbeatLost } from './heartbeat-lost';
import { MailNotReceived } from './mail-not-received';
import { NewCredentialMailFailed } from './new-credential-mail-failed';
import { SettingsChanged } from './settings-changed';
import { SweepFailed } from './sweep-failed';
import { AlarmTopics, type AlarmTopicsProps } from './topics';

export interface AlarmsProps extends AlarmTopicsProps {
  readonly sweep: SweepFunction;
  /** @default - there is no function for new credentials */
  readonly newCredential?: NewCredentialFunction | undefined;
  readonly settings: Settings;
  /** Hours without a completed scheduled sweep before the alarm, at most 168. */
  readonly heartbeatHours: number;
}

/** The alarms, and the mail about changed settings. */
export class Alarms extends Construct {
  /** The alarms that exist in every region; a dashboard cannot be conditional. */
  readonly names: readonly string[];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const topics = new AlarmTopics(this, props);
    const { function: sweep, logGroup } = props.sweep;
    const failed = new SweepFailed(this, 'SweepFailed', { function: sweep, topics });
    const heartbeat = new HeartbeatLost(this, 'Heartbeat', { logGroup, hours: props.heartbeatHours, topics });
    new SettingsChanged(this, 'SettingsChanged', { parameters: props.settings.names, topics });
    const { resources: notice, condition } = props.newCredential ?? {};
    if (notice) new NewCredentialMailFailed(this, 'NoticeFailed', { ...notice, condition, topics });
    const mail = new MailNotReceived(this, 'Mail', { topic: props.digest.topic, topics });
    this.names = [failed.alarmName, heartbeat.alarmName, ...mail.alarmNames];
  }
}
