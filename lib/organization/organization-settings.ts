import { CfnParameter, ParameterTier, StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ORGANIZATION_PARAMETER } from '../../lambda/domain/organization/policy/parse';
import { sha256 } from '../../lambda/domain/sha256';
import { Settings, type SettingsProps } from '../settings';

export interface OrganizationSettingsProps extends SettingsProps {
  /** JSON text of the organization's modes and limits. */
  readonly organizationText: string;
}

/** The two parameters of every deployment, and the one for the modes of the accounts and the limits over all of them. */
export class OrganizationSettings extends Construct {
  /** Mode and policy. */
  readonly sweep: Settings;
  readonly organization: StringParameter;
  /** SHA-256 of the organization's text, in hex. */
  readonly organizationSha256: string;

  constructor(scope: Construct, id: string, props: OrganizationSettingsProps) {
    super(scope, id);
    this.sweep = new Settings(this, 'Sweep', { policyText: props.policyText });
    // As with the other two, no property may ever change: CloudFormation would overwrite what somebody has edited.
    this.organization = new StringParameter(this, 'Organization', {
      parameterName: ORGANIZATION_PARAMETER,
      description:
        'iam-lapse: which accounts are excluded, reported or acted on, and the limits over all of them',
      stringValue: props.organizationText,
      tier: ParameterTier.INTELLIGENT_TIERING,
    });
    const resource = this.organization.node.defaultChild;
    if (resource instanceof CfnParameter) resource.addPropertyDeletionOverride('Tags');
    this.organizationSha256 = sha256(props.organizationText);
  }

  get names(): string[] {
    return [...this.sweep.names, this.organization.parameterName];
  }

  /** Allows reading the three with one call, so that they come from the same moment. */
  grantReadAll(grantee: IGrantable): void {
    const { mode, policy } = this.sweep;
    grantRead(
      grantee,
      [mode, policy, this.organization].map((each) => each.parameterArn),
    );
  }

  /** Allows reading the master switch alone: all else about a run stands in its records. */
  grantReadMode(grantee: IGrantable): void {
    grantRead(grantee, [this.sweep.mode.parameterArn]);
  }
}

function grantRead(grantee: IGrantable, resources: string[]): void {
  grantee.grantPrincipal.addToPrincipalPolicy(
    new PolicyStatement({ sid: 'ReadSettings', actions: ['ssm:GetParameters'], resources }),
  );
}
