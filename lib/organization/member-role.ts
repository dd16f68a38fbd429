import { Aws, CfnCondition, Fn, Validations } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyDocument, Role } from 'aws-cdk-lib/aws-iam';
import { CfnParameter as SsmParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import {
  ACCOUNT_FUNCTION_ROLE,
  MEMBER_ROLE,
  roleArn,
  SWEPT_BY_THE_ORGANIZATION,
} from '../../lambda/domain/organization/names';
import { MODE_PARAMETER } from '../../lambda/domain/settings';
import { iamStatements, WHY_SO_WIDE } from '../iam-permissions';

export interface MemberRoleProps {
  /** The account that has the organization's deployment. */
  readonly centralAccountId: string;
  /** `o-...` */
  readonly organizationId: string;
  /** Leave out the IAM write actions. */
  readonly reportOnly: boolean;
}

/**
 * What a member account needs to be swept: a role for the account function, and a parameter that keeps a second sweeper
 * out. The StackSet's template and the stack for the management account are both made of it.
 */
export class MemberRole extends Construct {
  constructor(scope: Construct, id: string, props: MemberRoleProps) {
    super(scope, id);
    const { centralAccountId, organizationId, reportOnly } = props;
    const role = new Role(this, 'Role', {
      // Without a path, as the session policy and the account function expect it.
      roleName: MEMBER_ROLE,
      description:
        'iam-lapse: the central account judges IAM credentials here and, if told to, disables stale ones',
      // The root of the account, narrowed by the role's ARN. A trust policy that names the role itself would keep the id
      // of a role that was deleted, and would shut out the one that was made again.
      assumedBy: new AccountPrincipal(centralAccountId).withConditions({
        ArnEquals: { 'aws:PrincipalArn': roleArn(Aws.PARTITION, centralAccountId, ACCOUNT_FUNCTION_ROLE) },
        StringEquals: { 'aws:PrincipalOrgID': organizationId },
      }),
      inlinePolicies: { Sweep: new PolicyDocument({ statements: iamStatements(this, { reportOnly }) }) },
    });
    // The central account has a parameter of this name already: the master switch.
    const isMember = new CfnCondition(this, 'IsNotCentral', {
      expression: Fn.conditionNot(Fn.conditionEquals(Aws.ACCOUNT_ID, centralAccountId)),
    });
    const mode = new SsmParameter(this, 'Mode', {
      name: MODE_PARAMETER,
      type: 'String',
      value: SWEPT_BY_THE_ORGANIZATION,
      allowedPattern: `^${SWEPT_BY_THE_ORGANIZATION}$`,
      description:
        'iam-lapse: this account is swept by the organization; its mode is set in the central account',
    });
    mode.cfnOptions.condition = isMember;
    Validations.of(role).acknowledge(...WHY_SO_WIDE);
  }
}
