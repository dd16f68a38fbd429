import {
  CloudTrailClient,
  type CloudTrailClientConfig,
  type LookupAttribute,
  LookupEventsCommand,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-cloudtrail';
import type { FinalizeRequestMiddleware } from '@smithy/types';
import pThrottle from 'p-throttle';
import * as z from 'zod';
import { HOME_REGIONS } from '../domain/identity';
import type { Instant } from '../domain/instant';
import { beforeDeadline } from './iam-client';
import { parseResponse } from './responses';

/** "Limited to two per second, per account, per Region." https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
const CALLS = 2;
/** Two calls may arrive closer together than they were sent, so the second has a tenth more. */
const INTERVAL_MS = 1_100;
/** CloudTrail's limit. */
const PAGE_SIZE = 50;

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
  const turn = pThrottle({ limit: CALLS, interval: INTERVAL_MS, strict: true })(async () => {});
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

/** One client for each region. So all lookups of a run keep the limit of a region together. */
export class CloudTrailClients {
  readonly #clients = new Map<string, CloudTrailClient>();

  constructor(private readonly create: (region: string) => CloudTrailClient = pacedCloudTrailClientIn) {}

  in(region: string): CloudTrailClient {
    const client = this.#clients.get(region) ?? this.create(region);
    this.#clients.set(region, client);
    return client;
  }

  /** For the region that has IAM's events. Undefined in a partition whose region we do not know. */
  ofIam(partition: string): CloudTrailClient | undefined {
    const region = HOME_REGIONS[partition];
    return region === undefined ? undefined : this.in(region);
  }

  destroy(): void {
    for (const client of this.#clients.values()) client.destroy();
  }
}

/** A list is required: without one nothing shows that there are no events. */
const Page = z.object({ Events: z.array(z.unknown()), NextToken: z.string().min(1).optional() });

export interface Lookup {
  /** A lookup takes one attribute at a time. */
  readonly attribute: LookupAttribute;
  /** @default as far back as CloudTrail keeps events, which is 90 days */
  readonly since?: Instant;
  /** @default up to the newest event */
  readonly until?: Instant | undefined;
}

/**
 * One page of the event history, the newest events first.
 *
 * @returns `next`: the token of the next page; undefined if this was the last
 * @throws after `deadline`, and what the SDK throws
 */
export async function lookUpPage(
  client: CloudTrailClient,
  { attribute, since, until }: Lookup,
  token: string | undefined,
  deadline: AbortSignal,
): Promise<{ readonly events: readonly unknown[]; readonly next: string | undefined }> {
  const command = new LookupEventsCommand({
    LookupAttributes: [attribute],
    ...(since === undefined ? {} : { StartTime: new Date(since) }),
    ...(until === undefined ? {} : { EndTime: new Date(until) }),
    MaxResults: PAGE_SIZE,
    NextToken: token,
  });
  const response = await beforeDeadline(deadline, () => client.send(command, { abortSignal: deadline }));
  const page = parseResponse(Page, 'LookupEvents', response);
  return { events: page.Events, next: page.NextToken };
}
