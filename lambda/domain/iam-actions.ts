// The actions of a sweep, and of the notice function, that are about users. The stack, the sessions in member accounts and
// the preview use them, so this file does not import the CDK.

/** Reads that AWS cannot narrow to a resource. */
export const READS_OF_THE_ACCOUNT = [
  'cloudtrail:DescribeTrails',
  'iam:GenerateCredentialReport',
  'iam:GetAccountAuthorizationDetails',
  'iam:GetAccountPasswordPolicy',
  'iam:GetAccountSummary',
  'iam:GetCredentialReport',
  'iam:ListAccountAliases',
  // With the parameter AllUsers, the call names no user.
  'iam:ListServiceSpecificCredentials',
] as const;

export const READS_OF_A_USER = [
  'iam:GetAccessKeyLastUsed',
  'iam:GetLoginProfile',
  'iam:GetUser',
  'iam:ListAccessKeys',
  'iam:ListGroupsForUser',
  'iam:ListSSHPublicKeys',
] as const;

/** What the notice function reads of the user that got a credential. */
export const READS_OF_A_NEW_USER = [
  'iam:GetUser',
  'iam:GetUserPolicy',
  'iam:ListAttachedUserPolicies',
  'iam:ListGroupsForUser',
  'iam:ListMFADevices',
  'iam:ListUserPolicies',
] as const;

/** A group can make its members administrators. */
export const READS_OF_ITS_GROUPS = [
  'iam:GetGroupPolicy',
  'iam:ListAttachedGroupPolicies',
  'iam:ListGroupPolicies',
] as const;

/** Of the account's own policies. What AWS's allow is known by their names. */
export const READS_OF_ITS_POLICIES = ['iam:GetPolicy', 'iam:GetPolicyVersion'] as const;

/** Read of each trail that DescribeTrails lists, also of the organization's. */
export const READS_OF_A_TRAIL = ['cloudtrail:GetEventSelectors', 'cloudtrail:GetTrailStatus'] as const;

/**
 * Read before a password is deleted, because IAM does not show that somebody has reset it. CloudTrail knows no narrower
 * resource. Without writes it is not needed.
 */
export const READS_BEFORE_A_WRITE = ['cloudtrail:LookupEvents'] as const;

/** Everything that iam-lapse can change in an account. */
export const WRITES = ['iam:DeleteLoginProfile', 'iam:UpdateAccessKey'] as const;
