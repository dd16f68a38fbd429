import { randomUUID } from 'node:crypto';
import { type FakeAccount, type FakeTrailEvent, findUser, userArn } from './account';
import { describeTrails, getEventSelectors, getTrailStatus } from './cloudtrail-trails';
import type { JsonService } from './services';
import { AwsError, isoSeconds, type Params } from './wire';

// It embodies docs/assumptions.md A43, A56, A57, A69 and A70.

/** AWS keeps events for 90 days, and returns at most 50 at a time. */
const KEPT_MS = 90 * 86_400_000;
const MAX_RESULTS = 50;

export const cloudtrail: JsonService = {
  protocol: 'json',
  operations: {
    DescribeTrails: describeTrails,
    GetEventSelectors: getEventSelectors,
    GetTrailStatus: getTrailStatus,
    LookupEvents: lookupEvents,
  },
};

/** What a lookup compares. Names are compared by case. */
const ATTRIBUTES: Readonly<Record<string, (event: FakeTrailEvent) => unknown>> = {
  EventName: ({ record }) => record.eventName,
  Username: ({ username }) => username,
  AccessKeyId: accessKeyIdOf,
  ReadOnly: ({ record }) => String(record.readOnly === true),
};

/** The newest events first, as in AWS. */
function lookupEvents(account: FakeAccount, params: Params, _: Buffer, region: string) {
  const {
    LookupAttributes = '[]',
    StartTime: start,
    EndTime: last,
    MaxResults = String(MAX_RESULTS),
    NextToken,
  } = params;
  const attributes: unknown = JSON.parse(LookupAttributes);
  const [attribute, ...more]: { AttributeKey?: string; AttributeValue?: string }[] = Array.isArray(attributes)
    ? attributes
    : [];
  const valueOf = ATTRIBUTES[attribute?.AttributeKey ?? ''];
  if (more.length > 0 || valueOf === undefined) {
    throw new AwsError(
      'InvalidLookupAttributesException',
      400,
      'The fake AWS looks up one EventName, Username, AccessKeyId or ReadOnly.',
    );
  }
  const limit = Number(MaxResults);
  if (!(limit >= 1 && limit <= MAX_RESULTS)) {
    throw new AwsError('InvalidMaxResultsException', 400, `MaxResults must be between 1 and ${MAX_RESULTS}`);
  }
  const kept = account.now() - KEPT_MS;
  const from = start === undefined ? kept : Math.max(kept, Number(start) * 1000);
  const until = last === undefined ? Infinity : Number(last) * 1000;
  const found = account.trail
    .filter((event) => valueOf(event) === attribute?.AttributeValue)
    .filter(({ region: only = region }) => only === region)
    .filter(({ at, shownAt = at }) => at >= from && at <= until && shownAt <= account.now())
    .toSorted((one, other) => other.at - one.at);
  const begin = NextToken === undefined ? 0 : offsetOf(NextToken);
  const end = begin + Math.min(limit, account.pageSize);
  return {
    Events: found.slice(begin, end).map(shown),
    ...(end < found.length && { NextToken: tokenOf(end) }),
  };
}

/** Times are epoch seconds in AWS JSON, and the record is text. */
function shown(event: FakeTrailEvent) {
  const { at, record, username, resources } = event;
  const accessKeyId = accessKeyIdOf(event);
  return {
    EventId: record.eventID,
    EventName: record.eventName,
    ReadOnly: String(record.readOnly === true),
    EventTime: Math.floor(at / 1000),
    EventSource: record.eventSource,
    ...(username !== undefined && { Username: username }),
    ...(accessKeyId !== undefined && { AccessKeyId: accessKeyId }),
    Resources: resources,
    CloudTrailEvent: JSON.stringify(record),
  };
}

function accessKeyIdOf({ record: { userIdentity: caller } }: FakeTrailEvent): string | undefined {
  if (typeof caller !== 'object' || caller === null || !('accessKeyId' in caller)) return undefined;
  return typeof caller.accessKeyId === 'string' ? caller.accessKeyId : undefined;
}

function tokenOf(offset: number): string {
  return Buffer.from(`next=${offset}`).toString('base64');
}

function offsetOf(token: string): number {
  const match = /^next=(\d+)$/.exec(Buffer.from(token, 'base64').toString());
  if (!match) throw new AwsError('InvalidNextTokenException', 400, 'Invalid next token.');
  return Number(match[1]);
}

