import { Aws, Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { AccountEnvironment } from '../../lambda/environment';
import { ACCOUNT_FUNCTION_ROLE, MEMBER_ROLE, roleArn } from '../../lambda/domain/organization/names';
import type { EncryptionKey } from '../encryption-key';
import { createFunction } from '../iam-lapse-function';
import { explainWildcard } from '../wildcard';
import type { OrganizationRecords } from './organization-records';
import type { OrganizationSettings } from './organization-settings';

export interface AccountFunctionProps {
  /** `o-...` */
  readonly organizationId: string;
  readonly settings: OrganizationSettings;
  readonly records: OrganizationRecords;
  readonly encryption?: EncryptionKey | undefined;
  /** No account's role has the IAM write actions. */
  readonly reportOnly: boolean;
}

/** Sweeps one account, in a session of that account's role. Its own role sends no mail, and knows nothing of Organizations. */
export class AccountFunction extends Construct {
  readonly function: IFunction;

  constructor(scope: Construct, id: string, props: AccountFunctionProps) {
    super(scope, id);
    const { settings, records, encryption, organizationId } = props;
    const environment: AccountEnvironment = {
      MODE_PARAMETER_NAME: settings.sweep.mode.parameterName,
      RECORD_BUCKET_NAME: records.bucket.bucketName,
      DEPLOYED_POLICY_SHA256: settings.sweep.policySha256,
      REPORT_ONLY: props.reportOnly ? 'true' : 'false',
    };
    const created = createFunction(this, {
      description: 'iam-lapse: the sweep of one account of the organization',
      // Members trust this name.
      roleName: ACCOUNT_FUNCTION_ROLE,
      roleDescription: 'iam-lapse: takes the role of a member account, and sweeps it',
      entry: 'organization/account-handler.ts',
      memorySize: 512,
      // Lambda's maximum. The sweep stops by itself before; it defers and reports what is left.
      timeout: Duration.minutes(15),
      environment,
      encryption,
      statements: [
        new PolicyStatement({
          sid: 'SweepMembers',
          actions: ['sts:AssumeRole'],
          resources: [roleArn(Aws.PARTITION, '*', MEMBER_ROLE)],
          // A role of this name in an account of somebody else could hand us its own users.
          conditions: { StringEquals: { 'aws:ResourceOrgID': organizationId } },
        }),
      ],
      grant: (role) => {
        settings.grantReadMode(role);
        records.grantSweepAccounts(role);
      },
    });
    this.function = created.function;
    explainWildcard(
      created.role,
      `arn:<AWS::Partition>:iam::*:role/${MEMBER_ROLE}`,
      'Which accounts the organization has is not known before; the condition keeps it to them',
    );
  }
}
