import type { Fault } from '../../support/fake-aws';

/** Which calls a fault hits; `skip` tells a later call of a kind from the first. */
export type Which = Pick<Fault, 'user' | 'key' | 'skip'> & {
  readonly service: Service;
  readonly action: string;
};
export type Service = 'cloudtrail' | 'iam' | 's3' | 'sns' | 'ssm';

/**
 * Every call of a sweep that enforces, in its order. The faults of calls about a user hit alice, whose password
 * and key are stale; bob's key must go its way. Access keys are listed before the verdict, at the live look and after
 * the write. Some calls are made in a scene of their own only (scenes.ts).
 */
export const CALLS = {
  ListAliases: { service: 'iam', action: 'ListAccountAliases' },
  'GetObject ledger': { service: 's3', action: 'GetObject' },
  'ListObjects no ledger': { service: 's3', action: 'ListObjectsV2' },
  'ListObjects locks': { service: 's3', action: 'ListObjectsV2' },
  'GetObject lock': { service: 's3', action: 'GetObject', key: /\/locks\/.*result\.json$/ },
  GetParameters: { service: 'ssm', action: 'GetParameters' },
  ListSubscriptions: { service: 'sns', action: 'ListSubscriptionsByTopic' },
  GetSubscription: { service: 'sns', action: 'GetSubscriptionAttributes' },
  'Publish pending': { service: 'sns', action: 'Publish' },
  'GetUser killed': { service: 'iam', action: 'GetUser', user: 'alice' },
  'read-back killed': { service: 'iam', action: 'GetLoginProfile' },
  'GetObject killed': { service: 's3', action: 'GetObject', key: 'result.json' },
  GenerateReport: { service: 'iam', action: 'GenerateCredentialReport' },
  GetReport: { service: 'iam', action: 'GetCredentialReport' },
  'ListAccessKeys more': { service: 'iam', action: 'ListAccessKeys', user: 'alice' },
  'GetAccount. drop': { service: 'iam', action: 'GetAccountAuthorizationDetails' },
  GetAccountDetails: { service: 'iam', action: 'GetAccountAuthorizationDetails' },
  'GetUser look-up': { service: 'iam', action: 'GetUser' },
  ListAccessKeys: { service: 'iam', action: 'ListAccessKeys', user: 'alice' },
  'GetKeyLastUsed twins': { service: 'iam', action: 'GetAccessKeyLastUsed', user: 'alice' },
  GetUser: { service: 'iam', action: 'GetUser', user: 'alice' },
  ListGroupsForUser: { service: 'iam', action: 'ListGroupsForUser', user: 'alice' },
  GetLoginProfile: { service: 'iam', action: 'GetLoginProfile' },
  'ListAccessKeys look': { service: 'iam', action: 'ListAccessKeys', user: 'alice', skip: 1 },
  GetKeyLastUsed: { service: 'iam', action: 'GetAccessKeyLastUsed', user: 'alice' },
  'LookupEvents uses': { service: 'cloudtrail', action: 'LookupEvents' },
  GetAccountSummary: { service: 'iam', action: 'GetAccountSummary' },
  GetPasswordPolicy: { service: 'iam', action: 'GetAccountPasswordPolicy' },
  ListServiceCreds: { service: 'iam', action: 'ListServiceSpecificCredentials' },
  DescribeTrails: { service: 'cloudtrail', action: 'DescribeTrails' },
  GetTrailStatus: { service: 'cloudtrail', action: 'GetTrailStatus' },
  GetEventSelectors: { service: 'cloudtrail', action: 'GetEventSelectors' },
  ListSSHPublicKeys: { service: 'iam', action: 'ListSSHPublicKeys', user: 'alice' },
  'PutObject plan': { service: 's3', action: 'PutObject', key: 'plan.json' },
  'PutObject open': { service: 's3', action: 'PutObject', key: 'ledger.json' },
  LookupEvents: { service: 'cloudtrail', action: 'LookupEvents' },
  DeleteLoginProfile: { service: 'iam', action: 'DeleteLoginProfile' },
  UpdateAccessKey: { service: 'iam', action: 'UpdateAccessKey', user: 'alice' },
  'read-back password': { service: 'iam', action: 'GetLoginProfile', skip: 1 },
  'read-back key': { service: 'iam', action: 'ListAccessKeys', user: 'alice', skip: 2 },
  'PutObject findings': { service: 's3', action: 'PutObject', key: 'findings.csv' },
  'PutObject result': { service: 's3', action: 'PutObject', key: 'result.json' },
  'ListSubscr. end': { service: 'sns', action: 'ListSubscriptionsByTopic', skip: 1 },
  'GetSubscr. end': { service: 'sns', action: 'GetSubscriptionAttributes', skip: 1 },
  'PutObject settle': { service: 's3', action: 'PutObject', key: 'ledger.json', skip: 1 },
  'PutObject digest': { service: 's3', action: 'PutObject', key: 'digest.txt' },
  Publish: { service: 'sns', action: 'Publish', skip: 1 },
  'PutObject close': { service: 's3', action: 'PutObject', key: 'ledger.json', skip: 2 },
} as const satisfies Readonly<Record<string, Which>>;

export type CallName = keyof typeof CALLS;
