import { Aws, CfnCondition, Fn } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** The domain of the AWS console in the stack's partition, which is known at deployment only. */
export class ConsoleDomain extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const isIn = (name: string, partition: string) =>
      new CfnCondition(this, name, { expression: Fn.conditionEquals(Aws.PARTITION, partition) });
    const china = isIn('China', 'aws-cn');
    const govCloud = isIn('GovCloud', 'aws-us-gov');
    const europe = isIn('EuropeanSovereignCloud', 'aws-eusc');
    // Conditions, not a mapping: the deployment would fail in a partition that the mapping does not have.
    this.name = Fn.conditionIf(
      china.logicalId,
      'console.amazonaws.cn',
      Fn.conditionIf(
        govCloud.logicalId,
        'console.amazonaws-us-gov.com',
        Fn.conditionIf(europe.logicalId, 'console.amazonaws-eusc.eu', 'console.aws.amazon.com'),
      ),
    ).toString();
  }
}
