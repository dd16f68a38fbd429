import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { type IGrantable, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { alarmsOfThisAccount } from './alarms-of-this-account';
import type { EncryptionKey } from './encryption-key';

export interface DigestTopicProps {
  /** Subscribed by e-mail. */
  readonly emails: readonly string[];
  /** @default - not encrypted with a key of our own */
  readonly encryption?: EncryptionKey | undefined;
}

/** The topic that the daily digest goes to; TLS only. */
export class DigestTopic extends Construct {
  readonly topic: Topic;
  private readonly encryption: EncryptionKey | undefined;

  constructor(scope: Construct, id: string, props: DigestTopicProps) {
    super(scope, id);
    this.encryption = props.encryption;
    this.topic = new Topic(this, 'Topic', {
      displayName: 'iam-lapse',
      enforceSSL: true,
      ...(props.encryption ? { masterKey: props.encryption.key } : {}),
    });
    for (const email of props.emails) this.topic.addSubscription(new EmailSubscription(email));
  }

  /** CloudWatch's alarms, and EventBridge's rules: a topic with a policy of its own lets nobody in by default. */
  allowAlarmPublishing(): void {
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: alarmsOfThisAccount(this),
      }),
    );
    // No condition: EventBridge's guide gives this policy without one, has said that there can be none in a
    // topic's policy, and a message that is refused is refused silently.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'RulesOfEventBridge',
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
      }),
    );
    this.encryption?.allowAlarmPublishing();
  }

  /** Publishing alone. */
  grantPublish(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        sid: 'PublishNotice',
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
      }),
    );
  }

  /** Publishing, and asking how many are subscribed. */
  grantDigest(grantee: IGrantable): void {
    // Not grantPublish, which asks for kms:GenerateDataKey* too.
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        sid: 'PublishDigest',
        actions: ['sns:Publish', 'sns:GetTopicAttributes'],
        resources: [this.topic.topicArn],
      }),
    );
  }
}
