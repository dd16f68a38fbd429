import * as z from 'zod';
import { alarmNamed } from './alarm';
import { resourcesOf, synth } from '../synth';

const DIGEST = { Ref: 'DigestTopic34CF3E4B' };

describe('with alarmTopicArn', () => {
  it.each([
    ['of the partition and account that are named', 'arn:aws:sns:eu-west-1:123456789012:on-call'],
    ['of another account', 'arn:aws-us-gov:sns:us-gov-west-1:210987654321:on-call'],
  ])('both topics get every alarm, and the other topic stays unchanged: one %s', (_, alarmTopicArn) => {
    const both = [DIGEST, alarmTopicArn];
    expect(alarmNamed('IamLapse-sweep-failed', { alarmTopicArn })).toMatchObject({ AlarmActions: both });
    expect(alarmNamed('IamLapse-no-completed-sweep', { alarmTopicArn })).toMatchObject({
      AlarmActions: both,
      OKActions: both,
    });
    const template = synth({ alarmTopicArn });
    expect(Object.keys(resourcesOf(template, 'AWS::SNS::TopicPolicy'))).toHaveLength(1);
    expect(Object.keys(resourcesOf(template, 'AWS::SNS::Topic'))).toHaveLength(1);
  });

  // SNS keeps a bouncing address confirmed and sends it nothing, this alarm included. Only another topic gets through.
  it('the alarm about a bounce, and every other one, also goes past the topic whose mail bounced', () => {
    const alarmTopicArn = 'arn:aws:sns:eu-west-1:123456789012:on-call';
    const alarms = resourcesOf(
      synth({ alarmTopicArn, newCredentialNotices: true }),
      'AWS::CloudWatch::Alarm',
    );
    const past = Object.values(alarms).filter(({ Properties: { AlarmActions } }) =>
      z.array(z.unknown()).parse(AlarmActions).includes(alarmTopicArn),
    );
    expect(past.map(({ Properties: { MetricName } }) => MetricName)).toContain('NumberOfNotificationsFailed');
    expect(past).toHaveLength(Object.keys(alarms).length);
  });

  it('works for a stack whose account and region are named', () => {
    const alarmTopicArn = 'arn:aws:sns:eu-west-1:210987654321:on-call';
    const env = { account: '123456789012', region: 'eu-west-1' };
    expect(() => synth({ alarmTopicArn, env })).not.toThrow();
  });
});
