/**
 * What the coordinator asks Organizations. A delegated administrator may do all of it. The walk from the root and the
 * questions about parents are for accounts whose path ListAccounts does not tell.
 */
export const ORGANIZATION_READS = [
  'organizations:DescribeAccount',
  'organizations:DescribeOrganization',
  'organizations:ListAccounts',
  'organizations:ListAccountsForParent',
  'organizations:ListOrganizationalUnitsForParent',
  'organizations:ListParents',
  'organizations:ListRoots',
] as const;

/**
 * A resource policy of the organization that lets the central account ask all this, and nothing else: for those who do not
 * want it to be a delegated administrator of StackSets, which can make any role in every member. The management account
 * puts it with `aws organizations put-resource-policy`.
 */
export function delegationPolicy(partition: string, centralAccountId: string) {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'IamLapseReadsTheOrganization',
        Effect: 'Allow',
        Principal: { AWS: `arn:${partition}:iam::${centralAccountId}:root` },
        Action: ORGANIZATION_READS,
        Resource: '*',
      },
    ],
  };
}
