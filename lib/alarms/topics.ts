import { Stack } from 'aws-cdk-lib';
import type { IRuleTarget, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import type { AlarmBase } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { DigestTopic } from '../digest-topic';

export interface AlarmTopicsProps {
  readonly digest: DigestTopic;
  /** @default - the digest topic alone */
  readonly alarmTopicArn?: string | undefined;
}

/** The topics that alarms go to: the digest's and, if the deployment names one, an existing topic. */
export class AlarmTopics {
  private readonly topics: readonly ITopic[];

  constructor(scope: Construct, { digest, alarmTopicArn }: AlarmTopicsProps) {
    digest.allowAlarmPublishing();
    // The owner of the other topic must let CloudWatch and EventBridge publish to it and use its key.
    const more = alarmTopicArn === undefined ? [] : [Topic.fromTopicArn(scope, 'AlarmTopic', alarmTopicArn)];
    this.topics = [digest.topic, ...more];
  }

  /** @param options `alsoOk`: report the return to normal too */
  addActions(alarm: AlarmBase, options: { readonly alsoOk: boolean }): void {
    const actions = this.topics.map((topic) => new SnsAction(topic));
    alarm.addAlarmAction(...actions);
    if (options.alsoOk) alarm.addOkAction(...actions);
  }

  /**
   * The topics as targets of an EventBridge rule. CDK's own target does not work here: if it knows the topic's account but
   * not the stack's, it routes events through another event bus, or fails.
   */
  ruleTargets(input: RuleTargetInput): IRuleTarget[] {
    return this.topics.map((topic) => ({ bind: () => ({ arn: topic.topicArn, input }) }));
  }
}

/** `IamLapse-name`, which is also in the subject of the alarm's mail. */
export function alarmName(scope: Construct, name: string): string {
  return `${Stack.of(scope).stackName}-${name}`;
}
