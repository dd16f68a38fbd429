import type { RecordedEvent } from '../../../../lambda/domain/cloudtrail-record';
import { recordedEventOf } from '../../../../lambda/domain/cloudtrail-record';
import { type UserEvent, userEventOf } from '../../../../bin/investigate/summary/user-event';
import type { Instant } from '../../../../lambda/domain/instant';
import { ACCOUNT, NOW } from '../../../support/builders';

export const USER_ID = 'AIDAEXAMPLEBOB0000001';
export const KEY = 'AKIAEXAMPLEBOB000001';

/** The caller of bob's calls, as CloudTrail writes it down. */
export function bob(fields: Readonly<Record<string, unknown>> = {}) {
  return {
    type: 'IAMUser',
    principalId: USER_ID,
    arn: `arn:aws:iam::${ACCOUNT.id}:user/team/bob`,
    accountId: ACCOUNT.id,
    accessKeyId: KEY,
    userName: 'bob',
    ...fields,
  };
}

export interface EventOptions {
  readonly id?: string;
  readonly at?: Instant;
  /** Fields of the record that replace those of a usual read by bob. */
  readonly record?: Readonly<Record<string, unknown>>;
}

let made = 0;

/** An event of LookupEvents, as the SDK gives it. */
export function found({ id = `event-${(made += 1)}`, at = NOW, record = {} }: EventOptions = {}) {
  return {
    EventId: id,
    EventTime: new Date(at),
    Username: 'bob',
    CloudTrailEvent: JSON.stringify({
      userIdentity: bob(),
      eventSource: 'iam.amazonaws.com',
      eventName: 'ListUsers',
      awsRegion: 'us-east-1',
      sourceIPAddress: '192.0.2.10',
      userAgent: 'aws-cli/2.31.0',
      requestParameters: null,
      responseElements: null,
      readOnly: true,
      eventType: 'AwsApiCall',
      ...record,
    }),
  };
}

export function recorded(record: EventOptions['record'] = {}, at: Instant = NOW): RecordedEvent {
  const event = recordedEventOf(found({ at, record }));
  if (event === 'unreadable') throw new Error('the record of this test is not understood');
  return event;
}

export function userEvent(record: EventOptions['record'] = {}, at: Instant = NOW): UserEvent {
  return userEventOf(recorded(record, at));
}

/** A sign-in to the console. */
export function signIn(fields: Readonly<Record<string, unknown>> = {}, at: Instant = NOW): UserEvent {
  return userEvent(
    {
      eventSource: 'signin.amazonaws.com',
      eventName: 'ConsoleLogin',
      eventType: 'AwsConsoleSignIn',
      userIdentity: bob({ accessKeyId: '' }),
      readOnly: false,
      responseElements: { ConsoleLogin: 'Success' },
      additionalEventData: { MFAUsed: 'No' },
      ...fields,
    },
    at,
  );
}
