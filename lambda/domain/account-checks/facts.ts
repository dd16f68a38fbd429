import type { UserName } from '../identity';
import type { Instant } from '../instant';
import type { BenchmarkId } from './controls';
import type { CredentialReport } from '../credential-report/facts';
import type { AccountPrivileges } from './privileges';

/** The result of one call. A failed call is `unreadable`, never an empty list. */
export type Fetched<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'unreadable'; readonly cause: string }
  /** Nothing needs it in this run, so the call was not made. */
  | { readonly kind: 'notAsked' };

/** The fields of GetAccountSummary that are about the root user. */
export interface RootSummary {
  readonly hasAccessKeys: boolean;
  readonly hasMfa: boolean;
  /** False in a member account whose root credentials were removed centrally. Undefined when IAM did not say. */
  readonly hasPassword: boolean | undefined;
}

/** The account's password policy. `none` means that the account has not set one, so IAM's default applies. */
export type PasswordRules =
  | 'none'
  | {
      readonly minimumLength: number;
      /** How many earlier passwords cannot be used again. */
      readonly reusePrevention: number;
      /** Undefined when passwords do not expire. */
      readonly maxAgeDays: number | undefined;
      /** The other settings that are on. */
      readonly switches: readonly PasswordSwitch[];
    };

/** A setting of the password policy that is on or off, by the name of its option in the AWS CLI. */
export type PasswordSwitch =
  | 'require-lowercase-characters'
  | 'require-uppercase-characters'
  | 'require-numbers'
  | 'require-symbols'
  | 'allow-users-to-change-password'
  | 'hard-expiry';

/** A credential for one service. The credential report does not show it. */
export interface ServiceCredential {
  readonly user: string;
  readonly id: string;
  /** Such as `bedrock.amazonaws.com`. */
  readonly service: string;
  /** `Active`, `Inactive`, or a status that IAM has introduced since. */
  readonly status: string;
  readonly createdAt: Instant;
  /** Only API keys can have one. */
  readonly expiresAt: Instant | undefined;
}

/** The SSH public keys of one user. */
export interface SshKeys {
  readonly user: UserName;
  readonly keys: Fetched<readonly { readonly id: string; readonly status: string }[]>;
}

/** Which management events a trail logs. */
export type ManagementEvents = 'all' | 'writes' | 'reads' | 'none';

/** A trail of CloudTrail, of this account or of its organization. */
export interface Trail {
  readonly name: string;
  readonly isMultiRegion: boolean;
  /** Whether it gets the events of global services, such as IAM, here: in the region that has them. */
  readonly hasGlobalEvents: boolean;
  readonly isLogging: Fetched<boolean>;
  readonly managementEvents: Fetched<ManagementEvents>;
}

/** What checks can use from AWS besides the credential report. */
export interface AccountFacts {
  readonly summary: Fetched<RootSummary>;
  readonly passwordRules: Fetched<PasswordRules>;
  readonly serviceCredentials: Fetched<readonly ServiceCredential[]>;
  readonly privileges: Fetched<AccountPrivileges>;
  readonly trails: Fetched<readonly Trail[]>;
  /** Only of users with a planned action, because IAM lists SSH keys one user at a time. */
  readonly sshKeys: readonly SshKeys[];
}
export type AccountFact = keyof AccountFacts;

/** The input of every check. */
export interface CheckFacts {
  readonly now: Instant;
  readonly partition: string;
  readonly benchmark: BenchmarkId;
  /** Without what has ended since it was made. */
  readonly report: CredentialReport;
  /** ARNs of the users with a credential that has ended since the report was made. */
  readonly ended: ReadonlySet<string>;
  /** Exemptions of the policy that have not ended. */
  readonly liveExemptions: number;
  readonly account: AccountFacts;
}

const NOT_ASKED = { kind: 'notAsked' } as const;

/** No call was made. */
export const NO_ACCOUNT_FACTS: AccountFacts = {
  summary: NOT_ASKED,
  passwordRules: NOT_ASKED,
  serviceCredentials: NOT_ASKED,
  privileges: NOT_ASKED,
  trails: NOT_ASKED,
  sshKeys: [],
};
