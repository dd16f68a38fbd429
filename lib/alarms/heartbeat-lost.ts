import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { alarmName, type AlarmTopics } from './topics';

export interface HeartbeatLostProps {
  /** The log group of the function that gives the sign of life. */
  readonly logGroup: ILogGroup;
  /** Hours without a sign of life, at most 168. */
  readonly hours: number;
  readonly topics: AlarmTopics;
  /** @default - a completed scheduled sweep */
  readonly sign?: SignOfLife;
}

/** What counts as a sign of life, and what its absence is called. */
export interface SignOfLife {
  /** Fields of a line of JSON in the log, and their values. */
  readonly fields: Readonly<Record<string, string | boolean>>;
  /** The metric that counts such lines. */
  readonly metricName: string;
  /** The alarm's name, after that of the stack. */
  readonly alarmName: string;
  /** The alarm's description. */
  readonly description: (hours: number) => readonly string[];
}

/**
 * The fields by which the last log line of a sweep counts as a sign of life. A halted run does not count, nor one in which
 * an action failed: "A day without a completed run raises one" (docs/design.md §1, law 7). A manual run does not count, because it says nothing about the trigger.
 */
export const SIGN_OF_LIFE = { event: 'sweep-end', trigger: 'scheduled', status: 'completed' } as const;

const COMPLETED_SWEEP: SignOfLife = {
  fields: SIGN_OF_LIFE,
  metricName: 'CompletedScheduledSweeps',
  alarmName: 'no-completed-sweep',
  description: (hours) => [
    `iam-lapse: no scheduled sweep has completed for ${hours} hours. Right after the first deployment this is expected, until the first scheduled sweep.`,
    'What to do: if sweeps failed, the digests say why.',
    'If there was none: is the EventBridge rule of the schedule enabled, with the function as its target? Does the function exist and start, and may the rule invoke it? Is its log group there?',
    'When the cause is gone, invoke the function with {} for a run now; the alarm ends with the next scheduled one.',
  ],
};

/** Raises an alarm when there was no sign of life, whatever the cause; a lost trigger is one. */
export class HeartbeatLost extends Construct {
  readonly alarmName: string;

  constructor(
    scope: Construct,
    id: string,
    { logGroup, hours, topics, sign = COMPLETED_SWEEP }: HeartbeatLostProps,
  ) {
    super(scope, id);
    this.alarmName = alarmName(this, sign.alarmName);
    const filter = new MetricFilter(this, 'Filter', {
      logGroup,
      filterPattern: FilterPattern.all(
        ...Object.entries(sign.fields).map(([field, value]) =>
          typeof value === 'string'
            ? FilterPattern.stringValue(`$.${field}`, '=', value)
            : FilterPattern.booleanValue(`$.${field}`, value),
        ),
      ),
      metricNamespace: 'IamLapse',
      metricName: sign.metricName,
      metricValue: '1',
    });
    const alarm = new Alarm(this, 'Alarm', {
      alarmName: this.alarmName,
      alarmDescription: sign.description(hours).join(' '),
      metric: filter.metric({ period: Duration.hours(1), statistic: Stats.SUM }),
      evaluationPeriods: hours,
      datapointsToAlarm: hours,
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    });
    // Reports the return to normal too: every new deployment raises this alarm, and its readers see it end.
    topics.addActions(alarm, { alsoOk: true });
  }
}
