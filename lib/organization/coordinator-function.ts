import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { CoordinatorEnvironment } from '../../lambda/environment';
import { COORDINATOR_ROLE } from '../../lambda/domain/organization/names';
import type { DigestTopic } from '../digest-topic';
import type { EncryptionKey } from '../encryption-key';
import { createFunction } from '../iam-lapse-function';
import { explainWildcard } from '../wildcard';
import { ORGANIZATION_READS } from './organization-reads';
import type { OrganizationRecords } from './organization-records';
import type { OrganizationSettings } from './organization-settings';

export interface CoordinatorFunctionProps {
  /** `o-...` */
  readonly organizationId: string;
  readonly settings: OrganizationSettings;
  readonly digest: DigestTopic;
  readonly records: OrganizationRecords;
  readonly encryption?: EncryptionKey | undefined;
  /** Whose executions it may look up. A name, because the machine refers to this function. */
  readonly machineName: string;
  /** No account's role has the IAM write actions. */
  readonly reportOnly: boolean;
}

/** Freezes, allots and tells. Its role gets into no account, and knows nothing of IAM. */
export class CoordinatorFunction extends Construct {
  readonly function: IFunction;
  readonly logGroup: ILogGroup;

  constructor(scope: Construct, id: string, props: CoordinatorFunctionProps) {
    super(scope, id);
    const { settings, digest, records, encryption, machineName } = props;
    const environment: CoordinatorEnvironment = {
      MODE_PARAMETER_NAME: settings.sweep.mode.parameterName,
      POLICY_PARAMETER_NAME: settings.sweep.policy.parameterName,
      ORGANIZATION_PARAMETER_NAME: settings.organization.parameterName,
      DIGEST_TOPIC_ARN: digest.topic.topicArn,
      RECORD_BUCKET_NAME: records.bucket.bucketName,
      DEPLOYED_POLICY_SHA256: settings.sweep.policySha256,
      DEPLOYED_ORGANIZATION_SHA256: settings.organizationSha256,
      ORGANIZATION_ID: props.organizationId,
      REPORT_ONLY: props.reportOnly ? 'true' : 'false',
    };
    const created = createFunction(this, {
      description: 'iam-lapse: begins and ends a run of the organization, and decides how many are acted on',
      roleName: COORDINATOR_ROLE,
      roleDescription: 'iam-lapse: lists the accounts, counts what was swept and sends the digest',
      entry: 'organization/coordinator-handler.ts',
      // 10,000 answers, 50 at a time.
      memorySize: 1024,
      timeout: Duration.minutes(15),
      environment,
      encryption,
      statements: [
        new PolicyStatement({
          sid: 'ReadOrganization',
          actions: [...ORGANIZATION_READS],
          resources: ['*'],
        }),
        new PolicyStatement({
          // Whether the run that has the organization still lives.
          sid: 'SeeExecutions',
          actions: ['states:DescribeExecution'],
          resources: [
            Stack.of(this).formatArn({
              service: 'states',
              resource: 'execution',
              resourceName: `${machineName}:*`,
              arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
          ],
        }),
      ],
      grant: (role) => {
        settings.grantReadAll(role);
        digest.grantPublishDigest(role);
        records.grantCoordinate(role);
      },
    });
    this.function = created.function;
    this.logGroup = created.logGroup;
    explainWildcard(
      created.role,
      '*',
      'Organizations is asked for all accounts and OUs; IAM cannot narrow it',
    );
    explainWildcard(
      created.role,
      `arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${machineName}:*`,
      'The name of an execution is not known before; all are of this state machine',
    );
  }
}
