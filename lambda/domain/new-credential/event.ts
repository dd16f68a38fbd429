import * as z from 'zod';
import { Caller, isRoot, Named, optionalObject, Text } from '../cloudtrail-record';
import { isUserName, type UserName } from '../identity';
import type { Instant } from '../instant';
import { printableLine } from '../text';

/** What somebody has created or enabled. */
export type NewCredential =
  | { readonly kind: 'user' }
  | { readonly kind: 'password' }
  /** `keyId` is undefined when the event does not name the key. */
  | { readonly kind: 'accessKey'; readonly keyId: string | undefined }
  | { readonly kind: 'enabledKey'; readonly keyId: string | undefined };

/** A call to IAM that CloudTrail has reported. */
export interface CredentialEvent {
  readonly credential: NewCredential;
  /** The user that the credential belongs to; `root` for the root user. */
  readonly user: UserName | 'root';
  readonly at: Instant;
  /** ARN of the caller, or what CloudTrail gives in its place. */
  readonly caller: string;
  readonly sourceIp: string;
  readonly userAgent: string;
}

/** The function was called with another event than CloudTrail's of a new credential. */
export class InvalidNoticeEvent extends Error {
  override readonly name = 'InvalidNoticeEvent';
}

const Time = z.iso.datetime().transform((text): Instant => Date.parse(text));

// The mail can do without the fields that may be undefined. It goes out without them when they are missing.
const Event = z.object({
  source: z.literal('aws.iam'),
  'detail-type': z.literal('AWS API Call via CloudTrail'),
  detail: z.object({
    eventSource: z.literal('iam.amazonaws.com'),
    eventName: z.enum(['CreateUser', 'CreateLoginProfile', 'CreateAccessKey', 'UpdateAccessKey']),
    // Required: every date in the mail counts from it.
    eventTime: Time,
    recipientAccountId: z.string(),
    sourceIPAddress: Text,
    // AWS leaves it out for calls of its own services.
    userAgent: Text,
    errorCode: Text,
    userIdentity: Caller,
    requestParameters: optionalObject({ ...Named, accessKeyId: Text, status: Text }),
    responseElements: optionalObject({
      user: optionalObject(Named),
      loginProfile: optionalObject(Named),
      accessKey: optionalObject({ ...Named, accessKeyId: Text }),
    }),
  }),
});
type Detail = z.infer<typeof Event>['detail'];

/**
 * Parses EventBridge's event of a call that CloudTrail recorded. `nothingNew` means that the call failed, or that it
 * set a key to another status than Active.
 *
 * @throws InvalidNoticeEvent
 */
export function parseCredentialEvent(event: unknown, accountId: string): CredentialEvent | 'nothingNew' {
  const parsed = Event.safeParse(event);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InvalidNoticeEvent(
      `not an event of CloudTrail about a new IAM credential: ${issue?.path.join('.') ?? ''}: ${printableLine(issue?.message ?? '')}`,
    );
  }
  const { detail } = parsed.data;
  if (detail.recipientAccountId !== accountId) {
    const other = printableLine(detail.recipientAccountId);
    throw new InvalidNoticeEvent(`the event is of account ${other}, not of ${accountId}`);
  }
  if (detail.errorCode !== undefined) return 'nothingNew';
  const credential = newCredentialOf(detail);
  if (credential === 'nothingNew') return credential;
  const { userIdentity: caller, eventTime: at, sourceIPAddress, userAgent } = detail;
  return {
    credential,
    user: userOf(detail),
    at,
    caller: caller?.arn ?? caller?.invokedBy ?? caller?.type ?? UNKNOWN,
    sourceIp: sourceIPAddress ?? UNKNOWN,
    userAgent: userAgent ?? UNKNOWN,
  };
}

const UNKNOWN = 'unknown';

function newCredentialOf({
  eventName,
  requestParameters,
  responseElements,
}: Detail): NewCredential | 'nothingNew' {
  switch (eventName) {
    case 'CreateUser':
      return { kind: 'user' };
    case 'CreateLoginProfile':
      return { kind: 'password' };
    case 'CreateAccessKey':
      return { kind: 'accessKey', keyId: responseElements?.accessKey?.accessKeyId };
    case 'UpdateAccessKey':
      return requestParameters?.status === 'Active'
        ? { kind: 'enabledKey', keyId: requestParameters.accessKeyId }
        : 'nothingNew';
  }
}

/** Without a user name in the request, IAM takes the caller as the user. */
function userOf({ eventName, requestParameters, responseElements, userIdentity }: Detail): UserName | 'root' {
  const requested = requestParameters?.userName;
  // CreateUser always names the new user, so a missing name does not mean the caller there.
  if (requested === undefined && eventName !== 'CreateUser' && isRoot(userIdentity)) return 'root';
  const { user, loginProfile, accessKey } = responseElements ?? {};
  const name =
    requested ??
    user?.userName ??
    loginProfile?.userName ??
    accessKey?.userName ??
    userIdentity?.userName ??
    '';
  if (!isUserName(name)) throw new InvalidNoticeEvent('the event does not say for which user');
  return name;
}
