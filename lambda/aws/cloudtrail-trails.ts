import {
  type CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import * as z from 'zod';
import type { Fetched, ManagementEvents, Trail } from '../domain/account-checks/facts';
import { describeFailure, parseResponse } from './responses';

const Trails = z.object({
  trailList: z.array(
    z.object({
      Name: z.string().min(1),
      TrailARN: z.string().min(1),
      // It becomes a part of the endpoint.
      HomeRegion: z.string().regex(/^[a-z0-9-]+$/),
      IsMultiRegionTrail: z.boolean(),
      IncludeGlobalServiceEvents: z.boolean(),
      HasCustomEventSelectors: z.boolean().optional(),
    }),
  ),
});
const Status = z.object({ IsLogging: z.boolean() });
const Condition = z.looseObject({
  Field: z.string(),
  Equals: z.array(z.string()).optional(),
  NotEquals: z.array(z.string()).optional(),
});
const Selectors = z.object({
  EventSelectors: z
    .array(z.object({ ReadWriteType: z.string(), IncludeManagementEvents: z.boolean() }))
    .optional(),
  AdvancedEventSelectors: z.array(z.object({ FieldSelectors: z.array(Condition) })).optional(),
});

type ListedTrail = z.infer<typeof Trails>['trailList'][number];

/** Reads the trails whose events include those of IAM: trails of the home region, and multi-region trails of any. */
export class TrailReader {
  private readonly clients = new Map<string, CloudTrailClient>();

  /**
   * @param homeRegion the region that has IAM's events; undefined where we do not know it
   * @param makeClient a client for a region
   */
  constructor(
    private readonly homeRegion: string | undefined,
    private readonly makeClient: (region: string) => CloudTrailClient,
  ) {}

  /** One call, and two for each trail. A call about one trail that fails makes its fact `unreadable`. @throws */
  async trails(signal?: AbortSignal): Promise<readonly Trail[]> {
    const { homeRegion } = this;
    if (homeRegion === undefined) {
      throw new Error("it is not known which region has this partition's IAM events");
    }
    // With shadow trails, which are those of other regions and of the organization.
    const response = await this.clientIn(homeRegion).send(new DescribeTrailsCommand({}));
    const { trailList } = parseResponse(Trails, 'DescribeTrails', response);
    const trails: Trail[] = [];
    for (const listed of trailList) {
      signal?.throwIfAborted();
      trails.push(await this.trail(listed));
    }
    return trails;
  }

  private clientIn(region: string): CloudTrailClient {
    const client = this.clients.get(region) ?? this.makeClient(region);
    this.clients.set(region, client);
    return client;
  }

  /** Both calls go to the trail's own region, and name it by its ARN: a shadow trail is known by that alone. */
  private async trail(listed: ListedTrail): Promise<Trail> {
    const { TrailARN: arn, HomeRegion: region } = listed;
    const client = this.clientIn(region);
    return {
      name: listed.Name,
      isMultiRegion: listed.IsMultiRegionTrail,
      hasGlobalEvents: listed.IncludeGlobalServiceEvents,
      isLogging: await attempt('GetTrailStatus', async () => {
        const response = await client.send(new GetTrailStatusCommand({ Name: arn }));
        return parseResponse(Status, 'GetTrailStatus', response).IsLogging;
      }),
      managementEvents: await managementEventsOf(client, listed),
    };
  }
}

/**
 * A member account may not be allowed to read the selectors of its organization's trail. DescribeTrails says whether there
 * are any: "By default, trails created without specific event selectors are configured to log all read and write
 * management events, and no data events."
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html
 * https://github.com/cloud-custodian/cloud-custodian/pull/6394
 */
async function managementEventsOf(
  client: CloudTrailClient,
  { TrailARN: arn, HasCustomEventSelectors: isCustom }: ListedTrail,
): Promise<Fetched<ManagementEvents>> {
  const read = await attempt('GetEventSelectors', async () => {
    const response = await client.send(new GetEventSelectorsCommand({ TrailName: arn }));
    return selectedBy(parseResponse(Selectors, 'GetEventSelectors', response));
  });
  const isByDefault = isCustom === false && (read.kind !== 'read' || read.value === undefined);
  if (isByDefault) return { kind: 'read', value: 'all' };
  return read.kind === 'read' ? { kind: 'read', value: read.value ?? 'none' } : read;
}

/** What the selectors select together; undefined if there are none. A trail has selectors of one of the two kinds. */
function selectedBy({
  EventSelectors: basic = [],
  AdvancedEventSelectors: advanced = [],
}: z.infer<typeof Selectors>): ManagementEvents | undefined {
  if (basic.length === 0 && advanced.length === 0) return undefined;
  const kinds = [
    ...basic.filter((each) => each.IncludeManagementEvents).map((each) => each.ReadWriteType),
    ...advanced.map(({ FieldSelectors: fields }) => kindOf(fields)),
  ];
  const has = (kind: string) => kinds.includes(kind);
  if (has('All') || (has('ReadOnly') && has('WriteOnly'))) return 'all';
  return has('WriteOnly') ? 'writes' : has('ReadOnly') ? 'reads' : 'none';
}

/**
 * `eventCategory` equal to Management selects management events, and `readOnly` one of their halves. `eventSource` may
 * leave out the two busy services that basic selectors may leave out too. Any other condition may leave out more, so it
 * selects nothing that counts.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html
 */
function kindOf(fields: readonly z.infer<typeof Condition>[]): string {
  const equals = (name: string) => fields.find(({ Field }) => Field === name)?.Equals;
  if (equals('eventCategory')?.join() !== 'Management') return 'None';
  const others = fields.filter(({ Field }) => Field !== 'eventCategory' && Field !== 'readOnly');
  if (!others.every(leavesOutBusyServices)) return 'None';
  const readOnly = fields.find(({ Field }) => Field === 'readOnly');
  if (!readOnly) return 'All';
  return { true: 'ReadOnly', false: 'WriteOnly' }[readOnly.Equals?.join() ?? ''] ?? 'None';
}

const BUSY_SERVICES = ['kms.amazonaws.com', 'rdsdata.amazonaws.com'];

function leavesOutBusyServices({ Field, NotEquals, ...others }: z.infer<typeof Condition>): boolean {
  const isAlone = Object.values(others).every((value) => value === undefined);
  return (
    Field === 'eventSource' && isAlone && (NotEquals ?? ['']).every((each) => BUSY_SERVICES.includes(each))
  );
}

async function attempt<T>(action: string, call: () => Promise<T>): Promise<Fetched<T>> {
  try {
    return { kind: 'read', value: await call() };
  } catch (error) {
    return { kind: 'unreadable', cause: describeFailure(action, error) };
  }
}
