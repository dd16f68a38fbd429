import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import * as statements from '../lambda/domain/iam-statements';

/** The ARN of every user. Users have paths: `user/*` covers them all; `user/bob` would miss `user/team/bob`. */
export function allUsersArn(scope: Construct): string {
  return statements.allUsersArn(placeOf(scope));
}

/** Groups have paths, too. */
export function allGroupsArn(scope: Construct): string {
  return statements.allOf(placeOf(scope), 'group');
}

/** The account's own managed policies, and none of AWS's, which belong to the account `aws`. */
export function allPoliciesArn(scope: Construct): string {
  return statements.allOf(placeOf(scope), 'policy');
}

/** Allows the sweep's actions that are about users; with `reportOnly`, the reads alone. */
export function iamStatements(
  scope: Construct,
  { reportOnly }: { readonly reportOnly: boolean },
): PolicyStatement[] {
  return statements.sweepStatements({ reportOnly }).map(
    (statement) =>
      new PolicyStatement({
        sid: statement.sid,
        actions: [...statement.actions],
        resources: [statements.resourceOf(statement, placeOf(scope))],
      }),
  );
}

function placeOf(scope: Construct): statements.StatementPlace {
  const { partition, account } = Stack.of(scope);
  return { partition, accountId: account };
}

/** What cdk-nag asks about these statements, and the reason for each. */
export const WHY_SO_WIDE = [
  {
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
    reason:
      'The credential report, the account details and the event history are of the account; no narrower resource exists',
  },
  {
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:iam::<AWS::AccountId>:user/*]',
    reason:
      'Every IAM user of the account is judged; who is spared is for the policy to say, not for the role',
  },
  {
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:cloudtrail:*:*:trail/*]',
    reason:
      'Whether a trail is on and what it logs is read of every trail, also of the organization’s; its events are not',
  },
];
