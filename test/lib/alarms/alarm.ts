import type { IamLapseProps } from '../../../lib/iam-lapse-stack';
import { readable, type Resource, resourcesOf, synth } from '../synth';

type Properties = Resource['Properties'];

export function alarmNamed(name: string, props: Partial<IamLapseProps> = {}): Properties {
  const alarms = Object.values(resourcesOf(synth(props), 'AWS::CloudWatch::Alarm'));
  const alarm = alarms.find(({ Properties: { AlarmName } }) => AlarmName === name);
  if (!alarm) throw new Error(`no alarm ${name}`);
  return alarm.Properties;
}

/** What CloudWatch puts into the mail, which takes 1,024 characters. */
export function mailText(alarm: Properties): string {
  const text = readable(alarm['AlarmDescription']);
  expect(text.length).toBeLessThan(1024);
  return text;
}
