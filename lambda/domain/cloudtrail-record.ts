import * as z from 'zod';
import type { Instant } from './instant';

// What CloudTrail writes down about a call. EventBridge delivers it as an event's `detail`, and the event history
// contains it as JSON text.

/** A field that we can do without: missing or malformed, it is undefined. */
export const Text = z
  .string()
  .nullish()
  .catch(undefined)
  .transform((text) => text ?? undefined);

export function optionalObject<T extends z.ZodRawShape>(shape: T) {
  return z
    .object(shape)
    .nullish()
    .catch(undefined)
    .transform((part) => part ?? undefined);
}

export const Named = { userName: Text };

/** Who made the call. */
export const Caller = optionalObject({
  type: Text,
  arn: Text,
  userName: Text,
  invokedBy: Text,
  sessionContext: optionalObject({ assumedRoot: Text }),
});
export type Caller = z.infer<typeof Caller>;

/**
 * Whether the caller is the root user, or a root session that the management account opened with sts:AssumeRoot.
 * CloudTrail shows such a session in two ways: the ARN is `arn:aws:sts::123456789012:assumed-root`, with or without a
 * suffix, or the session context says `assumedRoot`.
 */
export function isRoot(caller: Caller): boolean {
  if (!caller) return false;
  const { type, arn = '', sessionContext } = caller;
  return (
    type === 'Root' ||
    type === 'AssumedRoot' ||
    /^arn:[^:]*:(?:iam::\d*:root|sts::\d*:assumed-root(?:\/.*)?)$/.test(arn) ||
    sessionContext?.assumedRoot === 'true'
  );
}

/** What is read of an event of LookupEvents. Its record is JSON text. */
const Found = z.object({
  EventId: z.string().min(1),
  EventTime: z.date(),
  CloudTrailEvent: z.string(),
});

/** CloudTrail's record of a call. Fields that are missing or malformed are undefined. */
const CallRecord = z.object({
  eventSource: z.string().min(1),
  eventName: z.string().min(1),
  awsRegion: Text,
  sourceIPAddress: Text,
  userAgent: Text,
  errorCode: Text,
  errorMessage: Text,
  readOnly: z.boolean().catch(false),
  sessionCredentialFromConsole: z.unknown().optional(),
  userIdentity: optionalObject({
    type: Text,
    principalId: Text,
    arn: Text,
    accountId: Text,
    accessKeyId: Text,
    userName: Text,
    sessionContext: optionalObject({
      sessionIssuer: optionalObject({ type: Text, principalId: Text, arn: Text, ...Named }),
      attributes: optionalObject({ creationDate: Text, mfaAuthenticated: Text }),
    }),
  }),
  requestParameters: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  responseElements: optionalObject({
    ConsoleLogin: Text,
    accessKey: optionalObject({ accessKeyId: Text }),
    credentials: optionalObject({ accessKeyId: Text }),
  }),
  additionalEventData: optionalObject({ MFAUsed: Text }),
  resources: z
    .array(z.object({ ARN: Text }))
    .nullish()
    .catch(undefined),
});
export type CallRecord = z.infer<typeof CallRecord>;

export interface RecordedEvent {
  readonly id: string;
  readonly at: Instant;
  readonly record: CallRecord;
}

/** An event as LookupEvents gives it; `unreadable` if it is no event, or has no record that we understand. */
export function recordedEventOf(event: unknown): RecordedEvent | 'unreadable' {
  const found = Found.safeParse(event);
  if (!found.success) return 'unreadable';
  const { EventId: id, EventTime: time, CloudTrailEvent: text } = found.data;
  const record = CallRecord.safeParse(jsonOf(text));
  return record.success ? { id, at: time.getTime(), record: record.data } : 'unreadable';
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Only JSON.parse is in the block, so the text is no JSON.
    return undefined;
  }
}
