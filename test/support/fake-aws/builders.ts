import type { FakeAccount, FakeKey, FakeReport, FakeTopic, FakeTrail, FakeUser } from './account';
import { generateReport } from './report';

const CREATED_AT = Date.parse('2024-01-01T00:00:00Z');
const CACHE_MS = 4 * 60 * 60 * 1000;

let issued = 0;
const uniqueId = (prefix: string, length: number) =>
  prefix +
  (issued++)
    .toString(36)
    .toUpperCase()
    .padStart(length - prefix.length, '0');

export interface AccountOptions extends Partial<Omit<FakeAccount, 'report'>> {
  /** With `ageMs`, a report of this age exists. Without it, none was ever generated. */
  report?: Partial<FakeReport> & { ageMs?: number };
}

/** An account with only a root user, and the real clock. */
export function anAccount({
  report: { ageMs, ...report } = {},
  ...options
}: AccountOptions = {}): FakeAccount {
  const account: FakeAccount = {
    id: '123456789012',
    partition: 'aws',
    region: 'us-east-1',
    root: { createdAt: CREATED_AT, mfa: true, password: { createdAt: CREATED_AT }, keys: [] },
    users: [],
    groups: [],
    documents: {},
    trails: [aTrail()],
    parameters: {},
    stacks: {},
    trail: [],
    topics: {},
    buckets: {},
    pageSize: 1000,
    emptyFirstPage: false,
    now: Date.now,
    ...options,
    report: { pollsUntilReady: 1, pollsLeft: 0, cacheMs: CACHE_MS, ...report },
  };
  if (ageMs !== undefined) generateReport(account, ageMs);
  return account;
}

/** A user, created in 2024, without password, keys, tags and groups. */
export function aUser(options: Partial<FakeUser> = {}): FakeUser {
  return {
    name: 'alice',
    path: '/',
    userId: uniqueId('AIDA', 21),
    createdAt: CREATED_AT,
    tags: {},
    groups: [],
    attachedPolicies: [],
    mfa: false,
    keys: [],
    certificates: [],
    sshKeys: [],
    serviceCredentials: [],
    ...options,
  };
}

/** An active key, created in 2024 and never used. */
export function aKey(options: Partial<FakeKey> = {}): FakeKey {
  return { id: uniqueId('AKIA', 20), status: 'Active', createdAt: CREATED_AT, ...options };
}

/** A multi-region trail that is on and logs all management events. */
export function aTrail(options: Partial<FakeTrail> = {}): FakeTrail {
  return { name: 'audit', homeRegion: 'us-east-1', multiRegion: true, logging: true, ...options };
}

/** A topic with one confirmed subscriber. */
export function aTopic(options: Partial<FakeTopic> = {}): FakeTopic {
  return { subscriptionsConfirmed: 1, subscriptionsPending: 0, subscriptions: [], published: [], ...options };
}
