import type { IfExists, RecordStore, StoredLedger } from '../record-store';
import type { Instant } from '../domain/instant';
import type { ListedAccount } from '../domain/organization/account';

// What the coordinator and the account function need from outside. `lambda/aws` implements it. The coordinator has
// Organizations, SSM, SNS and the records; the account function has member sessions and the records.

export interface OrganizationIdentity {
  /** `o-...` */
  readonly id: string;
  readonly managementAccountId: string;
}

export interface OrganizationDirectory {
  /** @throws */
  identity(): Promise<OrganizationIdentity>;
  /**
   * Every account that Organizations lists, as it lists it, to the end of the list. Where it leaves out the paths, they
   * were walked from the root; an account that the walk did not meet has none.
   * @throws if a page cannot be read or the list does not end
   */
  accounts(): Promise<readonly ListedAccount[]>;
  /** How one account is at this moment; `gone`: it is not in the organization any more. @throws */
  describe(accountId: string): Promise<ListedAccount | 'gone'>;
}

/** Credentials of a session in a member account. */
export interface MemberSession {
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
    readonly expiration: Date;
  };
  /** How much of STS's room the session policy takes, in percent; undefined if STS does not say it. */
  readonly packedPolicyPercent: number | undefined;
}

/** `judge`: a session that cannot write, whatever the code tries. `act`: it may do what the role may. */
export type MemberAccess = 'judge' | 'act';

export interface MemberSessions {
  /** @throws MemberUnreachable */
  open(accountId: string, runId: string, access: MemberAccess): Promise<MemberSession>;
}

/** `denied`: no such role, or it does not let us in. */
export type UnreachableCause = 'denied' | 'throttled' | 'regionDisabled' | 'policyTooLarge' | 'failed';

/** The sweep could not get into a member account. The message is one line for people, with what to look at. */
export class MemberUnreachable extends Error {
  override readonly name = 'MemberUnreachable';
  constructor(
    readonly reason: UnreachableCause,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** One version of an object, which nobody can replace unseen: the execution's state carries it. */
export interface Pin {
  readonly versionId: string;
  /** SHA-256 of the text's UTF-8 bytes, in hex. */
  readonly sha256: string;
}

/** A record as it stands in the bucket. */
export interface StandingRecord {
  readonly text: string;
  readonly pin: Pin;
  /** Whether this call has written it. Otherwise another one has, before. */
  readonly isOurs: boolean;
}

/** A pinned version is not there, or is not what was pinned. */
export class PinBroken extends Error {
  override readonly name = 'PinBroken';
}

/** What stands in a run's folder of the organization. */
export type OrganizationRecordName =
  | 'settings.json'
  | 'accounts.json'
  | 'roster.json'
  | 'allotment.json'
  | 'act.json'
  | 'told-plan.json'
  | 'result.json'
  | 'digest.txt'
  | 'accounts.csv';
/** What the state machine reads and the account function relies on. */
export type PinnedRecordName = 'settings.json' | 'roster.json' | 'act.json';

/** An account's answer, or one line that says why it could not be read. */
export type StoredAnswer = { readonly text: string } | { readonly unreadable: string };

/** Where the organization's ledger and the records of its runs are kept. */
export interface OrganizationRecords {
  /** The `s3://` prefix of a run's records, for people. */
  location(runId: string): string;
  /** The page of the AWS console for it. */
  consoleUrl(runId: string): string;
  /** The record's key in the bucket, for the state machine. */
  keyOf(runId: string, name: OrganizationRecordName): string;
  /** undefined: there is none. @throws */
  readLedger(): Promise<StoredLedger | undefined>;
  /** Writes the ledger if it still is `previous`; undefined: if there is none. @throws LedgerConflict */
  writeLedger(text: string, previous: StoredLedger | undefined): Promise<StoredLedger>;
  /**
   * The first run on record that has had the ledger and then frozen its settings; undefined: there is none. A ledger that
   * is missing beside it was deleted. A preview never has it, nor does a run that could not open it.
   * @throws
   */
  firstRun(): Promise<string | undefined>;
  /** Writes a record; what stood there is replaced. @throws */
  write(runId: string, name: OrganizationRecordName, text: string): Promise<Pin>;
  /** Writes a record unless it exists, and returns what stands there afterwards. @throws */
  writeOnce(runId: string, name: OrganizationRecordName, text: string): Promise<StandingRecord>;
  /** The latest version; undefined: there is none. @throws */
  read(runId: string, name: OrganizationRecordName): Promise<string | undefined>;
  /** That version and no other. @throws PinBroken, or what the store throws */
  readPinned(runId: string, name: PinnedRecordName, pin: Pin): Promise<string>;
  /** @returns whether this answer stands; with `fail`, an earlier one stays @throws */
  writeAnswer(runId: string, accountId: string, text: string, ifExists: IfExists): Promise<boolean>;
  /** undefined: there is none. @throws */
  readAnswer(runId: string, accountId: string): Promise<string | undefined>;
  /**
   * What `take` makes of each account's answer, by account id. Answers may be many, so keep only what you need of a text.
   * An answer that cannot be read is told to `take`, and stops nothing.
   * @throws if the list is not whole
   */
  answers<Taken>(
    runId: string,
    take: (accountId: string, answer: StoredAnswer) => Taken,
  ): Promise<ReadonlyMap<string, Taken>>;
  /** One account's own records. */
  recordsOf(accountId: string): Pick<RecordStore, 'location' | 'read' | 'write'>;
}

/** A parameter of SSM. `value` is undefined if there is none. */
export interface Parameter {
  readonly name: string;
  readonly value: { readonly text: string; readonly version: number; readonly sha256: string } | undefined;
}

/** The organization's settings, read at one moment. */
export interface OrganizationSettings {
  readonly mode: Parameter;
  readonly policy: Parameter;
  readonly organization: Parameter;
}

export interface OrganizationSettingsSource {
  /** @throws if SSM does not answer, or answers something else */
  read(): Promise<OrganizationSettings>;
}

/** The master switch, read again before anything acts. Nobody can bring it with an event. */
export interface MasterSwitch {
  /** `/iam-lapse/mode` at this moment; undefined: there is no such parameter. @throws */
  read(): Promise<string | undefined>;
}

/** An execution of the state machine. `unknown`: Step Functions does not know it, perhaps any more. */
export type ExecutionState = 'running' | 'unknown' | { readonly stoppedAt: Instant };

export interface Executions {
  /** @throws */
  stateOf(executionArn: string): Promise<ExecutionState>;
}

/** The run is not the one that has the organization, so nothing is done in its name. */
export class NotOpen extends Error {
  override readonly name = 'NotOpen';
}
