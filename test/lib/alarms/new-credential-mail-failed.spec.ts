import { alarmNamed, mailText } from './alarm';

const ON_CALL = 'arn:aws:sns:eu-west-1:123456789012:on-call';

describe('the alarm for a lost mail about a new credential', () => {
  const alarm = (alarmTopicArn?: string) =>
    alarmNamed('IamLapse-notice-failed', { newCredentialNotices: true, alarmTopicArn });

  it('goes off at the first event that was tried three times, and lasts until somebody has seen it', () => {
    expect(alarm()).toMatchObject({
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [
        {
          Name: 'QueueName',
          Value: {
            'Fn::GetAtt': [expect.stringMatching(/^NoticeEventsDeadLetters/) as unknown, 'QueueName'],
          },
        },
      ],
      Statistic: 'Maximum',
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  it('is mailed to the topics of the other alarms, and says what to do', () => {
    const digest = { Ref: 'DigestTopic34CF3E4B' };
    expect(alarm()).toMatchObject({ AlarmActions: [digest] });
    expect(alarm(ON_CALL)).toMatchObject({ AlarmActions: [digest, ON_CALL] });
    expect(alarm()).not.toHaveProperty('OKActions');
    expect(mailText(alarm())).toMatch(/What to do: read the last lines of the log.*CreateAccessKey/);
  });

  it('does not exist without the function', () => {
    const none = () => alarmNamed('IamLapse-notice-failed', { newCredentialNotices: false });
    expect(none).toThrow('no alarm');
  });
});
