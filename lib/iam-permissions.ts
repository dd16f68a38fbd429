import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { sweepStatements } from '../lambda/domain/iam-statements';

/** The ARN of every user. Users have paths: `user/*` covers them all; `user/bob` would miss `user/team/bob`. */
export function allUsersArn(scope: Construct): string {
  return Stack.of(scope).formatArn({
    service: 'iam',
    region: '',
    resource: 'user',
    resourceName: '*',
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}

/** Allows the sweep's actions that are about users; with `reportOnly`, the reads alone. */
export function iamStatements(
  scope: Construct,
  { reportOnly }: { readonly reportOnly: boolean },
): PolicyStatement[] {
  return sweepStatements({ reportOnly }).map(
    ({ sid, actions, on }) =>
      new PolicyStatement({
        sid,
        actions: [...actions],
        resources: [on === 'all' ? '*' : allUsersArn(scope)],
      }),
  );
}
