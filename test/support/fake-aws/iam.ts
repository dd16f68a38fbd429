import * as accounts from './iam-account';
import * as credentials from './iam-credentials';
import * as policies from './iam-policies';
import * as reports from './iam-report';
import { getAccountAuthorizationDetails } from './iam-authorization';
import * as users from './iam-users';
import type { QueryService } from './services';

export const iam: QueryService = {
  protocol: 'query',
  namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  version: '2010-05-08',
  operations: {
    GenerateCredentialReport: reports.generateCredentialReport,
    GetCredentialReport: reports.getCredentialReport,
    GetAccountSummary: accounts.getAccountSummary,
    ListAccountAliases: accounts.listAccountAliases,
    GetAccountPasswordPolicy: accounts.getAccountPasswordPolicy,
    ListServiceSpecificCredentials: accounts.listServiceSpecificCredentials,
    ListSSHPublicKeys: accounts.listSshPublicKeys,
    ListMFADevices: accounts.listMfaDevices,
    ListSigningCertificates: accounts.listSigningCertificates,
    CreateUser: users.createUser,
    DeleteUser: users.deleteUser,
    GetUser: users.getUser,
    ListUsers: users.listUsers,
    ListUserTags: users.listUserTags,
    ListGroupsForUser: users.listGroupsForUser,
    ListAttachedUserPolicies: users.listAttachedUserPolicies,
    ListUserPolicies: users.listUserPolicies,
    GetUserPolicy: policies.getUserPolicy,
    ListAttachedGroupPolicies: policies.listAttachedGroupPolicies,
    ListGroupPolicies: policies.listGroupPolicies,
    GetGroupPolicy: policies.getGroupPolicy,
    GetPolicy: policies.getPolicy,
    GetPolicyVersion: policies.getPolicyVersion,
    GetAccountAuthorizationDetails: getAccountAuthorizationDetails,
    GetLoginProfile: credentials.getLoginProfile,
    CreateLoginProfile: credentials.createLoginProfile,
    UpdateLoginProfile: credentials.updateLoginProfile,
    DeleteLoginProfile: credentials.deleteLoginProfile,
    CreateAccessKey: credentials.createAccessKey,
    DeleteAccessKey: credentials.deleteAccessKey,
    ListAccessKeys: credentials.listAccessKeys,
    GetAccessKeyLastUsed: credentials.getAccessKeyLastUsed,
    UpdateAccessKey: credentials.updateAccessKey,
  },
};

/** An operation counts as a write unless it is known to read, even if the fake does not know it. */
export function isWrite(action: string): boolean {
  return !/^(Get|List|GenerateCredentialReport$)/.test(action);
}
