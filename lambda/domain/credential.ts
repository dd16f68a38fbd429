import type { AccessKeyId, UserName } from './identity';
import { type Instant, utcDate, utcMinute } from './instant';
import type { Slot } from './credential-report/facts';

/** A user as the report names it. `createdAt` is undefined when the report's date is not understood. */
export interface ReportedUser {
  readonly name: UserName;
  readonly arn: string;
  readonly path: string;
  readonly createdAt: Instant | undefined;
}

export interface Password {
  readonly kind: 'password';
  readonly user: ReportedUser;
}

export interface AccessKey {
  readonly kind: 'accessKey';
  readonly user: ReportedUser;
  /** Undefined until ListAccessKeys has named it, because the report has no key ids (docs/design.md §4.4). */
  readonly id?: AccessKeyId;
  /** The column pair in the report. It distinguishes the two keys of a row, and says nothing about their order. */
  readonly slot: Slot;
  /** Identifies the key, because the report has no key ids (docs/design.md §4.4). */
  readonly createdAt: Instant | undefined;
  /** The last use in the report. Only this distinguishes twins there. */
  readonly lastUse: string;
  /** Another key of the user was created in the same second, as the report or ListAccessKeys shows. */
  readonly hasTwin: boolean;
  /** The user's other key was created on the same UTC date, so the date alone does not identify either. */
  readonly sharesDay: boolean;
}

/** A console password (login profile) or an access key. */
export type Credential = Password | AccessKey;

/** The section of the policy that a credential belongs to. */
export type Section = 'password' | 'accessKey';

/** For people: `password`, or `access key created 2026-01-02`, with the minute if both keys have the same date. */
export function nameOf(credential: Credential): string {
  if (credential.kind === 'password') return 'password';
  if (credential.createdAt === undefined) return `access key ${credential.slot}`;
  const { createdAt, sharesDay } = credential;
  return `access key created ${sharesDay ? utcMinute(createdAt) : utcDate(createdAt)}`;
}

/** The id of an access key, once it is known. */
export function idOf(credential: Credential): AccessKeyId | undefined {
  return credential.kind === 'accessKey' ? credential.id : undefined;
}
