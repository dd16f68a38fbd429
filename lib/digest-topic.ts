import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { type IGrantable, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { alarmsOfThisAccount } from './alarms-of-this-account';
import type { EncryptionKey } from './encryption-key';

export interface DigestTopicProps {
  /** Addresses that the topic subscribes by e-mail. */
  readonly emails: readonly string[];
  /** @default - SNS does not encrypt the topic with our own key */
  readonly encryption?: EncryptionKey | undefined;
}

/** The topic of the daily digest. It accepts TLS connections only. */
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

  /** Lets CloudWatch's alarms and EventBridge's rules publish: a topic that has a policy allows nobody by default. */
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
    // No condition: EventBridge's guide gives this policy without one, and has said that a topic's policy cannot have
    // one. If SNS refuses a message, nobody notices.
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

  /** Allows publishing, and nothing else. */
  grantPublishNotice(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        sid: 'PublishNotice',
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
      }),
    );
  }

  /** Allows publishing, and reading who is subscribed. */
  grantPublishDigest(grantee: IGrantable): void {
    // Not the topic's own grantPublish: that one adds kms:GenerateDataKey* too. SNS authorizes GetSubscriptionAttributes
    // on the topic, by the resource in its AccessDenied messages; the Service Authorization Reference names none. If that
    // is wrong, no subscription counts: nothing is announced, and nothing enforced.
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        sid: 'PublishDigest',
        actions: ['sns:Publish', 'sns:ListSubscriptionsByTopic', 'sns:GetSubscriptionAttributes'],
        resources: [this.topic.topicArn],
      }),
    );
  }
}
