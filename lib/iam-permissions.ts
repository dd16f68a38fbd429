import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** What IAM does not let anybody narrow to a resource. */
const READS_OF_THE_ACCOUNT = [
  'iam:GenerateCredentialReport',
  'iam:GetAccountAuthorizationDetails',
  'iam:GetAccountPasswordPolicy',
  'iam:GetAccountSummary',
  'iam:GetCredentialReport',
  // With AllUsers it names no user.
  'iam:ListServiceSpecificCredentials',
];

const READS_OF_A_USER = [
  'iam:GetAccessKeyLastUsed',
  'iam:GetLoginProfile',
  'iam:GetUser',
  'iam:ListAccessKeys',
  'iam:ListGroupsForUser',
  'iam:ListSSHPublicKeys',
];

/** All that this program can change in an account. */
const WRITES = ['iam:DeleteLoginProfile', 'iam:UpdateAccessKey'];

/** Users have paths: user/* covers them all, user/bob would miss user/team/bob. */
export function everyUser(scope: Construct): string {
  return Stack.of(scope).formatArn({
    service: 'iam',
    region: '',
    resource: 'user',
    resourceName: '*',
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}

/** The IAM actions of the sweep, by name; without `reportOnly` the two writes as well. */
export function iamStatements(
  scope: Construct,
  { reportOnly }: { readonly reportOnly: boolean },
): PolicyStatement[] {
  const users = [everyUser(scope)];
  const statements = [
    new PolicyStatement({ sid: 'ReadAccount', actions: READS_OF_THE_ACCOUNT, resources: ['*'] }),
    new PolicyStatement({ sid: 'ReadUsers', actions: READS_OF_A_USER, resources: users }),
  ];
  if (!reportOnly) {
    statements.push(new PolicyStatement({ sid: 'DisableCredentials', actions: WRITES, resources: users }));
  }
  return statements;
}
