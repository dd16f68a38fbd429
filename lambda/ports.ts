import type { Reception, Subscription } from './domain/audience';
import type { WriteResponse, ReadBack } from './domain/remediation/outcome';
import type { PasswordEvents } from './domain/remediation/password-events';
import type { UseHistory, UseQuestion } from './domain/remediation/use-events';
import type { Target, LiveUser } from './domain/remediation/confirm';
import type { AccessKeyId, UserName } from './domain/identity';
import type { KeyListing } from './domain/evaluation/key-identity';
import type { AccountFact, AccountFacts, Fetched } from './domain/account-checks/facts';
import type { Instant } from './domain/instant';
import type { UserLookup } from './domain/evaluation/user-evidence';
import type { ReportedUser } from './domain/credential';
import type { RecordStore } from './record-store';
import type { DigestOutlet } from './sweep/digest-outlet';

// What a run needs from outside. `lambda/aws` implements it (docs/design.md §6).

/** Mode and policy as SSM has them, not yet parsed. `undefined`: there is no such parameter. */
export interface Settings {
  readonly mode: { readonly name: string; readonly value: string | undefined };
  readonly policy: {
    readonly name: string;
    readonly value: { readonly text: string; readonly version: number; readonly sha256: string } | undefined;
  };
}

export interface SettingsSource {
  /** @throws if SSM does not answer, or answers something else */
  read(): Promise<Settings>;
}

export interface FetchedReport {
  /** CSV. */
  readonly content: Uint8Array;
  readonly generatedAt: Instant;
  /** By our clock; the report's age is measured by it (docs/design.md §4.3). */
  readonly fetchedAt: Instant;
}

export interface ReportSource {
  /** Generates a credential report if there is no recent one, waits for it and fetches it. @throws */
  fetch(): Promise<FetchedReport>;
}

/** The credential report lacks users who exist. */
export class CutShort extends Error {
  override readonly name = 'CutShort';
}

export interface UserDirectory {
  /**
   * Identity, tags and (on request) groups of the given users, by ARN. A failed call makes its user `unreadable`; the
   * entry is never missing.
   * @param options `totalUsers`: the number of users in the account, to choose the way with fewer calls; `policies`:
   * the account checks need the policies of all users, so both are taken from the same pages
   */
  lookUp(
    users: readonly ReportedUser[],
    options: { readonly groups: boolean; readonly totalUsers: number; readonly policies?: boolean },
  ): Promise<ReadonlyMap<string, UserLookup>>;
  /**
   * The access keys of the given users, by ARN: one call for each user, and one more for each key whose last use is
   * needed. A failed call is an `unreadable` listing, never a missing entry.
   * @param lastUsed `twins`: only of keys that share their second with another one
   */
  listKeys(
    users: readonly Pick<ReportedUser, 'name' | 'arn'>[],
    lastUsed: 'all' | 'twins',
  ): Promise<ReadonlyMap<string, KeyListing>>;
  /** Every user of the account. @throws if one of them or a page cannot be read */
  listUsers(): Promise<readonly ListedUser[]>;
}

export interface ListedUser {
  readonly arn: string;
  readonly createdAt: Instant;
}

/** What a live look reads about one user (docs/design.md §5.3). */
export interface ReadUserRequest {
  readonly user: UserName;
  readonly groups: boolean;
  readonly loginProfile: boolean;
  /** The keys whose last use is needed; `none`: do not list keys. */
  readonly keys: readonly AccessKeyId[] | 'all' | 'none';
}

export interface Inspector {
  /** @throws if a call fails or its response is not valid */
  readUser(request: ReadUserRequest): Promise<LiveUser | 'gone'>;
  /** The state of each target, with one call. All targets are of one user and one kind. Never throws. */
  readBack(targets: readonly [Target, ...Target[]]): Promise<readonly ReadBack[]>;
}

/** What the account checks need (docs/design.md §3.10). */
export interface AccountFactsRequest {
  /** Only these are read. */
  readonly needs: ReadonlySet<AccountFact>;
  /** The users whose credentials this run plans to disable. */
  readonly planned: readonly UserName[];
}

export interface AccountFactsSource {
  /** Never throws, and stops in time for the rest of the run. A fact that could not be read is `unreadable`. */
  read(request: AccountFactsRequest): Promise<AccountFacts>;
  /** The account's alias; undefined if it has none. Never throws, and waits for a few seconds at most. */
  alias(): Promise<Fetched<string | undefined>>;
}

export interface PasswordEventSource {
  /** The calls that set a password from `since` until `until`, or now. Never throws: a failure is `unreadable`. */
  since(since: Instant, until?: Instant): Promise<PasswordEvents>;
}

export interface UseEventSource {
  /** The last use of each, in this order. Never throws: what cannot be read within so many ms is `unread`. */
  read(questions: readonly UseQuestion[], withinMs: number): Promise<readonly UseHistory[]>;
}

/** The two IAM writes. A function without permission to write has none. */
export interface Writer {
  /** Deletes the login profile, or sets the key Inactive. Never throws. */
  disable(target: Target): Promise<WriteResponse>;
}

export interface DigestTopic {
  /** The topic's subscriptions at this moment, confirmed or not. @throws */
  subscriptions(): Promise<readonly Subscription[]>;
  /** Whether a confirmed subscription receives everything. @throws */
  reception(arn: string): Promise<Reception>;
  /** @throws if SNS does not accept it */
  publish(message: { readonly subject: string; readonly body: string }): Promise<void>;
}

export interface Clock {
  /** The wall clock. */
  now(): Instant;
  /** A monotonic clock in milliseconds, to measure how old evidence is. */
  elapsed(): number;
  /** Milliseconds until Lambda kills the function. */
  remaining(): number;
  sleep(ms: number): Promise<void>;
}

/** Writes one structured line, which never contains the environment or a whole response. */
export type Log = (
  level: 'INFO' | 'WARN' | 'ERROR',
  event: string,
  fields: Readonly<Record<string, unknown>>,
) => void;

export interface Ports {
  readonly settings: SettingsSource;
  readonly reports: ReportSource;
  readonly directory: UserDirectory;
  readonly inspector: Inspector;
  readonly accountFacts: AccountFactsSource;
  readonly passwordEvents: PasswordEventSource;
  readonly useEvents: UseEventSource;
  readonly writer: Writer | undefined;
  readonly outlet: DigestOutlet;
  readonly records: RecordStore;
  readonly clock: Clock;
  /** The number of calls to IAM so far, by action. */
  readonly iamCalls: () => Readonly<Record<string, number>>;
  readonly log: Log;
}
