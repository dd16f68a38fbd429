import { alarmNamed, mailText } from './alarm';

describe.each([
  ['IamLapse-mail-failed', 'NumberOfNotificationsFailed', /an address that bounces/],
  ['IamLapse-mail-filtered', 'NumberOfNotificationsFilteredOut', /Remove its filter policy/],
])('the alarm %s', (name, metric, advice) => {
  const alarm = () => alarmNamed(name);

  it('goes off at the first mail of the topic that somebody did not get', () => {
    expect(alarm()).toMatchObject({
      Namespace: 'AWS/SNS',
      MetricName: metric,
      Dimensions: [{ Name: 'TopicName', Value: { 'Fn::GetAtt': ['DigestTopic34CF3E4B', 'TopicName'] } }],
      Statistic: 'Sum',
      Period: 3600,
      EvaluationPeriods: 2,
      DatapointsToAlarm: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  it('is mailed to the others, and says what to do', () => {
    expect(alarm()).toMatchObject({ AlarmActions: [{ Ref: 'DigestTopic34CF3E4B' }] });
    expect(alarm()).not.toHaveProperty('OKActions');
    expect(mailText(alarm())).toMatch(advice);
  });
});
