import * as z from 'zod';
import { type CallRecord, recordedEventOf, Text } from '../cloudtrail-record';
import { USE_ROUNDING } from '../credential-report/facts';
import { lastUseOf } from '../evaluation/evidence';
import { type AccountId, HOME_REGIONS, isRegion, SIGN_IN_REGIONS } from '../identity';
import { DAY, type Instant, MINUTE, utcMinute } from '../instant';
import { clean } from '../text';
import type { Candidate } from './candidate';
import type { Target } from './confirm';
import type { Outcome } from './outcome';

// With the policy's `evidence`: where and by what a planned credential was last used, from CloudTrail's event history. A
// use that the verdict does not know takes the action away (docs/design.md §5.4).

/** What is asked about one planned credential. */
export interface UseQuestion {
  readonly target: Target;
  /** Where IAM says that a key was last used; it may be `N/A`. */
  readonly lastUseRegion: string | undefined;
}

/** A call by the credential, or a sign-in. Every text is cleaned and cut, because others can choose what it says. */
export interface UseEvent {
  readonly id: string;
  readonly at: Instant;
  /** `iam.amazonaws.com` */
  readonly service: string;
  readonly call: string;
  readonly region: string;
  readonly address: string;
  readonly agent: string;
  /** The code, or the message if there is no code. Undefined for what was done. */
  readonly error: string | undefined;
  /** A sign-in that AWS refused is no use: whoever knows the user's name can try. */
  readonly isRefusedSignIn: boolean;
}

/** What the event history of one region has about a credential. */
export interface RegionUse {
  readonly region: string;
  readonly events: readonly UseEvent[];
  /** Why it could not be read, or not in full. */
  readonly cause: string | undefined;
}

export interface UseHistory {
  /** The latest use that was found. */
  readonly use: UseEvent | undefined;
  /** The latest attempt to sign in that AWS refused. */
  readonly refusedSignIn: UseEvent | undefined;
  /** The regions that were read. */
  readonly read: readonly string[];
  readonly unread: readonly { readonly region: string; readonly cause: string }[];
}

/** How long IAM may leave the uses after a recorded one unrecorded (docs/assumptions.md A26). */
const RECORDED_ONCE_IN = { password: 5 * MINUTE, accessKey: USE_ROUNDING } as const;

/** Where a use can stand: the regions of IAM, of the function and of the last use, and for passwords of sign-ins. */
export function regionsToAsk(
  { target, lastUseRegion }: UseQuestion,
  { account: { partition }, region }: { readonly account: AccountId; readonly region: string },
): readonly string[] {
  const home = HOME_REGIONS[partition];
  const own =
    target.kind === 'password'
      ? (SIGN_IN_REGIONS[partition] ?? [])
      : lastUseRegion !== undefined && isRegion(lastUseRegion)
        ? [lastUseRegion]
        : [];
  return [...new Set([...(home === undefined ? [] : [home]), region, ...own])];
}

/** Of all regions together. Pure. */
export function useHistoryOf(regions: readonly RegionUse[]): UseHistory {
  const events = regions.flatMap((region) => region.events);
  return {
    use: latestOf(events.filter(({ isRefusedSignIn }) => !isRefusedSignIn)),
    refusedSignIn: latestOf(events.filter(({ isRefusedSignIn }) => isRefusedSignIn)),
    read: regions.filter(({ cause }) => cause === undefined).map(({ region }) => region),
    unread: regions.flatMap(({ region, cause }) => (cause === undefined ? [] : [{ region, cause }])),
  };
}

function latestOf(events: readonly UseEvent[]): UseEvent | undefined {
  return events.reduce<UseEvent | undefined>(
    (latest, event) => (latest === undefined || event.at > latest.at ? event : latest),
    undefined,
  );
}

/**
 * What the latest use forbids: `refused` if it is younger than the reference time, which it contradicts. Uses that IAM
 * does not record after one that it recorded contradict nothing. But a use within the limit refuses in any case. Pure.
 */
export function useVeto(
  { credential, evidence, verdict }: Pick<Candidate, 'credential' | 'evidence' | 'verdict'>,
  { use }: Pick<UseHistory, 'use'>,
  now: Instant,
): Extract<Outcome, { kind: 'refused' }> | undefined {
  const { reference, maxUnusedDays } = verdict;
  if (use === undefined || use.at <= reference.at) return undefined;
  const recorded = lastUseOf(evidence);
  const isCovered = recorded !== undefined && use.at < recorded + RECORDED_ONCE_IN[credential.kind];
  if (isCovered && now - use.at >= maxUnusedDays * DAY) return undefined;
  return { kind: 'refused', cause: `CloudTrail shows a use since then: ${useText(use)}` };
}

/** `2026-05-02 14:03Z by s3.amazonaws.com ListBuckets from 198.51.100.7 (aws-cli/2.31.0), eu-west-1` */
export function useText({ at, service, call, region, address, agent, error }: UseEvent): string {
  const failed = error === undefined ? '' : `, which failed with ${error},`;
  return `${utcMinute(at)}Z by ${service} ${call}${failed} from ${address} (${agent}), ${region}`;
}

/** What stands beside the record. */
const Dated = z.object({ EventTime: z.date(), EventId: Text, EventName: Text, EventSource: Text });

/**
 * Reads an event that a lookup of this credential gave. `nothing`: it surely is no use of it, such as a role session's
 * sign-in under the user's name. What is not understood of an event with a time counts as a use.
 */
export function useEventOf(
  event: unknown,
  target: Target,
  { account, region }: { readonly account: AccountId; readonly region: string },
): UseEvent | 'nothing' | 'notUnderstood' {
  const dated = Dated.safeParse(event).data;
  if (!dated) return 'notUnderstood';
  const recorded = recordedEventOf(event);
  const record = recorded === 'unreadable' ? undefined : recorded.record;
  const service = record?.eventSource ?? dated.EventSource;
  const call = record?.eventName ?? dated.EventName;
  const isOfTarget =
    target.kind === 'password'
      ? isSignIn(call, service) && mayBeUser(record?.userIdentity, target, account)
      : (record?.userIdentity?.accessKeyId ?? target.keyId) === target.keyId;
  // An earlier user of the same name, who was deleted.
  if (!isOfTarget || dated.EventTime.getTime() < target.user.createdAt) return 'nothing';
  const error = record?.errorCode || record?.errorMessage;
  return {
    id: shown(dated.EventId, 64),
    at: dated.EventTime.getTime(),
    service: shown(service, 64),
    call: shown(call, 64),
    region: shown(record?.awsRegion ?? region, 32),
    address: shown(record?.sourceIPAddress, 64),
    agent: shown(record?.userAgent, 100),
    error: error ? shown(error, 64) : undefined,
    isRefusedSignIn: target.kind === 'password' && record?.responseElements?.ConsoleLogin === 'Failure',
  };
}

function shown(text: string | undefined, maxLength: number): string {
  return clean(text ?? '', maxLength) || 'unknown';
}

/** An event without a name may be one. */
function isSignIn(call: string | undefined, service: string | undefined): boolean {
  return (call ?? 'ConsoleLogin') === 'ConsoleLogin' && (service ?? 'signin.').startsWith('signin.');
}

/** Whether the caller may be the IAM user. A failed sign-in has no ARN. */
function mayBeUser(caller: CallRecord['userIdentity'], { user }: Target, account: AccountId): boolean {
  const { type = 'IAMUser', accountId = account.id, userName = user.name } = caller ?? {};
  return type === 'IAMUser' && accountId === account.id && userName.toLowerCase() === user.name.toLowerCase();
}
