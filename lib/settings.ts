import { CfnParameter, ParameterTier, StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { MODE_PARAMETER, MODES, POLICY_PARAMETER, policySha256 } from '../lambda/domain/settings';

export interface SettingsProps {
  /** JSON text of the policy. */
  readonly policyText: string;
}

/**
 * The parameters for mode and policy. Whenever *any* property of a parameter changes, tags included, CloudFormation
 * overwrites an edited value with the deployed one. Therefore no property may change between releases, and the parameters
 * never have tags. test/lib/settings.spec.ts pins their properties.
 */
export class Settings extends Construct {
  readonly mode: StringParameter;
  readonly policy: StringParameter;
  /** SHA-256 of the policy's text, in hex. With it, the sweep sees whether somebody has edited the policy since. */
  readonly policySha256: string;

  constructor(scope: Construct, id: string, props: SettingsProps) {
    super(scope, id);
    this.mode = new StringParameter(this, 'Mode', {
      parameterName: MODE_PARAMETER,
      description: 'iam-lapse: dry-run reports, enforce disables',
      stringValue: 'dry-run',
      allowedPattern: `^(${MODES.join('|')})$`,
    });
    this.policy = new StringParameter(this, 'Policy', {
      parameterName: POLICY_PARAMETER,
      description: 'iam-lapse: who is judged by which limits, and who is exempt',
      stringValue: props.policyText,
      // Up to 4 KB are free. For up to 8 KB, SSM makes it an advanced parameter by itself.
      tier: ParameterTier.INTELLIGENT_TIERING,
    });
    this.policySha256 = policySha256(props.policyText);
    for (const parameter of [this.mode, this.policy]) {
      const resource = parameter.node.defaultChild;
      if (resource instanceof CfnParameter) resource.addPropertyDeletionOverride('Tags');
    }
  }

  /** The names of both. */
  get names(): string[] {
    return [this.mode.parameterName, this.policy.parameterName];
  }

  /** Allows reading both with one call, so that both come from the same moment. */
  grantRead(grantee: IGrantable): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        sid: 'ReadSettings',
        actions: ['ssm:GetParameters'],
        resources: [this.mode.parameterArn, this.policy.parameterArn],
      }),
    );
  }
}
