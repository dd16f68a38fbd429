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
  /** CloudTrail's id of the event. Undefined if the event does not have one. */
  readonly id?: string;
  readonly credential: NewCredential;
  /** The user that the credential belongs to; `root` for the root user. */
  readonly user: UserName | 'root';
  readonly at: Instant;
  /** ARN of the caller, or what CloudTrail gives in its place. */
  readonly caller: string;
  readonly sourceIp: string;
  readonly userAgent: string;
}

/** Somebody has set a key Inactive. That is no news; it tells whether enabling the key later is. */
export interface KeyDisabled {
  readonly disabledKey: string;
  readonly at: Instant;
}
export type Heard = CredentialEvent | KeyDisabled;

/** The function was called with another event than CloudTrail's of a new credential. */
export class InvalidNoticeEvent extends Error {
  override readonly name = 'InvalidNoticeEvent';
  /** One printable line, whatever stands in the event. */
  constructor(message: string, options?: ErrorOptions) {
    super(printableLine(message), options);
  }
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
    eventID: Text,
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

/** Where an event says whose it is: EventBridge's envelope, and CloudTrail's record in it. */
const OfAccount = z.object({
  account: Text,
  detail: optionalObject({ recipientAccountId: Text }),
});

/**
 * Parses EventBridge's event of a call that CloudTrail recorded. `nothingNew` means that the call failed, or that it
 * set a key to a status that is not known. `otherAccount` is an event that an event bus has forwarded from elsewhere;
 * that is looked at first, because nothing else in it concerns this account.
 *
 * @throws InvalidNoticeEvent
 */
export function parseCredentialEvent(
  event: unknown,
  accountId: string,
): Heard | 'nothingNew' | 'otherAccount' {
  if (isOfOtherAccount(event, accountId)) return 'otherAccount';
  const parsed = Event.safeParse(event);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InvalidNoticeEvent(
      `not an event of CloudTrail about a new IAM credential: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
    );
  }
  const { detail } = parsed.data;
  if (detail.errorCode !== undefined) return 'nothingNew';
  const { userIdentity: caller, eventTime: at, eventID: id, sourceIPAddress, userAgent } = detail;
  const { accessKeyId: disabledKey, status } = detail.requestParameters ?? {};
  if (detail.eventName === 'UpdateAccessKey' && status === 'Inactive' && disabledKey !== undefined) {
    return { disabledKey, at };
  }
  const credential = newCredentialOf(detail);
  if (credential === 'nothingNew') return credential;
  return {
    ...(id === undefined ? {} : { id }),
    credential,
    user: userOf(detail),
    at,
    caller: caller?.arn ?? caller?.invokedBy ?? caller?.type ?? UNKNOWN,
    sourceIp: sourceIPAddress ?? UNKNOWN,
    userAgent: userAgent ?? UNKNOWN,
  };
}

function isOfOtherAccount(event: unknown, accountId: string): boolean {
  const of = OfAccount.safeParse(event);
  if (!of.success) return false;
  const named = [of.data.account, of.data.detail?.recipientAccountId];
  return named.some((account) => account !== undefined && account !== accountId);
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
