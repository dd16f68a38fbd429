import { CfnParameter, ParameterTier, StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { MODE_PARAMETER, MODES, POLICY_PARAMETER } from '../lambda/domain/mode';
import { policySha256 } from '../lambda/domain/policy/in-force';

export interface SettingsProps {
  /** JSON text of the policy. */
  readonly policyText: string;
}

/**
 * Mode and policy. CloudFormation writes the deployed value back over an edited one whenever *any* property of
 * the parameter changes, tags included: so no property here may change between releases unless the value is
 * meant to, and tags are left out whatever the app says. test/lib/settings.test.ts pins them.
 */
export class Settings extends Construct {
  readonly mode: StringParameter;
  readonly policy: StringParameter;
  /** SHA-256, in hex, of the policy's text: tells the sweep whether somebody has edited it since. */
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
      // 4 KB are free; up to 8 KB it becomes an advanced parameter by itself.
      tier: ParameterTier.INTELLIGENT_TIERING,
    });
    this.policySha256 = policySha256(props.policyText);
    for (const parameter of [this.mode, this.policy]) {
      const resource = parameter.node.defaultChild;
      if (resource instanceof CfnParameter) resource.addPropertyDeletionOverride('Tags');
    }
  }

  /** Both are read with one call, so that they are of one moment. */
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
