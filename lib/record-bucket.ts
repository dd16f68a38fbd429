import { CfnElement, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { EncryptionKey } from './encryption-key';

export interface RecordBucketProps {
  /** @default - S3 encrypts the records with its own key */
  readonly encryption?: EncryptionKey | undefined;
}

/** Holds the ledger and the records of the runs. Every key begins with the account id. */
export class RecordBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: RecordBucketProps) {
    super(scope, id);
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      ...(props.encryption
        ? { encryption: BucketEncryption.KMS, encryptionKey: props.encryption.key, bucketKeyEnabled: true }
        : { encryption: BucketEncryption.S3_MANAGED }),
      versioned: true,
      lifecycleRules: [{ id: 'OldVersions', noncurrentVersionExpiration: Duration.days(400) }],
      // An audit trail outlives the stack.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    Validations.of(this.bucket).acknowledge({
      id: 'AwsSolutions::AwsSolutions-S1',
      reason:
        'An access log would need a bucket of its own; CloudTrail data events tell who read the records',
    });
  }

  private logicalId(): string {
    const resource = this.bucket.node.defaultChild;
    return CfnElement.isCfnElement(resource) ? Stack.of(this).resolve(resource.logicalId) : '';
  }

  /** Allows reading and writing this account's ledger and records. */
  grantReadWriteRecords(grantee: IRole): void {
    const { account } = Stack.of(this);
    grantee.addToPrincipalPolicy(
      new PolicyStatement({
        // Reading records too: a repeated write finds its own record and must recognize it.
        sid: 'KeepRecords',
        actions: ['s3:GetObject', 's3:PutObject'],
        resources: [
          this.bucket.arnForObjects(`${account}/ledger.json`),
          this.bucket.arnForObjects(`${account}/runs/*`),
        ],
      }),
    );
    Validations.of(grantee).acknowledge({
      id: `AwsSolutions::AwsSolutions-IAM5[Resource::<${this.logicalId()}.Arn>/<AWS::AccountId>/runs/*]`,
      reason: 'Every run has a folder of its own, whose name is not known before',
    });
    this.grantListBucket(grantee);
  }

  /** Allows reading this account's ledger, and nothing else. */
  grantReadLedger(grantee: IRole): void {
    grantee.addToPrincipalPolicy(
      new PolicyStatement({
        sid: 'ReadLedger',
        actions: ['s3:GetObject'],
        resources: [this.bucket.arnForObjects(`${Stack.of(this).account}/ledger.json`)],
      }),
    );
    this.grantListBucket(grantee);
  }

  /** Without s3:ListBucket, S3 answers AccessDenied for an object that does not exist, in place of NoSuchKey. */
  private grantListBucket(grantee: IRole): void {
    grantee.addToPrincipalPolicy(
      new PolicyStatement({
        sid: 'MissingIsNotDenied',
        actions: ['s3:ListBucket'],
        resources: [this.bucket.bucketArn],
      }),
    );
  }
}
