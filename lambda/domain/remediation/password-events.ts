import * as z from 'zod';
import { Caller, isRoot, Named, optionalObject, Text } from '../cloudtrail-record';
import type { UserName } from '../identity';
import { HOUR, type Instant, MINUTE, utcSecond } from '../instant';
import { count } from '../text';
import type { Outcome } from './outcome';

// A password that was set after the credential report was made. IAM does not show it: neither UpdateLoginProfile nor
// ChangePassword moves the login profile's CreateDate. CloudTrail's event history does (docs/design.md §5.6).

/** The calls that set the password of an IAM user. */
export const PASSWORD_CALLS = ['UpdateLoginProfile', 'ChangePassword', 'CreateLoginProfile'] as const;

/** A call that set a password, or a user's own attempt to. */
export interface PasswordEvent {
  readonly call: string;
  /** Undefined if the event has no time that we understand. */
  readonly at: Instant | undefined;
  /** The names of the user whose password it is, as the event writes them. Empty: we do not understand whose. */
  readonly users: readonly string[];
  readonly failed: boolean;
}

/** The password events since some instant. */
export type PasswordEvents =
  | { readonly kind: 'read'; readonly events: readonly PasswordEvent[] }
  | { readonly kind: 'unreadable'; readonly cause: string };

/**
 * How long an event may be missing from the event history. AWS says "up to 15 minutes", and promises nothing
 * (https://aws.amazon.com/cloudtrail/faqs/). A reset whose event comes later is not seen (docs/design.md §8.1).
 */
export const EVENT_LAG = 15 * MINUTE;

/**
 * What the events forbid: the outcome of the user's planned action; undefined if nothing speaks against it. Pure.
 *
 * @param reportAge if it is below `EVENT_LAG`, the history may lack all of that time, so it need not be readable
 */
export function resetVeto(user: UserName, history: PasswordEvents, reportAge: number): Outcome | undefined {
  if (history.kind === 'unreadable') {
    if (reportAge < EVENT_LAG) return undefined;
    const cause = `CloudTrail did not tell whether somebody has set this password since the report of ${count(Math.floor(reportAge / MINUTE), 'minute')} ago: ${history.cause}`;
    return { kind: 'deferred', cause, passedOver: true };
  }
  const about = eventAbout(user, history.events);
  if (!about) return undefined;
  return about.isOwn
    ? { kind: 'refused', cause: about.text }
    : { kind: 'deferred', cause: about.text, passedOver: true };
}

/** The first event about the user's password; otherwise the first that does not say about whose. */
function eventAbout(
  user: string,
  events: readonly PasswordEvent[],
): { readonly event: PasswordEvent; readonly isOwn: boolean; readonly text: string } | undefined {
  const own = events.find(({ users }) => users.some((name) => sameName(name, user)));
  const event = own ?? events.find(({ users }) => users.length === 0);
  if (!event) return undefined;
  const who = event.failed ? 'that the user tried ' : '';
  const whose = own ? " for this user's password" : ", but not for which user's password";
  return {
    event,
    isOwn: own !== undefined,
    text: `CloudTrail shows ${who}${event.call} at ${timeOf(event)}${whose}`,
  };
}

/** A password was set before iam-lapse deleted it, and CloudTrail showed that only later. */
export interface LateReset {
  /** The ledger's id of the password. */
  readonly id: string;
  readonly cause: string;
}

/**
 * So long before a deletion, an event speaks against it. It is longer than a report is judged and a run lasts together:
 * what is older stood in the report.
 */
export const RESET_WINDOW = 5 * HOUR;

/**
 * The events that speak against deletions of an earlier run. CreateLoginProfile is not one: it fails where there is a
 * password, so it was made after the deletion, or the live look saw its date. Pure.
 *
 * @param deleted `at`: the latest instant at which the password can have been deleted
 */
export function lateResets(
  deleted: readonly { readonly id: string; readonly userName: string; readonly at: Instant }[],
  events: readonly PasswordEvent[],
): LateReset[] {
  const latestFirst = events
    .filter(({ call }) => call !== 'CreateLoginProfile')
    .toSorted((one, other) => (other.at ?? 0) - (one.at ?? 0));
  return deleted.flatMap(({ id, userName, at: end }) => {
    const before = latestFirst.filter(({ at }) => at === undefined || (at <= end && at > end - RESET_WINDOW));
    const about = eventAbout(userName, before);
    if (!about) return [];
    const { at } = about.event;
    const ago = at === undefined ? '' : `, ${minutesBefore(end - at)} it was deleted`;
    return [{ id, cause: `${about.text}${ago}` }];
  });
}

