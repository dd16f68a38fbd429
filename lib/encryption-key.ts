import { Arn, ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Effect, type IRole, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { alarmsOfThisAccount } from './alarms-of-this-account';

/**
 * One customer-managed key for everything that the stack stores. AWS's own key for SNS is enough for the digest, but
 * CloudWatch cannot use it: alarms would be lost silently.
 */
export class EncryptionKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    // The key outlives the stack, so that the records stay readable.
    this.key = new Key(this, 'Key', {
      description: 'iam-lapse: digest topic, records and logs',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const stack = Stack.of(this);
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'LogsOfThisAccount',
        effect: Effect.ALLOW,
        principals: [new ServicePrincipal('logs.amazonaws.com')],
        actions: [
          'kms:Encrypt',
          'kms:Decrypt',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
          'kms:GenerateDataKey',
          'kms:GenerateDataKeyWithoutPlaintext',
          'kms:DescribeKey',
        ],
        // In a key's policy, `*` is the key itself.
        resources: ['*'],
        conditions: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': Arn.format(
              {
                service: 'logs',
                resource: 'log-group',
                resourceName: '*',
                arnFormat: ArnFormat.COLON_RESOURCE_NAME,
              },
              stack,
            ),
          },
        },
      }),
    );
  }

  /**
   * Lets CloudWatch and EventBridge publish to the encrypted topic. The statement for CloudWatch names its source. The one
   * for EventBridge must not: "Adding the aws:SourceAccount and aws:SourceArn to a AWS KMS policy is not supported for
   * EventBridge-to-encrypted topics" (SNS, key management).
   */
  allowAlarmPublishing(): void {
    const statement = {
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      // In a key's policy, `*` is the key itself.
      resources: ['*'],
    };
    this.key.addToResourcePolicy(
      new PolicyStatement({
        ...statement,
        sid: 'AlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        conditions: alarmsOfThisAccount(this),
      }),
    );
    this.key.addToResourcePolicy(
      new PolicyStatement({
        ...statement,
        sid: 'RulesOfEventBridge',
        principals: [new ServicePrincipal('events.amazonaws.com')],
      }),
    );
  }

  /** Grants what S3 requires of a role that only reads from the bucket. */
  grantRead(grantee: IRole): void {
    grantee.addToPrincipalPolicy(
      new PolicyStatement({ sid: 'UseKey', actions: ['kms:Decrypt'], resources: [this.key.keyArn] }),
    );
  }

  /** Grants what SNS and S3 require of a role that publishes to the topic or writes to the bucket. */
  grantUse(grantee: IRole): void {
    grantee.addToPrincipalPolicy(
      new PolicyStatement({
        sid: 'UseKey',
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [this.key.keyArn],
      }),
    );
  }
}
