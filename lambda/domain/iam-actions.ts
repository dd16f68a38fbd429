// The actions of a sweep that are about users. The stack, the sessions in member accounts and the preview use them.

/** Reads that IAM cannot narrow to a resource. */
export const READS_OF_THE_ACCOUNT = [
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

/**
 * Read before a password is deleted, because IAM does not show that somebody has reset it. CloudTrail knows no narrower
 * resource. Without writes it is not needed.
 */
export const READS_BEFORE_A_WRITE = ['cloudtrail:LookupEvents'] as const;

/** Everything that iam-lapse can change in an account. */
export const WRITES = ['iam:DeleteLoginProfile', 'iam:UpdateAccessKey'] as const;
