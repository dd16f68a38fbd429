import {
  CloudTrailClient,
  type CloudTrailClientConfig,
  paginateLookupEvents,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-cloudtrail';
import type { FinalizeRequestMiddleware } from '@smithy/types';
import pThrottle from 'p-throttle';
import * as z from 'zod';
import { HOME_REGIONS } from '../domain/identity';
import { type Instant, MINUTE } from '../domain/instant';
import {
  PASSWORD_CALLS,
  type PasswordEvent,
  passwordEventOf,
  type PasswordEvents,
} from '../domain/remediation/password-events';
import type { PasswordEventSource } from '../ports';
import { beforeDeadline } from './iam-client';
import { parseResponse, CallFailed } from './responses';

/** "Limited to two per second, per account, per Region." https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
const CALLS_PER_SECOND = 2;
const PAGE_SIZE = 50;
/** For each kind of call: 500 events. More in four hours is not people who reset passwords. */
const MAX_PAGES = 10;
/** For all pages. A single response has been seen to take 35 s in us-east-1. */
const TIMEOUT_MS = MINUTE;

/** What is read of a page. A list is required: without one nothing shows that there are no events. */
const Page = z.object({ Events: z.array(z.unknown()) });

/** A CloudTrail client for the region that has IAM's events. Undefined in a partition whose region we do not know. */
export function pacedCloudTrailClient(
  partition: string,
  config: CloudTrailClientConfig = {},
): CloudTrailClient | undefined {
  const region = HOME_REGIONS[partition];
  return region === undefined ? undefined : pacedCloudTrailClientIn(region, config);
}

/**
 * A CloudTrail client for one region. Every request, retries included, is paced, because all clients in the account share
 * the limit.
 */
export function pacedCloudTrailClientIn(
  region: string,
  config: CloudTrailClientConfig = {},
): CloudTrailClient {
  const client = new CloudTrailClient({
    maxAttempts: 5,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 40_000, throwOnRequestTimeout: true },
    ...config,
    region,
  });
  const turn = pThrottle({ limit: CALLS_PER_SECOND, interval: 1_000, strict: true })(async () => {});
  const pace: FinalizeRequestMiddleware<ServiceInputTypes, ServiceOutputTypes> = (next) => async (args) => {
    await turn();
    return next(args);
  };
  client.middlewareStack.addRelativeTo(pace, {
    name: 'pace',
    relation: 'after',
    toMiddleware: 'retryMiddleware',
  });
  return client;
}

/** Reads CloudTrail's event history. It needs no trail, and keeps events for 90 days. */
export class CloudTrailPasswordEvents implements PasswordEventSource {
  /** @param deadline after it, no call waits any longer */
  constructor(
    private readonly cloudTrail: CloudTrailClient | undefined,
    private readonly deadline?: AbortSignal,
    private readonly timeoutMs = TIMEOUT_MS,
  ) {}

  async since(since: Instant, until?: Instant): Promise<PasswordEvents> {
    const { cloudTrail: client } = this;
    if (!client) return unreadable("it is not known which region has this partition's IAM events");
    const timeout = AbortSignal.timeout(this.timeoutMs);
    const signal = this.deadline ? AbortSignal.any([this.deadline, timeout]) : timeout;
    try {
      return await beforeDeadline(signal, async () => {
        const events: PasswordEvent[] = [];
        for (const call of PASSWORD_CALLS) {
          events.push(...(await eventsOf(client, call, { since, until }, signal)));
        }
        return { kind: 'read', events };
      });
    } catch (error) {
      if (error instanceof TooMany) return unreadable(error.message);
      if (timeout.aborted)
        return unreadable(`LookupEvents did not answer within ${this.timeoutMs / 1_000} s`);
      return unreadable(new CallFailed('LookupEvents', error).message);
    }
  }
}

class TooMany extends Error {
  override readonly name = 'TooMany';
}

/** Without an end time, the history is read up to its newest event. @throws */
async function eventsOf(
  client: CloudTrailClient,
  call: string,
  { since, until }: { readonly since: Instant; readonly until: Instant | undefined },
  abortSignal: AbortSignal,
): Promise<PasswordEvent[]> {
  const events: PasswordEvent[] = [];
  let pages = 0;
  // A lookup takes one attribute at a time.
  const LookupAttributes = [{ AttributeKey: 'EventName' as const, AttributeValue: call }];
  const input = {
    LookupAttributes,
    StartTime: new Date(since),
    ...(until === undefined ? {} : { EndTime: new Date(until) }),
  };
  for await (const page of paginateLookupEvents({ client, pageSize: PAGE_SIZE }, input, { abortSignal })) {
    const { Events: found } = parseResponse(Page, 'LookupEvents', page);
    events.push(...found.map((event) => passwordEventOf(event, call)).filter((event) => event !== 'nothing'));
    pages += 1;
    if (pages === MAX_PAGES && page.NextToken) {
      throw new TooMany(`CloudTrail has over ${MAX_PAGES} pages of ${call} events since then`);
    }
  }
  return events;
}

function unreadable(cause: string): PasswordEvents {
  return { kind: 'unreadable', cause };
}
