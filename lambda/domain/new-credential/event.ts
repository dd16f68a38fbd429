import * as z from 'zod';
import { isUserName, type UserName } from '../identity';
import type { Instant } from '../instant';

/** What somebody has made, or brought back. */
export type NewCredential =
  | { readonly kind: 'user' }
  | { readonly kind: 'password' }
  /** `keyId` is undefined when the event does not say which. */
  | { readonly kind: 'accessKey'; readonly keyId: string | undefined }
  | { readonly kind: 'enabledKey'; readonly keyId: string | undefined };

/** One call to IAM that CloudTrail tells of. */
export interface CredentialEvent {
  readonly what: NewCredential;
  /** The user whom it is for; `root`: the root user. */
  readonly user: UserName | 'root';
  readonly at: Instant;
  /** Who called: an ARN, or what CloudTrail says instead. */
  readonly by: string;
  readonly sourceIp: string;
  readonly userAgent: string;
}

/** The function was called with something that is no event of these. */
export class InvalidNoticeEvent extends Error {
  override readonly name = 'InvalidNoticeEvent';
}

/** What a notice can do without: missing, null or odd, it is undefined, and the mail goes out. */
const Text = z
  .string()
  .nullish()
  .catch(undefined)
  .transform((text) => text ?? undefined);
const Time = z.iso.datetime().transform((text): Instant => Date.parse(text));

function side<T extends z.ZodRawShape>(shape: T) {
  return z
    .object(shape)
    .nullish()
    .catch(undefined)
    .transform((part) => part ?? undefined);
}
const Named = { userName: Text };

const Event = z.object({
  source: z.literal('aws.iam'),
  'detail-type': z.literal('AWS API Call via CloudTrail'),
  detail: z.object({
    eventSource: z.literal('iam.amazonaws.com'),
    eventName: z.enum(['CreateUser', 'CreateLoginProfile', 'CreateAccessKey', 'UpdateAccessKey']),
    // Every date in the mail counts from it.
    eventTime: Time,
    recipientAccountId: z.string(),
    sourceIPAddress: Text,
    // AWS leaves it out for calls of its own services.
    userAgent: Text,
    errorCode: Text,
    userIdentity: side({
      type: Text,
      arn: Text,
      userName: Text,
      invokedBy: Text,
      sessionContext: side({ assumedRoot: Text }),
    }),
    requestParameters: side({ ...Named, accessKeyId: Text, status: Text }),
    responseElements: side({
      user: side(Named),
      loginProfile: side(Named),
      accessKey: side({ ...Named, accessKeyId: Text }),
    }),
  }),
});
type Detail = z.infer<typeof Event>['detail'];

/**
 * EventBridge's event of a call that CloudTrail recorded, understood. `nothingNew`: the call failed, or set a key
 * to something else than Active.
 *
 * @throws InvalidNoticeEvent
 */
export function parseCredentialEvent(event: unknown, accountId: string): CredentialEvent | 'nothingNew' {
  const parsed = Event.safeParse(event);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InvalidNoticeEvent(
      `not an event of CloudTrail about a new IAM credential: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
    );
  }
  const { detail } = parsed.data;
  if (detail.recipientAccountId !== accountId) {
    throw new InvalidNoticeEvent(`the event is of account ${detail.recipientAccountId}, not of ${accountId}`);
  }
  if (detail.errorCode !== undefined) return 'nothingNew';
  const what = whatOf(detail);
  if (what === 'nothingNew') return what;
  const { userIdentity: caller, eventTime: at, sourceIPAddress, userAgent } = detail;
  return {
    what,
    user: userOf(detail),
    at,
    by: caller?.arn ?? caller?.invokedBy ?? caller?.type ?? UNKNOWN,
    sourceIp: sourceIPAddress ?? UNKNOWN,
    userAgent: userAgent ?? UNKNOWN,
  };
}

const UNKNOWN = 'unknown';

function whatOf({ eventName, requestParameters, responseElements }: Detail): NewCredential | 'nothingNew' {
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

/** Without a name in the request IAM means the caller. */
function userOf({ eventName, requestParameters, responseElements, userIdentity }: Detail): UserName | 'root' {
  const asked = requestParameters?.userName;
  // Nobody makes a user of the caller.
  if (asked === undefined && eventName !== 'CreateUser' && isRoot(userIdentity)) return 'root';
  const { user, loginProfile, accessKey } = responseElements ?? {};
  const name =
    asked ?? user?.userName ?? loginProfile?.userName ?? accessKey?.userName ?? userIdentity?.userName ?? '';
  if (!isUserName(name)) throw new InvalidNoticeEvent('the event does not say for which user');
  return name;
}

/**
 * The root user, or a session that the management account has by sts:AssumeRoot in a member account: that is
 * `arn:aws:sts::123456789012:assumed-root`, with or without more behind it, or one that says `assumedRoot`.
 */
function isRoot(caller: Detail['userIdentity']): boolean {
  if (!caller) return false;
  const { type, arn = '', sessionContext } = caller;
  return (
    type === 'Root' ||
    type === 'AssumedRoot' ||
    /^arn:[^:]*:(?:iam::\d*:root|sts::\d*:assumed-root(?:\/.*)?)$/.test(arn) ||
    sessionContext?.assumedRoot === 'true'
  );
}
