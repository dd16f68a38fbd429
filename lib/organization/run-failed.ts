import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type Metric,
  type MetricOptions,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { alarmName, type AlarmTopics } from '../alarms/topics';

export interface RunFailedProps {
  readonly machine: IStateMachine;
  readonly topics: AlarmTopics;
}

const HOURLY: MetricOptions = { period: Duration.hours(1), statistic: Stats.SUM };

/**
 * Raises an alarm for each way in which an execution can end other than well. Three alarms, because their readers have
 * three things to do, and because a sum of metrics has no value where one of them has none.
 */
export class RunFailed extends Construct {
  constructor(scope: Construct, id: string, { machine, topics }: RunFailedProps) {
    super(scope, id);
    const alarm = (suffix: string, name: string, metric: Metric, description: readonly string[]) =>
      topics.addActions(
        new Alarm(this, suffix, {
          alarmName: alarmName(this, name),
          alarmDescription: description.join(' '),
          metric,
          // CloudWatch may get a figure in an hour that it has already evaluated.
          evaluationPeriods: 2,
          datapointsToAlarm: 1,
          threshold: 1,
          comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
          // No execution is no failure. The heartbeat alarm reports that nothing runs.
          treatMissingData: TreatMissingData.NOT_BREACHING,
        }),
        { alsoOk: false },
      );
    alarm('Failed', 'run-failed', machine.metricFailed(HOURLY), [
      'iam-lapse: a run of the organization failed: accounts were not covered (OrganizationNotCovered), an action failed (ActionsFailed), or the run was halted or acted on nobody although it should (SweepHalted).',
      'What to do: read the latest digest; its NOT COVERED, FAILED, HALTED or NOT ENFORCED section says why and what next.',
      'If no digest came, look at the execution in Step Functions, and at the last lines of the log of the coordinator.',
      'The next run is the repetition. To run now: start an execution with {}.',
    ]);
    alarm('TimedOut', 'run-timed-out', machine.metricTimedOut(HOURLY), [
      'iam-lapse: a run of the organization did not end within 6 hours, so nobody has heard of it yet. What it disabled may be untold.',
      'What to do: start an execution with {} now; it tells the lost run first.',
      'If accounts wait for their turn, raise accountsAtOnce, or the concurrency quota of Lambda.',
    ]);
    alarm('Stopped', 'run-stopped', machine.metricAborted(HOURLY), [
      'iam-lapse: somebody stopped a run of the organization. What it disabled before may be untold.',
      'What to do: CloudTrail (StopExecution) names who it was. The next run tells the stopped one first.',
      'If this was you, to stop something: the mode must be dry-run too, or the next run enforces again.',
    ]);
  }
}
