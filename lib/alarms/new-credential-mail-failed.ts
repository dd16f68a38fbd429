import { type CfnCondition, CfnResource, Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { alarmName, type AlarmTopics } from './topics';

export interface NewCredentialMailFailedProps {
  readonly function: IFunction;
  /** Where the events go that the function could not tell. */
  readonly deadLetters: IQueue;
  /** The function's condition: without the function, the alarm must not exist either. @default - none */
  readonly condition?: CfnCondition | undefined;
  readonly topics: AlarmTopics;
}

/**
 * Raises an alarm when a mail about a new credential was lost: SQS has delivered the event three times. Nothing repeats it
 * then, and no digest reports it. The alarm lasts as long as the event is in the queue of dead letters.
 */
export class NewCredentialMailFailed extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { function: watched, deadLetters, condition, topics }: NewCredentialMailFailedProps,
  ) {
    super(scope, id);
    const alarm = new Alarm(this, 'Alarm', {
      alarmName: alarmName(this, 'notice-failed'),
      alarmDescription: [
        'iam-lapse: somebody made a user, a password or an access key, or enabled a key, and the mail that tells of it failed three times. It will not be tried again.',
        `What to do: read the last lines of the log of the function ${watched.functionName}, which say why.`,
        "Then look for what was not told in CloudTrail's event history: CreateUser, CreateLoginProfile, CreateAccessKey, UpdateAccessKey.",
        `The events are in the queue ${deadLetters.queueName} for 14 days. Purge it when you have seen them; then the alarm ends.`,
        'Sweeps and digests go on as ever.',
      ].join(' '),
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: Stats.MAXIMUM,
      }),
      evaluationPeriods: 1,
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
