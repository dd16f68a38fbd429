import { Duration } from 'aws-cdk-lib';
import { Effect, type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { EncryptionKey } from '../encryption-key';
import { RecordBucket } from '../record-bucket';
import { explainWildcard, logicalId } from '../wildcard';
import { denyOtherWriters } from './only-two-writers';
import { ANSWERS, LOCKS, OF_THE_ACCOUNTS, OF_THE_ORGANIZATION, PINNED_LISTS, TOLD } from './record-keys';

export interface OrganizationRecordsProps {
  /** @default - S3 encrypts the records with its own key */
  readonly encryption?: EncryptionKey | undefined;
}

const ANY_ACCOUNT = 'Which accounts there are is not known before; each has its own ledger and runs';
const ANY_RUN = 'Every run has a folder of its own, whose name is not known before';

/** The record bucket of an organization: the records of its runs, and those of each account. */
export class OrganizationRecords extends Construct {
  private readonly records: RecordBucket;
  private readonly encryption: EncryptionKey | undefined;

  constructor(scope: Construct, id: string, props: OrganizationRecordsProps) {
    super(scope, id);
    this.encryption = props.encryption;
    this.records = new RecordBucket(this, 'Records', props);
    this.bucket.addLifecycleRule({
      id: 'Answers',
      prefix: ANSWERS,
      expiration: Duration.days(90),
      // Nothing of them is left a day later: what they say stands in the accounts' own records.
      noncurrentVersionExpiration: Duration.days(1),
    });
    denyOtherWriters(this.bucket);
  }

  get bucket() {
    return this.records.bucket;
  }

  /** What the coordinator reads and writes: the organization's records, and who was told in the accounts' runs. */
  grantCoordinate(role: IRole): void {
    this.allow(role, 'KeepRecords', ['s3:GetObject', 's3:PutObject'], OF_THE_ORGANIZATION, ANY_RUN);
    this.allow(role, 'ReadPinned', ['s3:GetObjectVersion'], [PINNED_LISTS], ANY_RUN);
    this.allow(role, 'ReadAnswers', ['s3:GetObject'], [`${ANSWERS}*`], ANY_RUN);
    this.allow(role, 'ReadRunsOfAccounts', ['s3:GetObject'], ['*/runs/*'], ANY_ACCOUNT);
    this.allow(role, 'TellAccounts', ['s3:PutObject'], [TOLD], ANY_ACCOUNT);
    this.grantBasics(role);
  }

  /** What the account function reads and writes: each account's records and answers; the run's are for reading. */
  grantSweepAccounts(role: IRole): void {
    this.allow(role, 'KeepRecords', ['s3:GetObject', 's3:PutObject'], OF_THE_ACCOUNTS, ANY_ACCOUNT);
    this.allow(role, 'KeepAnswers', ['s3:GetObject', 's3:PutObject'], [`${ANSWERS}*`], ANY_RUN);
    this.allow(role, 'ReadPinned', ['s3:GetObjectVersion'], [PINNED_LISTS], ANY_RUN);
    this.allow(role, 'ReadLocks', ['s3:GetObject'], [LOCKS], ANY_ACCOUNT);
    // The bucket's policy denies it too. Here it shows to whoever reads the role alone.
    role.addToPrincipalPolicy(
      new PolicyStatement({
        sid: 'NotTheOrganizations',
        effect: Effect.DENY,
        actions: ['s3:PutObject'],
        resources: this.arns([...OF_THE_ORGANIZATION, TOLD]),
      }),
    );
    this.grantBasics(role);
  }

  /** What the state machine needs beside reading its lists (`PinnedList`): the key that they are encrypted with. */
  grantReadLists(role: IRole): void {
    explainWildcard(role, this.named(PINNED_LISTS), ANY_RUN);
    this.encryption?.grantRead(role);
    this.records.grantReadWhatAKeyEncrypted(role, PINNED_LISTS);
  }

  private grantBasics(role: IRole): void {
    this.records.grantListBucket(role);
    this.records.grantReadWhatAKeyEncrypted(role, '*');
  }

  private allow(
    role: IRole,
    sid: string,
    actions: string[],
    keys: readonly string[],
    whyWildcard: string,
  ): void {
    role.addToPrincipalPolicy(new PolicyStatement({ sid, actions, resources: this.arns(keys) }));
    for (const key of keys.filter((each) => each.includes('*')))
      explainWildcard(role, this.named(key), whyWildcard);
  }

  private arns(keys: readonly string[]): string[] {
    return keys.map((key) => this.bucket.arnForObjects(key));
  }

  private named(key: string): string {
    return `<${logicalId(this.bucket)}.Arn>/${key}`;
  }
}
