import { Construct } from 'constructs';
import type { NewCredentialFunction } from '../new-credential-function';
import type { Settings } from '../settings';
import type { SweepFunction } from '../sweep-function';
import { HeartbeatLost } from './heartbeat-lost';
import { NewCredentialMailFailed } from './new-credential-mail-failed';
import { SettingsChanged } from './settings-changed';
import { SweepFailed } from './sweep-failed';
import { AlarmTopics, type AlarmTopicsProps } from './topics';

export interface AlarmsProps extends AlarmTopicsProps {
  readonly sweep: SweepFunction;
  /** @default - there are no notices */
  readonly notice?: NewCredentialFunction | undefined;
  readonly settings: Settings;
  /** Hours without a completed scheduled sweep before the alarm, at most 168. */
  readonly heartbeatHours: number;
}

/** All that is told besides the digest. */
export class Alarms extends Construct {
  /** Of those that are there in every region: a dashboard cannot ask a condition. */
  readonly names: readonly string[];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const topics = new AlarmTopics(this, props);
    const { handler, logGroup } = props.sweep;
    const failed = new SweepFailed(this, 'SweepFailed', { handler, topics });
    const heartbeat = new HeartbeatLost(this, 'Heartbeat', { logGroup, hours: props.heartbeatHours, topics });
    new SettingsChanged(this, 'SettingsChanged', { settings: props.settings, topics });
    const { handler: notice, condition } = props.notice ?? {};
    if (notice) new NewCredentialMailFailed(this, 'NoticeFailed', { handler: notice, condition, topics });
    this.names = [failed.alarmName, heartbeat.alarmName];
  }
}
