import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

export interface DailyScheduleProps {
  /** EventBridge schedule expression, in UTC. */
  readonly expression: string;
  readonly target: IFunction;
}

/** Starts the sweep. EventBridge does not repeat a lost trigger: a late sweep would only meet the next one. */
export class DailySchedule extends Construct {
  constructor(scope: Construct, id: string, props: DailyScheduleProps) {
    super(scope, id);
    new Rule(this, 'Rule', {
      description: 'iam-lapse: starts the daily sweep',
      schedule: Schedule.expression(props.expression),
      targets: [new LambdaFunction(props.target, { retryAttempts: 0, maxEventAge: Duration.hours(1) })],
    });
  }
}
