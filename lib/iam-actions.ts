// What a sweep asks of IAM. By itself, without the CDK: the preview names these actions, too.

/** What IAM does not let anybody narrow to a resource. */
export const READS_OF_THE_ACCOUNT = [
  'iam:GenerateCredentialReport',
  'iam:GetAccountAuthorizationDetails',
  'iam:GetAccountPasswordPolicy',
  'iam:GetAccountSummary',
  'iam:GetCredentialReport',
  // With AllUsers it names no user.
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

/** All that this program can change in an account. */
export const WRITES = ['iam:DeleteLoginProfile', 'iam:UpdateAccessKey'] as const;
