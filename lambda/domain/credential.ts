import type { UserName } from './identity';
import { type Instant, utcDate, utcMinute } from './instant';
import type { Slot } from './credential-report/facts';

/** A user as the credential report names it. `createdAt` is undefined when the report's date is not understood. */
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
  /** The report's column: tells two keys of one report apart, and says nothing about their order. */
  readonly slot: Slot;
  /** The report has no key ids: until ListAccessKeys is asked, a key is known by its creation. */
  readonly createdAt: Instant | undefined;
  /** The last use by the report: of two keys created in the same second, all that tells them apart there. */
  readonly lastUse: string;
  /** There is another key of the same second. */
  readonly hasTwin: boolean;
  /** The user's other key, in use or not, was created on the same UTC date: the date alone names neither. */
  readonly sharesDay: boolean;
}

/** A console password (login profile) or an access key. */
export type Credential = Password | AccessKey;

/** The section of the policy that rules a credential. */
export type Section = 'password' | 'accessKey';

/** `password`, or `access key created 2026-01-02`, with the minute where the date does not tell: what people call it. */
export function nameOf(credential: Credential): string {
  if (credential.kind === 'password') return 'password';
  if (credential.createdAt === undefined) return `access key ${credential.slot}`;
  const { createdAt, sharesDay } = credential;
  return `access key created ${sharesDay ? utcMinute(createdAt) : utcDate(createdAt)}`;
}
