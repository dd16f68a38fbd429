import * as z from 'zod';
import { isUserName, type UserName } from '../identity';
import type { Instant } from '../instant';

/** What somebody has made, or brought back. */
export type NewCredential =
  | { readonly kind: 'user' }
  | { readonly kind: 'password' }
  | { readonly kind: 'accessKey'; readonly keyId: string }
  | { readonly kind: 'enabledKey'; readonly keyId: string };

/** One call to IAM that CloudTrail tells of. */
export interface Creation {
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

const Named = z.object({ userName: z.string().optional() });
const Event = z.object({
  source: z.literal('aws.iam'),
  'detail-type': z.literal('AWS API Call via CloudTrail'),
  detail: z.object({
    eventSource: z.literal('iam.amazonaws.com'),
    eventName: z.enum(['CreateUser', 'CreateLoginProfile', 'CreateAccessKey', 'UpdateAccessKey']),
    eventTime: z.iso.datetime().transform((text): Instant => Date.parse(text)),
    recipientAccountId: z.string(),
    sourceIPAddress: z.string().default('an address that is not told'),
    // AWS leaves it out for calls of its own services.
    userAgent: z.string().default('not told'),
    errorCode: z.string().optional(),
    userIdentity: z.object({
      type: z.string(),
      arn: z.string().optional(),
      userName: z.string().optional(),
      invokedBy: z.string().optional(),
    }),
    requestParameters: Named.extend({ accessKeyId: z.string().optional(), status: z.string().optional() })
      .nullish()
      .transform((parameters) => parameters ?? {}),
    responseElements: z
      .object({
        user: Named.optional(),
        loginProfile: Named.optional(),
        accessKey: Named.extend({ accessKeyId: z.string() }).optional(),
      })
      .nullish()
      .transform((elements) => elements ?? {}),
  }),
});
type Detail = z.infer<typeof Event>['detail'];

/**
 * EventBridge's event of a call that CloudTrail recorded, understood. `nothingNew`: the call failed, or set a key
 * to something else than Active.
 *
 * @throws InvalidNoticeEvent
 */
export function parseNoticeEvent(event: unknown, accountId: string): Creation | 'nothingNew' {
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
  const { userIdentity, eventTime: at, sourceIPAddress: sourceIp, userAgent } = detail;
  const by = userIdentity.arn ?? userIdentity.invokedBy ?? userIdentity.type;
  return { what, user: userOf(detail), at, by, sourceIp, userAgent };
}

function whatOf(detail: Detail): NewCredential | 'nothingNew' {
  const { eventName, requestParameters, responseElements } = detail;
  switch (eventName) {
    case 'CreateUser':
      return { kind: 'user' };
    case 'CreateLoginProfile':
      return { kind: 'password' };
    case 'CreateAccessKey': {
      const keyId = responseElements.accessKey?.accessKeyId;
      if (keyId === undefined) throw new InvalidNoticeEvent('CreateAccessKey does not say which key it made');
      return { kind: 'accessKey', keyId };
    }
    case 'UpdateAccessKey': {
      const { accessKeyId: keyId, status } = requestParameters;
      if (status !== 'Active') return 'nothingNew';
      if (keyId === undefined)
        throw new InvalidNoticeEvent('UpdateAccessKey does not say which key it changed');
      return { kind: 'enabledKey', keyId };
    }
  }
}

/** Without a name in the request IAM means the caller. */
function userOf({ requestParameters, responseElements, userIdentity }: Detail): UserName | 'root' {
  const { user, loginProfile, accessKey } = responseElements;
  const name =
    requestParameters.userName ??
    user?.userName ??
    loginProfile?.userName ??
    accessKey?.userName ??
    userIdentity.userName ??
    '';
  if (userIdentity.type === 'Root' && requestParameters.userName === undefined) return 'root';
  if (!isUserName(name)) throw new InvalidNoticeEvent('the event does not say for which user');
  return name;
}
