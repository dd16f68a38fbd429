import type { FakeBucket } from './bucket';

/** What the fake account holds: plain data that tests read and change directly. Times are epoch ms. */
export interface FakeAccount {
  id: string;
  partition: string;
  region: string;
  root: FakeRoot;
  users: FakeUser[];
  /** What somebody has set; absent as in a new account, where IAM's default holds. */
  passwordPolicy?: FakePasswordPolicy;
  report: FakeReport;
  /** SSM parameters by name. */
  parameters: Record<string, FakeParameter>;
  /** SNS topics by ARN. */
  topics: Record<string, FakeTopic>;
  /** S3 buckets by name. */
  buckets: Record<string, FakeBucket>;
  /** The most that one page of an IAM list holds, whatever MaxItems asks for: IAM may always return fewer. */
  pageSize: number;
  /** GetAccountAuthorizationDetails may answer with an empty page that says there is more. */
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
  mfa: boolean;
  /** The login profile; absent when the user has none. */
  password?: FakePassword;
  /** Belongs to the user, not to the password: it outlives a deleted login profile. */
  passwordLastUsedAt?: number;
  /** In the order of the report's slots; ListAccessKeys orders by id, because slot is not order. */
  keys: FakeKey[];
  /** Whether each signing certificate is active; the report has columns for two. */
  certificates: boolean[];
  sshKeys: { id: string; status: string }[];
  serviceCredentials: FakeServiceCredential[];
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
}

export interface FakePassword {
  /** The login profile's CreateDate, and the report's password_last_changed unless `changedAt` says other. */
  createdAt: number;
  changedAt?: number;
  resetRequired?: boolean;
}

export interface FakeKey {
  id: string;
  /** `Active`, `Inactive`, `Expired`, or a word that AWS has not invented yet. */
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
  /** The last report generated, a snapshot: absent when there never was one. */
  current?: { content: string; generatedAt: number };
  /** How many polls, Generate or Get, a new report takes: 1 means that the first poll finds it. */
  pollsUntilReady: number;
  /** Above zero while a report is being generated. */
  pollsLeft: number;
  /** AWS serves the last report for 4 hours, then it is expired. */
  cacheMs: number;
  /** Served instead of any rendered content: a hostile or truncated report. */
  override?: string | Uint8Array;
}

export interface FakeParameter {
  value: string;
  version: number;
  /** As in AWS, the whole value must match. */
  allowedPattern?: string;
}

export interface FakeTopic {
  subscriptionsConfirmed: number;
  subscriptionsPending: number;
  published: { messageId: string; subject?: string; message: string; at: number }[];
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
