import type { WriteResponse, ReadBack } from './domain/remediation/outcome';
import type { LiveUser } from './domain/remediation/live-user';
import type { Target } from './domain/remediation/confirm';
import type { UserName } from './domain/identity';
import type { AccountFact, AccountFacts } from './domain/account-checks/facts';
import type { Instant } from './domain/instant';
import type { UserLookup } from './domain/evaluation/user-lookup';
import type { ReportedUser } from './domain/credential';

// What a sweep needs of the world. `lambda/aws` fulfils these with the account's clients; many accounts
// would be many sets of them.

/** Mode and policy as they stand in SSM, not yet understood. `undefined`: there is no such parameter. */
export interface Settings {
  readonly mode: { readonly name: string; readonly value: string | undefined };
  readonly policy: {
    readonly name: string;
    readonly value: { readonly text: string; readonly version: number; readonly sha256: string } | undefined;
  };
}

export interface SettingsSource {
  /** @throws when SSM does not answer, or not with the parameters */
  read(): Promise<Settings>;
}

export interface FetchedReport {
  /** CSV. */
  readonly content: Uint8Array;
  readonly generatedAt: Instant;
  /** Our clock when it was fetched; its age is measured by this. */
  readonly fetchedAt: Instant;
}

export interface ReportSource {
  /** Has a credential report generated if there is none young enough, awaits and fetches it. @throws */
  fetch(): Promise<FetchedReport>;
}

export interface UserDirectory {
  /**
   * Identity, tags and (if asked) groups of the given users, by ARN. A failed call is an `unreadable` user,
   * never a missing entry.
   * @param totalUsers how many users the account has, to choose the cheaper way
   */
  lookUp(
    users: readonly ReportedUser[],
    options: { readonly groups: boolean; readonly totalUsers: number },
  ): Promise<ReadonlyMap<string, UserLookup>>;
}

/** What a last look is to find out about one user. */
export interface ReadUserRequest {
  readonly user: UserName;
  readonly groups: boolean;
  readonly loginProfile: boolean;
  /** CredentialEvent times of the keys that are meant; `all` for every key; `none` not to ask about keys. */
  readonly keys: readonly Instant[] | 'all' | 'none';
}

export interface Inspector {
  /** @throws when any call fails or answers something that is not an answer */
  readUser(request: ReadUserRequest): Promise<LiveUser | 'gone'>;
  /** The state of each target, which all are of one user and one kind, with one call. Never throws. */
  readBack(targets: readonly [Target, ...Target[]]): Promise<readonly ReadBack[]>;
}

/** What the checks of the account around the credentials ask for. */
export interface AccountFactsRequest {
  /** What no check needs is not asked for. */
  readonly needs: ReadonlySet<AccountFact>;
  /** The users whose credentials this run plans to disable. */
  readonly planned: readonly UserName[];
}

export interface AccountFactsSource {
  /** Never throws, and takes no time that is needed elsewhere: what could not be read says so. */
  read(request: AccountFactsRequest): Promise<AccountFacts>;
}

/** The two IAM writes. Absent where the function has no permission to write. */
export interface Writer {
  /** Deletes the login profile, or sets the key Inactive. Never throws. */
  disable(target: Target): Promise<WriteResponse>;
}

export interface DigestTopic {
  /** Confirmed subscribers at this moment. @throws */
  subscribers(): Promise<number>;
  /** @throws when SNS did not accept it */
  publish(message: { readonly subject: string; readonly body: string }): Promise<void>;
}

export interface StoredLedger {
  readonly text: string;
  readonly etag: string;
}

/** The ledger is no longer what it was when it was read. */
export class LedgerConflict extends Error {
  override readonly name = 'LedgerConflict';
}

/** There is another record of this name already: the run was carried out, by another delivery of its event. */
export class RecordExists extends Error {
  override readonly name = 'RecordExists';
}

/** Where an account's ledger and the records of its runs are kept. */
export interface RecordStore {
  /** Where the records of a run are, for people: an `s3://` prefix. */
  location(runId: string): string;
  /** The same as a page of the AWS console; undefined where there is none. */
  consoleUrl(runId: string): string | undefined;
  /** undefined: there is none yet. @throws for every other reason not to have it */
  readLedger(): Promise<StoredLedger | undefined>;
  /**
   * Only if it still is `previous` (undefined: only if there is none).
   * @throws LedgerConflict when it is not
   */
  writeLedger(text: string, previous: StoredLedger | undefined): Promise<StoredLedger>;
  /**
   * @throws RecordExists, or what the store throws
   */
  write(runId: string, name: RecordName, body: string, ifExists: IfExists): Promise<void>;
  /** undefined: there is none. @throws */
  read(runId: string, name: RecordName): Promise<string | undefined>;
}
/** `overwrite` when this run owns the ledger; `fail` if another delivery of the event may have written it. */
export type IfExists = 'overwrite' | 'fail';
export type RecordName = 'plan.json' | 'result.json' | 'findings.csv' | 'digest.txt';

export interface Clock {
  /** Wall clock, ms since 1970. */
  now(): Instant;
  /** A clock that only goes forward, in ms, for measuring how old evidence is. */
  elapsed(): number;
  /** Milliseconds until the function is killed. */
  remaining(): number;
  sleep(ms: number): Promise<void>;
}

/** One structured line. Never the environment, never a whole response. */
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
  readonly writer: Writer | undefined;
  readonly topic: DigestTopic;
  readonly records: RecordStore;
  readonly clock: Clock;
  /** How often IAM has been asked so far, by action. */
  readonly iamCalls: () => Readonly<Record<string, number>>;
  readonly log: Log;
}
