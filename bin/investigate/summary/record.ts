import * as z from 'zod';
import { Named, optionalObject, Text } from '../../../lambda/domain/cloudtrail-record';
import type { Instant } from '../../../lambda/domain/instant';

/** What is read of an event of LookupEvents. Its record is JSON text. */
const Found = z.object({
  EventId: z.string().min(1),
  EventTime: z.date(),
  CloudTrailEvent: z.string(),
});

/** CloudTrail's record of a call. Fields that are missing or malformed are undefined. */
const Record = z.object({
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
export type Record = z.infer<typeof Record>;

export interface RecordedEvent {
  readonly id: string;
  readonly at: Instant;
  readonly record: Record;
}

/** An event as LookupEvents gives it; `unreadable` if it is no event, or has no record that we understand. */
export function recordedEventOf(event: unknown): RecordedEvent | 'unreadable' {
  const found = Found.safeParse(event);
  if (!found.success) return 'unreadable';
  const { EventId: id, EventTime: time, CloudTrailEvent: text } = found.data;
  const record = Record.safeParse(jsonOf(text));
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
