import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
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

  constructor(scope: Construct, id: string, props: DigestTopicProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', {
      displayName: 'iam-lapse',
      enforceSSL: true,
      ...(props.encryption ? { masterKey: props.encryption.key } : {}),
    });
    for (const email of props.emails) this.topic.addSubscription(new EmailSubscription(email));
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
