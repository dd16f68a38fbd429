import type { UserName } from '../identity';
import type { Instant } from '../instant';
import type { BenchmarkId } from '../benchmark';
import type { CredentialReport } from '../credential-report/facts';

/** What one call told, or why it told nothing: never an empty answer for one that failed. */
export type Fetched<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'unreadable'; readonly cause: string }
  /** No check that is on needs it, so that nobody asked. */
  | { readonly kind: 'notAsked' };

/** GetAccountSummary, as far as it is about the root user. */
export interface RootSummary {
  readonly hasAccessKeys: boolean;
  readonly hasMfa: boolean;
  /** False for a member account whose root credentials are removed centrally; undefined: IAM did not say. */
  readonly hasPassword: boolean | undefined;
}

/** GetAccountPasswordPolicy; `none`: IAM's default, which nobody has set. */
export type PasswordRules =
  | 'none'
  | {
      readonly minimumLength: number;
      /** How many earlier passwords cannot be used again; 0: all can. */
      readonly ledgerFacts: number;
      /** undefined: a password does not expire. */
      readonly maxAgeDays: number | undefined;
    };

/** A credential that opens one service, and that no credential report shows. */
export interface ServiceCredential {
  readonly user: string;
  /** Such as `bedrock.amazonaws.com`. */
  readonly service: string;
  /** `Active`, `Inactive`, or a word that IAM did not have when this was written. */
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

/** What a check can ask of IAM besides the credential report. */
export interface AccountFacts {
  readonly summary: Fetched<RootSummary>;
  readonly passwordRules: Fetched<PasswordRules>;
  readonly serviceCredentials: Fetched<readonly ServiceCredential[]>;
  /** Of the planned users alone: IAM tells them user by user. */
  readonly sshKeys: readonly SshKeys[];
}
export type AccountFact = keyof AccountFacts;

/** All that the checks rest on. */
export interface CheckFacts {
  readonly now: Instant;
  readonly partition: string;
  readonly benchmark: BenchmarkId;
  readonly report: CredentialReport;
  /** How many exemptions of the policy protect somebody today. */
  readonly liveExemptions: number;
  readonly account: AccountFacts;
}

const NOT_ASKED = { kind: 'notAsked' } as const;

/** Nobody asked for anything. */
export const NOTHING_ASKED: AccountFacts = {
  summary: NOT_ASKED,
  passwordRules: NOT_ASKED,
  serviceCredentials: NOT_ASKED,
  sshKeys: [],
};
