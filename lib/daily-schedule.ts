import { Duration } from 'aws-cdk-lib';
import { type IRuleTarget, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import type { TargetBaseProps } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';

export interface DailyScheduleProps {
  /** EventBridge schedule expression, in UTC. */
  readonly expression: string;
  /** What is started, and how EventBridge delivers its event. */
  readonly target: (delivery: TargetBaseProps) => IRuleTarget;
}

/** Starts the sweep. EventBridge does not repeat a lost trigger: a late sweep would only meet the next one. */
export class DailySchedule extends Construct {
  constructor(scope: Construct, id: string, props: DailyScheduleProps) {
    super(scope, id);
    new Rule(this, 'Rule', {
      description: 'iam-lapse: starts the daily sweep',
      schedule: Schedule.expression(props.expression),
      targets: [props.target({ retryAttempts: 0, maxEventAge: Duration.hours(1) })],
    });
  }
}
