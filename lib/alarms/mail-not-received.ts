import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type Metric,
  type MetricOptions,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { alarmName, type AlarmTopics } from './topics';

export interface MailNotReceivedProps {
  /** The digest's topic. */
  readonly topic: ITopic;
  readonly topics: AlarmTopics;
}

/**
 * Raises an alarm when SNS gives up on a mail of the topic, and another when a filter policy keeps one away. The digest
 * cannot tell of the first: SNS accepts a mail for an address that it has suppressed since it bounced.
 */
export class MailNotReceived extends Construct {
  readonly alarmNames: readonly string[];

  constructor(scope: Construct, id: string, { topic, topics }: MailNotReceivedProps) {
    super(scope, id);
    const failed = this.alarm('Failed', 'mail-failed', topic.metricNumberOfNotificationsFailed(HOURLY), [
      'iam-lapse: SNS could not deliver a mail of the digest topic to one of its subscriptions.',
      'If this is the only one, nobody hears what iam-lapse announces and does.',
      'What to do: set the mode to dry-run until a mail arrives again.',
      'Look for an address that bounces. SNS sends it nothing for some days, although it stays confirmed. Subscribe another one, on another mail system.',
    ]);
    const filtered = this.alarm(
      'Filtered',
      'mail-filtered',
      topic.metricNumberOfNotificationsFilteredOut(HOURLY),
      [
        'iam-lapse: a filter policy kept a mail of the digest topic away from one of its subscriptions.',
        'iam-lapse does not count a subscription with a filter policy as hearing anything.',
        'What to do: find it with aws sns list-subscriptions-by-topic and get-subscription-attributes. Remove its filter policy, or the subscription.',
      ],
    );
    for (const alarm of [failed, filtered]) topics.addActions(alarm, { alsoOk: false });
    this.alarmNames = ['mail-failed', 'mail-filtered'].map((name) => alarmName(this, name));
  }

  private alarm(id: string, name: string, metric: Metric, description: readonly string[]): Alarm {
    return new Alarm(this, id, {
      alarmName: alarmName(this, name),
      alarmDescription: description.join(' '),
      metric,
      // SNS reports every five minutes, so a figure may arrive in an hour that CloudWatch has already evaluated.
      evaluationPeriods: 2,
      datapointsToAlarm: 1,
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}

const HOURLY: MetricOptions = { period: Duration.hours(1), statistic: Stats.SUM };
