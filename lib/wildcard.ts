import { CfnElement, Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Tells cdk-nag why a policy of `scope` has this wildcard. @param resource as cdk-nag writes it: `<BucketABC.Arn>/runs/*` */
export function explainWildcard(scope: IConstruct, resource: string, reason: string): void {
  Validations.of(scope).acknowledge({ id: `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`, reason });
}

/** A construct's id in the template, as cdk-nag writes it. */
export function logicalId(construct: IConstruct): string {
  const resource = construct.node.defaultChild;
  return CfnElement.isCfnElement(resource) ? Stack.of(construct).resolve(resource.logicalId) : '';
}
