import { SIGN_OF_LIFE } from '../../../lib/alarms/heartbeat-lost';
import { closeAll } from '../../support/clients';
import { aDeployment, type DeploymentOptions, SCHEDULED_EVENT } from '../../support/deployment';
import { synth, theOnly } from '../synth';
import { alarmNamed, mailText } from './alarm';

afterEach(closeAll);

describe('the alarm for a missing run', () => {
  it.each([
    ['a day and two hours', {}, 26],
    ['as long as was chosen', { heartbeatHours: 76 }, 76],
  ])('goes off when no hour of %s had a completed sweep', (_, props, hours) => {
    expect(alarmNamed('IamLapse-no-completed-sweep', props)).toMatchObject({
      Statistic: 'Sum',
      Period: 3600,
      EvaluationPeriods: hours,
      DatapointsToAlarm: hours,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });

  it('counts what the log says, by one metric of no dimension', () => {
    const { Properties } = theOnly(synth(), 'AWS::Logs::MetricFilter');
    const { MetricNamespace, MetricName } = {
      MetricNamespace: 'IamLapse',
      MetricName: 'CompletedScheduledSweeps',
    };
    expect(Properties).toStrictEqual({
      LogGroupName: { Ref: 'SweepLogsA7192123' },
      FilterPattern: '{ ($.event = "sweep-end") && ($.trigger = "scheduled") && ($.status = "completed") }',
      MetricTransformations: [{ MetricNamespace, MetricName, MetricValue: '1' }],
    });
    expect(alarmNamed('IamLapse-no-completed-sweep')).toMatchObject({
      Namespace: MetricNamespace,
      MetricName,
    });
  });

  it('is mailed, as is its end, and says what to do', () => {
    const alarm = alarmNamed('IamLapse-no-completed-sweep');
    const topic = [{ Ref: 'DigestTopic34CF3E4B' }];
    expect(alarm).toMatchObject({ AlarmActions: topic, OKActions: topic });
    expect(mailText(alarm)).toMatch(/for 26 hours.*What to do:/);
  });
});

describe('a sign of life is', () => {
  it.each<[string, boolean, unknown, DeploymentOptions]>([
    ['the end of a scheduled sweep', true, SCHEDULED_EVENT, {}],
    ['not that of a run by hand', false, {}, {}],
    ['not that of a preview', false, { mode: 'dry-run' }, {}],
    ['not that of a halted sweep', false, SCHEDULED_EVENT, { mode: 'on' }],
    [
      'not that of a sweep that should enforce and cannot',
      false,
      SCHEDULED_EVENT,
      { mode: 'enforce', reportOnly: true },
    ],
  ])('%s', async (_, expected, event, options) => {
    const deployment = await aDeployment(options);
    await deployment.run(event);
    const last = deployment.log.at(-1);
    const line: Record<string, unknown> = { event: last?.event, ...last?.fields };
    expect(Object.entries(SIGN_OF_LIFE).every(([field, value]) => line[field] === value)).toBe(expected);
    expect(line['event']).toBe('sweep-end');
  });

  it('not that of a repeated event, for which the function did nothing', async () => {
    const deployment = await aDeployment();
    await deployment.run(SCHEDULED_EVENT);
    await deployment.run(SCHEDULED_EVENT);
    expect(deployment.log.map(({ fields }) => fields['status'])).toStrictEqual(['completed', 'already-ran']);
  });
});
