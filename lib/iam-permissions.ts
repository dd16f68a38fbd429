import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import {
  READS_BEFORE_A_WRITE,
  READS_OF_A_TRAIL,
  READS_OF_A_USER,
  READS_OF_THE_ACCOUNT,
  WRITES,
} from './iam-actions';

/** The ARN of every user. Users have paths: `user/*` covers them all; `user/bob` would miss `user/team/bob`. */
export function allUsersArn(scope: Construct): string {
  return allOf(scope, 'user');
}

/** Groups have paths, too. */
export function allGroupsArn(scope: Construct): string {
  return allOf(scope, 'group');
}

/** The account's own managed policies, and none of AWS's, which belong to the account `aws`. */
export function allPoliciesArn(scope: Construct): string {
  return allOf(scope, 'policy');
}

function allOf(scope: Construct, resource: string): string {
  return Stack.of(scope).formatArn({
    service: 'iam',
    region: '',
    resource,
    resourceName: '*',
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}

/** The ARN of every trail. One may be of any region, and an organization's trail is of another account. */
function allTrailsArn(scope: Construct): string {
  return Stack.of(scope).formatArn({
    service: 'cloudtrail',
    region: '*',
    account: '*',
    resource: 'trail',
    resourceName: '*',
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}

/** Allows the sweep's actions that are about users; with `reportOnly`, the reads alone. */
export function iamStatements(
  scope: Construct,
  { reportOnly }: { readonly reportOnly: boolean },
): PolicyStatement[] {
  const users = [allUsersArn(scope)];
  const statements = [
    new PolicyStatement({ sid: 'ReadAccount', actions: [...READS_OF_THE_ACCOUNT], resources: ['*'] }),
    new PolicyStatement({ sid: 'ReadUsers', actions: [...READS_OF_A_USER], resources: users }),
    new PolicyStatement({
      sid: 'ReadTrails',
      actions: [...READS_OF_A_TRAIL],
      resources: [allTrailsArn(scope)],
    }),
  ];
  if (!reportOnly) {
    statements.push(
      new PolicyStatement({
        sid: 'ReadPasswordResets',
        actions: [...READS_BEFORE_A_WRITE],
        resources: ['*'],
      }),
      new PolicyStatement({ sid: 'DisableCredentials', actions: [...WRITES], resources: users }),
    );
  }
  return statements;
}