function minutesBefore(ms: number): string {
  return ms < MINUTE ? 'right before' : `about ${count(Math.floor(ms / MINUTE), 'minute')} before`;
}

/** IAM's user names are not case-sensitive, and an event has the spelling of the caller. */
function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function timeOf({ at }: PasswordEvent): string {
  return at === undefined ? 'an unknown time' : utcSecond(at);
}

const Time = z.date().optional().catch(undefined);

/** An event as LookupEvents returns it. Every field is optional there. */
const LookedUp = z.object({
  EventName: Text,
  EventTime: Time,
  EventSource: Text,
  Username: Text,
  Resources: z
    .array(z.object({ ResourceType: Text, ResourceName: Text }))
    .nullish()
    .catch(undefined),
  CloudTrailEvent: Text,
});

/** CloudTrail's record, which an event holds as JSON text. */
const CloudTrailRecord = optionalObject({
  eventSource: Text,
  errorCode: Text,
  userIdentity: Caller,
  requestParameters: optionalObject(Named),
  responseElements: optionalObject({ loginProfile: optionalObject(Named) }),
});

/**
 * Reads an event of the event history. `nothing`: it is not about the password of an IAM user, or the call failed and
 * therefore changed nothing. A user's own ChangePassword that failed is a sign of life all the same. What is not
 * understood is an event about nobody known, never `nothing`.
 */
export function passwordEventOf(event: unknown, asked: string): PasswordEvent | 'nothing' {
  const looked = LookedUp.safeParse(event).data;
  const record = recordIn(looked?.CloudTrailEvent);
  const source = looked?.EventSource ?? record?.eventSource;
  // Amazon Cognito has a ChangePassword, too.
  if (source !== undefined && !source.startsWith('iam.')) return 'nothing';
  const call = looked?.EventName ?? asked;
  const named = call === 'ChangePassword' ? callersOf(record, looked) : ownersOf(call, record, looked);
  const users = [...new Set(named.filter(isName))];
  // Without a name, IAM takes the caller: the root user got a password.
  if (call === 'CreateLoginProfile' && users.length === 0 && isRoot(record?.userIdentity)) return 'nothing';
  const failed = record?.errorCode !== undefined;
  if (failed && (call !== 'ChangePassword' || users.length === 0)) return 'nothing';
  return { call, at: looked?.EventTime?.getTime(), users, failed };
}

type CloudTrailRecord = z.infer<typeof CloudTrailRecord>;
type LookedUp = z.infer<typeof LookedUp> | undefined;

function recordIn(text: string | undefined): CloudTrailRecord {
  try {
    return CloudTrailRecord.parse(JSON.parse(text ?? ''));
  } catch {
    // Not JSON: nothing is known of the call but that it was made.
    return undefined;
  }
}

/** ChangePassword changes the caller's password, and only an IAM user can call it. */
function callersOf(record: CloudTrailRecord, looked: LookedUp): (string | undefined)[] {
  const { type, userName } = record?.userIdentity ?? {};
  if (type !== undefined && type !== 'IAMUser') return [];
  return [userName, looked?.Username];
}

/** The user that the request names. Without a name, CreateLoginProfile means the caller. */
function ownersOf(call: string, record: CloudTrailRecord, looked: LookedUp): (string | undefined)[] {
  const named = [
    record?.requestParameters?.userName,
    record?.responseElements?.loginProfile?.userName,
    ...(looked?.Resources ?? [])
      .filter(({ ResourceType: type }) => type === 'AWS::IAM::User')
      .map(({ ResourceName: name }) => name?.split('/').at(-1)),
  ];
  const { type, userName } = record?.userIdentity ?? {};
  const meansCaller = call === 'CreateLoginProfile' && type === 'IAMUser' && !named.some(isName);
  return meansCaller ? [userName] : named;
}

/** A user's name, not an id, and not the placeholder of a name that CloudTrail hides. */
function isName(name: string | undefined): name is string {
  if (name === undefined || name === 'HIDDEN_DUE_TO_SECURITY_REASONS') return false;
  return /^[\w+=,.@-]{1,64}$/.test(name) && !/^AIDA[A-Z0-9]{12,}$/.test(name);
}
