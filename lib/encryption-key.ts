import { Arn, ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Effect, type IRole, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { alarmsOfThisAccount } from './alarms-of-this-account';

/**
 * One customer-managed key for everything the stack stores. AWS's own key for SNS would do for mail, and would
 * silently refuse CloudWatch alarms.
 */
export class EncryptionKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    // Kept when the stack goes: what it encrypted must stay readable.
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
        // In a key's policy the resource is the key itself.
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
   * For what publishes to an encrypted topic as a service. The source is named for CloudWatch; for EventBridge
   * it must not be: "Adding the aws:SourceAccount and aws:SourceArn to a AWS KMS policy is not supported for
   * EventBridge-to-encrypted topics" (SNS, key management).
   */
  allowAlarmPublishing(): void {
    const statement = {
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      // In a key's policy the resource is the key itself.
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

  /** What SNS and S3 ask of whoever publishes to the topic or writes to the bucket. */
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
