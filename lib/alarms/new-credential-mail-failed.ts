import { type CfnCondition, CfnResource, Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { alarmName, type AlarmTopics } from './topics';

export interface NewCredentialMailFailedProps {
  readonly function: IFunction;
  /** The function's condition: without the function, the alarm must not exist either. @default - none */
  readonly condition?: CfnCondition | undefined;
  readonly topics: AlarmTopics;
}

/** Raises an alarm when a mail about a new credential was lost. Nothing repeats it, and no digest reports it. */
export class NewCredentialMailFailed extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { function: watched, condition, topics }: NewCredentialMailFailedProps,
  ) {
    super(scope, id);
    const alarm = new Alarm(this, 'Alarm', {
      alarmName: alarmName(this, 'notice-failed'),
      alarmDescription: [
        'iam-lapse: somebody made a user, a password or an access key, or enabled a key, and the mail that tells of it failed. It will not be tried again.',
        `What to do: read the last lines of the log of the function ${watched.functionName}, which say why.`,
        "Then look for what was not told in CloudTrail's event history: CreateUser, CreateLoginProfile, CreateAccessKey, UpdateAccessKey.",
        'If there is no such event, somebody invoked the function by hand with one that it refuses.',
        'Sweeps and digests go on as ever.',
      ].join(' '),
      // Lambda dates an error to the start of the invocation, up to a minute before it is known.
      metric: watched.metricErrors({ period: Duration.minutes(5), statistic: Stats.SUM }),
      evaluationPeriods: 2,
      datapointsToAlarm: 1,
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    topics.addActions(alarm, { alsoOk: false });
    if (condition === undefined) return;
    for (const construct of this.node.findAll()) {
      if (CfnResource.isCfnResource(construct)) construct.cfnOptions.condition = condition;
    }
  }
}
