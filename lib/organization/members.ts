import { Aws, CfnStackSet } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { MEMBER_PARAMETERS, memberTemplate } from './member-stack';

export interface MembersProps {
  /** `o-...` */
  readonly organizationId: string;
  /** `r-...` or `ou-...`: every account below them gets the role, also those that join later. */
  readonly organizationalUnits: readonly string[];
  /** Leave the IAM write actions out of the role. */
  readonly reportOnly: boolean;
}

/**
 * Brings the member's template to every account below some OUs, from a delegated administrator. It never reaches the
 * management account. One member that fails must not fail the deployment of all others: what is missing is told by every
 * run, account by account.
 */
export class Members extends Construct {
  constructor(scope: Construct, id: string, props: MembersProps) {
    super(scope, id);
    const { organizationId, organizationalUnits, reportOnly } = props;
    new CfnStackSet(this, 'StackSet', {
      stackSetName: 'iam-lapse-member',
      description: 'iam-lapse: lets the central account sweep the IAM credentials of its members',
      permissionModel: 'SERVICE_MANAGED',
      callAs: 'DELEGATED_ADMIN',
      // The role has a fixed name, because the account function must know it.
      capabilities: ['CAPABILITY_NAMED_IAM'],
      templateBody: memberTemplate({ reportOnly }),
      parameters: [
        { parameterKey: MEMBER_PARAMETERS.centralAccountId, parameterValue: Aws.ACCOUNT_ID },
        { parameterKey: MEMBER_PARAMETERS.organizationId, parameterValue: organizationId },
      ],
      // An account that leaves takes neither the role nor the parameter with it.
      autoDeployment: { enabled: true, retainStacksOnAccountRemoval: false },
      stackInstancesGroup: [
        {
          deploymentTargets: { organizationalUnitIds: [...organizationalUnits] },
          // The role is of no region; the parameter is where a second sweeper would have its own.
          regions: [Aws.REGION],
        },
      ],
      operationPreferences: {
        failureTolerancePercentage: 100,
        maxConcurrentPercentage: 100,
        concurrencyMode: 'SOFT_FAILURE_TOLERANCE',
      },
      // An operation that meets another one waits, and does not fail.
      managedExecution: { Active: true },
    });
  }
}
