import { Aws, CfnCondition, Fn } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** Where the partition has its console: known when the stack is deployed. */
export class ConsoleDomain extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const isIn = (name: string, partition: string) =>
      new CfnCondition(this, name, { expression: Fn.conditionEquals(Aws.PARTITION, partition) });
    const china = isIn('China', 'aws-cn');
    const govCloud = isIn('GovCloud', 'aws-us-gov');
    // Conditions and not a mapping: a partition that is not in a mapping would fail the deployment.
    this.name = Fn.conditionIf(
      china.logicalId,
      'console.amazonaws.cn',
      Fn.conditionIf(govCloud.logicalId, 'console.amazonaws-us-gov.com', 'console.aws.amazon.com'),
    ).toString();
  }
}
