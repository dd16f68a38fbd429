import { Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { type IItemReader, JsonPath } from 'aws-cdk-lib/aws-stepfunctions';
import { PINNED_LISTS } from './record-keys';

/**
 * Reads a JSON list of a run in the version that the execution's state names. The CDK's own readers know no version, let
 * the machine read the whole bucket, and give it no permission on the bucket's key (aws-cdk issue 32144). The permission on
 * the key is with the machine's role (`OrganizationRecords.grantReadLists`).
 */
export class PinnedList implements IItemReader {
  readonly resource = `arn:${Aws.PARTITION}:states:::s3:getObject`;

  /** @param pin where the state has `key` and `versionId`, such as `$.run.roster` */
  constructor(
    readonly bucket: IBucket,
    private readonly pin: string,
  ) {}

  render() {
    return {
      Resource: this.resource,
      ReaderConfig: { InputType: 'JSON' },
      Parameters: {
        Bucket: this.bucket.bucketName,
        Key: JsonPath.stringAt(`${this.pin}.key`),
        VersionId: JsonPath.stringAt(`${this.pin}.versionId`),
      },
    };
  }

  providePolicyStatements(): PolicyStatement[] {
    return [
      new PolicyStatement({
        sid: 'ReadPinnedLists',
        // "If you include a versionId in your request, you must have the s3:GetObjectVersion permission" (GetObject).
        actions: ['s3:GetObject', 's3:GetObjectVersion'],
        resources: [this.bucket.arnForObjects(PINNED_LISTS)],
      }),
    ];
  }

  validateItemReader(): string[] {
    return [];
  }
}
