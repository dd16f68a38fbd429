import { alarmNamed, mailText } from './alarm';

describe('the alarm for a sweep that failed', () => {
  const alarm = () => alarmNamed('IamLapse-sweep-failed');

  it('goes off at the first error, even if it becomes known 15 minutes after its hour', () => {
    expect(alarm()).toMatchObject({
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: 'SweepFunctionA7728703' } }],
      Statistic: 'Sum',
      Period: 3600,
      EvaluationPeriods: 2,
      DatapointsToAlarm: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
  });

  it('is silent when nothing runs: the heartbeat alarm reports that', () => {
    expect(alarm()).toMatchObject({ TreatMissingData: 'notBreaching' });
  });

  it('is mailed to the readers of the digest, and says what to do', () => {
    expect(alarm()).toMatchObject({ AlarmActions: [{ Ref: 'DigestTopic34CF3E4B' }] });
    expect(alarm()).not.toHaveProperty('OKActions');
    expect(mailText(alarm())).toMatch(/What to do: read the latest digest/);
    // It counts as an error like any other, and leaves no digest to read.
    expect(mailText(alarm())).toMatch(/an event that it refuses/);
  });
});
