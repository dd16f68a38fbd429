import { ArnFormat, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { EncryptionKey } from './encryption-key';
import { explainWildcard, logicalId } from './wildcard';

export interface RecordBucketProps {
  /** @default - S3 encrypts the records with its own key */
  readonly encryption?: EncryptionKey | undefined;
}

/** Holds the ledger and the records of the runs. Every key begins with the account id, or with `organization`. */
export class RecordBucket extends Construct {
  readonly bucket: Bucket;
  private readonly encryption: EncryptionKey | undefined;

  constructor(scope: Construct, id: string, props: RecordBucketProps) {
    super(scope, id);
    this.encryption = props.encryption;
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

  /** Allows reading and writing this account's ledger and records, and reading those of locks. */
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
    // A person's lock writes its own records, with that person's credentials (docs/design.md §3.14).
    grantee.addToPrincipalPolicy(
      new PolicyStatement({
        sid: 'ReadLocks',
        actions: ['s3:GetObject'],
        resources: [this.bucket.arnForObjects(`${account}/locks/*`)],
      }),
    );
    for (const folder of ['runs', 'locks']) {
      explainWildcard(
        grantee,
        `<${logicalId(this.bucket)}.Arn>/<AWS::AccountId>/${folder}/*`,
        'Each run and each lock has a folder of its own, whose name is not known before',
      );
    }
    this.grantListBucket(grantee);
    this.grantReadWhatAKeyEncrypted(grantee);
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
    this.grantReadWhatAKeyEncrypted(grantee);
  }

  /** Allows keeping what the notices of new credentials must remember. */
  grantKeepNotices(grantee: IRole): void {
    grantee.addToPrincipalPolicy(
      new PolicyStatement({
        sid: 'KeepNotices',
        actions: ['s3:GetObject', 's3:PutObject'],
        resources: [this.bucket.arnForObjects(`${Stack.of(this).account}/notices.json`)],
      }),
    );
  }

  /**
   * Without a key of its own, the stack may have had one before: `kms` went from true to false. S3 keeps encrypting what
   * that key has encrypted, and the ledger must stay readable until the next run writes it anew. The retained key is not
   * part of the stack any more and cannot be named. So the role may decrypt with the keys of this account, but only
   * through S3 and only objects of this bucket: with a bucket key, the encryption context is the bucket's ARN, and without
   * one the object's (S3 User Guide, "Using server-side encryption with AWS KMS keys"). The key's own policy lets the
   * account's IAM policies decide. Were any of this not so, the run would halt (`ledger`), as without this statement.
   *
   * @param objects which objects, as a pattern; this account's if it is left out
   */
  grantReadWhatAKeyEncrypted(grantee: IRole, objects = `${Stack.of(this).account}/*`): void {
    if (this.encryption) return;
    const stack = Stack.of(this);
    const keys = stack.formatArn({
      service: 'kms',
      resource: 'key',
      resourceName: '*',
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    grantee.addToPrincipalPolicy(
      new PolicyStatement({
        sid: 'ReadWhatAnEarlierKeyEncrypted',
        actions: ['kms:Decrypt'],
        resources: [keys],
        conditions: {
          StringEquals: {
            // KMS's guide gives amazonaws.com for every region; China's own suffix does no harm beside it.
            'kms:ViaService': ['amazonaws.com', stack.urlSuffix].map(
              (suffix) => `s3.${stack.region}.${suffix}`,
            ),
          },
          ArnLike: {
            'kms:EncryptionContext:aws:s3:arn': [this.bucket.bucketArn, this.bucket.arnForObjects(objects)],
          },
        },
      }),
    );
    explainWildcard(
      grantee,
      'arn:<AWS::Partition>:kms:<AWS::Region>:<AWS::AccountId>:key/*',
      'The key that an earlier deployment had is not part of the stack; the conditions limit it to the records',
    );
  }

  /** Without s3:ListBucket, S3 answers AccessDenied for an object that does not exist, in place of NoSuchKey. */
  grantListBucket(grantee: IRole): void {
    grantee.addToPrincipalPolicy(
      new PolicyStatement({
        sid: 'MissingIsNotDenied',
        actions: ['s3:ListBucket'],
        resources: [this.bucket.bucketArn],
      }),
    );
  }
}
