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

/** Who hears an alarm: the digest's readers and, if there is one, a topic that existed before. */
export class AlarmTopics {
  private readonly topics: readonly ITopic[];

  constructor(scope: Construct, { digest, alarmTopicArn }: AlarmTopicsProps) {
    digest.allowAlarmPublishing();
    // Whether the other topic and its key let CloudWatch and EventBridge in is its owner's business.
    const more = alarmTopicArn === undefined ? [] : [Topic.fromTopicArn(scope, 'AlarmTopic', alarmTopicArn)];
    this.topics = [digest.topic, ...more];
  }

  /** @param options `alsoOk`: tell the return to normal as well */
  addActions(alarm: AlarmBase, options: { readonly alsoOk: boolean }): void {
    const actions = this.topics.map((topic) => new SnsAction(topic));
    alarm.addAlarmAction(...actions);
    if (options.alsoOk) alarm.addOkAction(...actions);
  }

  /**
   * As targets of an EventBridge rule. Not CDK's own target: for a topic whose account it knows, in a stack whose
   * account it does not, that one builds a detour over an event bus or gives up.
   */
  asTargets(input: RuleTargetInput): IRuleTarget[] {
    return this.topics.map((topic) => ({ bind: () => ({ arn: topic.topicArn, input }) }));
  }
}

/** `IamLapse-name`: what the subject of the mail says. */
export function alarmName(scope: Construct, name: string): string {
  return `${Stack.of(scope).stackName}-${name}`;
}
