import type { OrganizationProps } from '../../../lib/organization/organization-stack';
import { mailText } from '../alarms/alarm';
import { readable, type Resource, resourcesOf, theOnly } from '../synth';
import { synthOrganization } from './an-organization';

function alarms(props: Partial<OrganizationProps> = {}): ReadonlyMap<string, Resource['Properties']> {
  const found = Object.values(resourcesOf(synthOrganization(props), 'AWS::CloudWatch::Alarm'));
  return new Map(found.map(({ Properties }) => [String(Properties['AlarmName']), Properties]));
}

it('the alarms are these', () => {
  expect([...alarms().keys()].toSorted()).toStrictEqual([
    'IamLapseOrganization-mail-failed',
    'IamLapseOrganization-mail-filtered',
    'IamLapseOrganization-no-mail',
    'IamLapseOrganization-run-failed',
    'IamLapseOrganization-run-stopped',
    'IamLapseOrganization-run-timed-out',
  ]);
});

describe('the alarm for silence', () => {
  it('counts the mails of scheduled runs, whatever they say: a broken account must not hide that nobody hears', () => {
    const { Properties } = theOnly(synthOrganization(), 'AWS::Logs::MetricFilter');
    expect(Properties).toStrictEqual({
      LogGroupName: { Ref: 'CoordinatorLogs01ACFA03' },
      FilterPattern:
        '{ ($.event = "organization-end") && ($.trigger = "scheduled") && ($.published IS TRUE) }',
      MetricTransformations: [
        { MetricNamespace: 'IamLapse', MetricName: 'ScheduledOrganizationMails', MetricValue: '1' },
      ],
    });
  });

  it.each([
    ['a day and two hours', {}, 26],
    ['as long as was chosen', { heartbeatHours: 76 }, 76],
  ])('goes off when no hour of %s had one, and when the metric has no value at all', (_, props, hours) => {
    expect(alarms(props).get('IamLapseOrganization-no-mail')).toMatchObject({
      Namespace: 'IamLapse',
      MetricName: 'ScheduledOrganizationMails',
      Statistic: 'Sum',
      Period: 3600,
      EvaluationPeriods: hours,
      DatapointsToAlarm: hours,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });
});

describe('an execution that ends otherwise than well', () => {
  it.each([
    ['run-failed', 'ExecutionsFailed', /NOT COVERED.*start an execution with \{\}/],
    ['run-timed-out', 'ExecutionsTimedOut', /within 6 hours.*What to do:/],
    ['run-stopped', 'ExecutionsAborted', /StopExecution.*dry-run/],
  ])('%s: one is enough, and none is no failure', (name, MetricName, text) => {
    const alarm = alarms().get(`IamLapseOrganization-${name}`) ?? {};
    expect(alarm).toMatchObject({
      Namespace: 'AWS/States',
      MetricName,
      Statistic: 'Sum',
      Period: 3600,
      EvaluationPeriods: 2,
      DatapointsToAlarm: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    });
    const { Dimensions: dimensions } = Object(alarm);
    expect(dimensions).toStrictEqual([
      { Name: 'StateMachineArn', Value: { Ref: expect.stringMatching(/^SweepMachine/) as unknown } },
    ]);
    expect(mailText(alarm)).toMatch(text);
  });
});

it('every alarm is mailed, to the digest’s topic and to another one', () => {
  const alarmTopicArn = 'arn:aws:sns:us-east-1:123456789012:on-call';
  for (const alarm of alarms({ alarmTopicArn }).values()) {
    const { AlarmActions: actions } = Object(alarm);
    expect(actions.map(readable)).toStrictEqual(['<DigestTopic34CF3E4B>', alarmTopicArn]);
  }
});
