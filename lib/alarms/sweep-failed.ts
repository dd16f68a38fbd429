import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { alarmName, type AlarmTopics } from './topics';

export interface SweepFailedProps {
  readonly function: IFunction;
  readonly topics: AlarmTopics;
}

/**
 * Raises an alarm when the function failed: the sweep was halted, an action failed, Lambda ended the function, or the
 * function refused its event.
 */
export class SweepFailed extends Construct {
  readonly alarmName: string;

  constructor(scope: Construct, id: string, { function: watched, topics }: SweepFailedProps) {
    super(scope, id);
    this.alarmName = alarmName(this, 'sweep-failed');
    const alarm = new Alarm(this, 'Alarm', {
      alarmName: this.alarmName,
      alarmDescription: [
        'iam-lapse: a sweep failed: it was halted, or ran as dry-run although the mode is enforce, or an action failed, or the function was killed, or it was invoked with an event that it refuses.',
        'What to do: read the latest digest; its HALTED, NOT ENFORCED or FAILED section says why and what next.',
        `If no digest came (for a refused event there is none), read the last lines of the log of the function ${watched.functionName}.`,
        'What a killed run left open is looked up and told by the next one. To run now: invoke the function with {}.',
      ].join(' '),
      // Lambda dates an error to the start of the invocation, up to 15 minutes before it is known. With one period
      // alone, it could arrive in an hour that CloudWatch has already evaluated.
      metric: watched.metricErrors({ period: Duration.hours(1), statistic: Stats.SUM }),
      evaluationPeriods: 2,
      datapointsToAlarm: 1,
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      // No invocation is no failure. The heartbeat alarm reports that nothing runs.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    topics.addActions(alarm, { alsoOk: false });
  }
}
