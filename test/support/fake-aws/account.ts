import type { FakeBucket } from './bucket';
import type { FakeOrganization } from './organization';

/** The fake account as plain data, which tests read and change directly. Times are epoch ms. */
export interface FakeAccount {
  id: string;
  partition: string;
  region: string;
  /** Absent in most accounts. */
  alias?: string;
  root: FakeRoot;
  users: FakeUser[];
  /** Groups with policies. A group that only a user names has none. */
  groups: FakeGroup[];
  /** The documents of inline policies by name, and of managed ones of the customer by ARN; as text, or as an object. */
  documents: Record<string, unknown>;
  /** Absent in a new account, where IAM's default applies. */
  passwordPolicy?: FakePasswordPolicy;
  report: FakeReport;
  /** SSM parameters by name. */
  parameters: Record<string, FakeParameter>;
  /** The outputs of CloudFormation's stacks, by the stack's name. */
  stacks: Record<string, Record<string, string>>;
  /** CloudTrail's trails. @default a good one */
  trails: FakeTrail[];
  /** CloudTrail's event history. */
  trail: FakeTrailEvent[];
  /** SNS topics by ARN. */
  topics: Record<string, FakeTopic>;
  /** S3 buckets by name. */
  buckets: Record<string, FakeBucket>;
  /** Executions of state machines, by ARN. @default none */
  executions?: Record<string, FakeExecution>;
  /** The roles that other accounts may assume. @default none */
  roles?: FakeRole[];
  /** With it, an access key decides in whose account a call is. Without, every key is this account's. */
  organization?: FakeOrganization;
  /** The maximum page size of an IAM list, whatever MaxItems says: IAM may always return fewer items. */
  pageSize: number;
  /** GetAccountAuthorizationDetails may return an empty page although more pages follow. */
  emptyFirstPage: boolean;
  now: () => number;
}

export interface FakeUser {
  name: string;
  path: string;
  userId: string;
  createdAt: number;
  tags: Record<string, string>;
  groups: string[];
  /** ARNs. */
  attachedPolicies: string[];
  /** Names. @default none */
  inlinePolicies?: string[];
  mfa: boolean;
  /** The login profile; absent if the user has none. */
  password?: FakePassword;
  /** AWS keeps this date with the user: it stays when the login profile is deleted. */
  passwordLastUsedAt?: number;
  /** In the order of the report's slots. ListAccessKeys sorts by id, so the two orders differ. */
  keys: FakeKey[];
  /** Whether each signing certificate is active. The report has columns for two. */
  certificates: boolean[];
  sshKeys: { id: string; status: string }[];
  serviceCredentials: FakeServiceCredential[];
}

export interface FakeExecution {
  status: string;
  /** Absent as long as it runs. */
  stoppedAt?: number;
}

export interface FakeRole {
  name: string;
  /** A policy document with principals. */
  trust: unknown;
  /** Policy documents. */
  policies: unknown[];
}

export interface FakeGroup {
  name: string;
  /** ARNs. */
  attachedPolicies: string[];
  /** Names. @default none */
  inlinePolicies?: string[];
}

export interface FakeTrail {
  name: string;
  homeRegion: string;
  multiRegion: boolean;
  logging: boolean;
  /** As in AWS's response. @default all management events */
  selectors?: object;
  /** The account that has an organization's trail. @default this one */
  owner?: string;
}

export interface FakeTrailEvent {
  at: number;
  /** LookupEvents returns it from then on. @default `at` */
  shownAt?: number;
  /** The only region that has the event. Without one, every region has it. */
  region?: string;
  username?: string;
  resources: { ResourceType: string; ResourceName: string }[];
  /** CloudTrail's own record, which LookupEvents returns as text. */
  record: Readonly<Record<string, unknown>>;
}

export interface FakeServiceCredential {
  /** `codecommit.amazonaws.com` */
  service: string;
  status: string;
  createdAt: number;
  expiresAt?: number;
}

export interface FakePasswordPolicy {
  minimumLength: number;
  reusePrevention?: number;
  maxAgeDays?: number;
  /** Options of `aws iam update-account-password-policy`, such as `RequireSymbols`. @default that users may change theirs */
  switches?: string[];
}

export interface FakePassword {
  /** The login profile's CreateDate, and also the report's password_last_changed unless `changedAt` is set. */
  createdAt: number;
  changedAt?: number;
  resetRequired?: boolean;
}

export interface FakeKey {
  id: string;
  /** `Active`, `Inactive`, `Expired`, or a status that AWS may add one day. */
  status: string;
  createdAt: number;
  lastUsed?: { at: number; region: string; service: string };
}

export interface FakeRoot {
  createdAt: number;
  mfa: boolean;
  password?: FakePassword;
  passwordLastUsedAt?: number;
  keys: FakeKey[];
}

export interface FakeReport {
  /** The latest report, a snapshot. Absent if none was ever generated. */
  current?: { content: string; generatedAt: number };
  /** How many polls (Generate or Get) a new report takes. With 1, the first poll finds it. */
  pollsUntilReady: number;
  /** Above zero while a report is being generated. */
  pollsLeft: number;
  /** AWS serves a report for 4 hours; then it is expired. */
  cacheMs: number;
  /** Replaces the rendered content, for a hostile or truncated report. */
  override?: string | Uint8Array;
}

export interface FakeParameter {
  value: string;
  version: number;
  /** As in AWS, the whole value must match. */
  allowedPattern?: string;
}

export interface FakeTopic {
  /** Addresses that have confirmed, without a filter policy. */
  subscriptionsConfirmed: number;
  /** Addresses that have not. */
  subscriptionsPending: number;
  /** Subscriptions beside these. */
  subscriptions: FakeSubscription[];
  published: { messageId: string; subject?: string; message: string; at: number }[];
}

export interface FakeSubscription {
  protocol: string;
  /** JSON; absent without one. */
  filterPolicy?: string;
  /** `deleted`: SNS lists it for a while without its ARN. @default 'confirmed' */
  state?: 'confirmed' | 'pending' | 'deleted';
  /** Of another account. Its attributes are for its owner alone. */
  foreign?: boolean;
}

/** IAM matches user names without regard to case. */
export function findUser(account: FakeAccount, name: string): FakeUser | undefined {
  return account.users.find((user) => user.name.toLowerCase() === name.toLowerCase());
}

export function findKey(account: FakeAccount, id: string): { user: FakeUser; key: FakeKey } | undefined {
  return account.users
    .flatMap((user) => user.keys.map((key) => ({ user, key })))
    .find(({ key }) => key.id === id);
}

export function userArn(account: FakeAccount, user: FakeUser): string {
  return `arn:${account.partition}:iam::${account.id}:user${user.path}${user.name}`;
}
