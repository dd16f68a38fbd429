import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { alarmName, type AlarmTopics } from './topics';

export interface HeartbeatLostProps {
  /** Of the function that sweeps. */
  readonly logGroup: ILogGroup;
  /** Hours without a completed scheduled sweep, at most 168. */
  readonly hours: number;
  readonly topics: AlarmTopics;
}

/**
 * The fields of the last log line of a sweep that count as a sign of life. A run that was halted or in which
 * actions failed is not one: "A day without a completed run raises one". Neither is a run by hand, which says
 * nothing about the trigger.
 */
export const SIGN_OF_LIFE = { event: 'sweep-end', trigger: 'scheduled', status: 'completed' } as const;

/** "Silence is an alarm": whatever keeps the sweep from running, lost triggers included, ends here. */
export class HeartbeatLost extends Construct {
  readonly alarmName: string;

  constructor(scope: Construct, id: string, { logGroup, hours, topics }: HeartbeatLostProps) {
    super(scope, id);
    this.alarmName = alarmName(this, 'no-completed-sweep');
    const filter = new MetricFilter(this, 'Filter', {
      logGroup,
      filterPattern: FilterPattern.all(
        ...Object.entries(SIGN_OF_LIFE).map(([field, value]) =>
          FilterPattern.stringValue(`$.${field}`, '=', value),
        ),
      ),
      metricNamespace: 'IamLapse',
      metricName: 'CompletedScheduledSweeps',
      metricValue: '1',
    });
    const alarm = new Alarm(this, 'Alarm', {
      alarmName: this.alarmName,
      alarmDescription: [
        `iam-lapse: no scheduled sweep has completed for ${hours} hours. Right after the first deployment this is expected, until the first scheduled sweep.`,
        'What to do: if sweeps failed, the digests say why.',
        'If there was none: is the EventBridge rule of the schedule enabled, with the function as its target? Does the function exist and start, and may the rule invoke it? Is its log group there?',
        'When the cause is gone, invoke the function with {} for a run now; the alarm ends with the next scheduled one.',
      ].join(' '),
      metric: filter.metric({ period: Duration.hours(1), statistic: Stats.SUM }),
      evaluationPeriods: hours,
      datapointsToAlarm: hours,
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    });
    // The all-clear is told too: whoever got the alarm of a new deployment sees it end.
    topics.addActions(alarm, { alsoOk: true });
  }
}
