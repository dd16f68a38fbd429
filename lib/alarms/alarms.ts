import { Construct } from 'constructs';
import type { Settings } from '../settings';
import type { SweepFunction } from '../sweep-function';
import { HeartbeatLost } from './heartbeat-lost';
import { SettingsChanged } from './settings-changed';
import { SweepFailed } from './sweep-failed';
import { AlarmTopics, type AlarmTopicsProps } from './topics';

export interface AlarmsProps extends AlarmTopicsProps {
  readonly sweep: SweepFunction;
  readonly settings: Settings;
  /** Hours without a completed scheduled sweep before the alarm, at most 168. */
  readonly heartbeatHours: number;
}

/** All that is told besides the digest. */
export class Alarms extends Construct {
  readonly names: readonly string[];

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const topics = new AlarmTopics(this, props);
    const { handler, logGroup } = props.sweep;
    const failed = new SweepFailed(this, 'SweepFailed', { handler, topics });
    const heartbeat = new HeartbeatLost(this, 'Heartbeat', { logGroup, hours: props.heartbeatHours, topics });
    new SettingsChanged(this, 'SettingsChanged', { settings: props.settings, topics });
    this.names = [failed.alarmName, heartbeat.alarmName];
  }
}