export interface TrailEventOptions {
  /** The user whose password it is, as the caller wrote the name. */
  user?: string;
  at?: number;
  shownAt?: number;
  /** Fields of CloudTrail's record that replace those of a usual one. */
  record?: Readonly<Record<string, unknown>>;
}

/** Writes down that an administrator's role set a password; of ChangePassword, that the user did. */
export function recordPasswordCall(
  account: FakeAccount,
  eventName: string,
  { user = 'alice', at = account.now(), shownAt, record = {} }: TrailEventOptions = {},
): void {
  const own = eventName === 'ChangePassword';
  const found = findUser(account, user);
  account.trail.push({
    at,
    ...(shownAt !== undefined && { shownAt }),
    username: own ? user : 'olga',
    resources: own ? [] : [{ ResourceType: 'AWS::IAM::User', ResourceName: user }],
    record: {
      eventVersion: '1.11',
      userIdentity: own
        ? {
            type: 'IAMUser',
            principalId: found?.userId,
            arn: found && userArn(account, found),
            accountId: account.id,
            userName: found?.name ?? user,
            invokedBy: 'signin.amazonaws.com',
          }
        : {
            type: 'AssumedRole',
            principalId: 'AROAEXAMPLEEXAMPLE123:olga',
            arn: `arn:${account.partition}:sts::${account.id}:assumed-role/Admin/olga`,
            accountId: account.id,
            sessionContext: { sessionIssuer: { type: 'Role', userName: 'Admin' }, attributes: {} },
          },
      eventTime: isoSeconds(at),
      eventSource: 'iam.amazonaws.com',
      eventName,
      awsRegion: 'us-east-1',
      sourceIPAddress: '192.0.2.10',
      userAgent: 'AWS Internal',
      requestParameters: own ? null : { userName: user, passwordResetRequired: true },
      responseElements: null,
      requestID: randomUUID(),
      eventID: randomUUID(),
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: account.id,
      eventCategory: 'Management',
      ...record,
    },
  });
}

export interface UserCallOptions extends Pick<TrailEventOptions, 'at' | 'record'> {
  /** @default the user's first key */
  keyId?: string;
}

/** Writes down a call of an IAM user in the region where it was made. `record` replaces fields of a usual read. */
export function recordUserCall(
  account: FakeAccount,
  name: string,
  { at = account.now(), keyId, record = {} }: UserCallOptions = {},
): void {
  const found = findUser(account, name);
  const { awsRegion: region = 'us-east-1' } = record;
  account.trail.push({
    at,
    region: String(region),
    username: name,
    resources: [],
    record: {
      eventVersion: '1.11',
      userIdentity: {
        type: 'IAMUser',
        principalId: found?.userId,
        arn: found && userArn(account, found),
        accountId: account.id,
        accessKeyId: keyId ?? found?.keys[0]?.id,
        userName: name,
      },
      eventTime: isoSeconds(at),
      eventSource: 'iam.amazonaws.com',
      eventName: 'ListUsers',
      awsRegion: region,
      sourceIPAddress: '192.0.2.10',
      userAgent: 'aws-cli/2.31.0',
      requestParameters: null,
      responseElements: null,
      eventID: randomUUID(),
      readOnly: true,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: account.id,
      eventCategory: 'Management',
      ...record,
    },
  });
}

/** Writes down that an IAM user signed in to the console. */
export function recordSignIn(
  account: FakeAccount,
  name: string,
  { at = account.now(), record = {} }: Pick<TrailEventOptions, 'at' | 'record'> = {},
): void {
  recordUserCall(account, name, {
    at,
    record: {
      eventSource: 'signin.amazonaws.com',
      eventName: 'ConsoleLogin',
      userIdentity: {
        type: 'IAMUser',
        principalId: findUser(account, name)?.userId,
        accountId: account.id,
        userName: name,
      },
      userAgent: 'Mozilla/5.0',
      responseElements: { ConsoleLogin: 'Success' },
      additionalEventData: { MFAUsed: 'No', MobileVersion: 'No' },
      readOnly: false,
      eventType: 'AwsConsoleSignIn',
      ...record,
    },
  });
}

/** Somebody gives the user a new password. IAM's CreateDate of the login profile stays. */
export function resetPassword(
  account: FakeAccount,
  name: string,
  { call = 'UpdateLoginProfile', ...options }: TrailEventOptions & { call?: string } = {},
): void {
  const { at = account.now() } = options;
  const password = findUser(account, name)?.password;
  if (password) password.changedAt = at;
  recordPasswordCall(account, call, { user: name, ...options });
}
