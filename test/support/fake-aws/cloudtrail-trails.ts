import type { FakeAccount, FakeTrail } from './account';
import { AwsError, type Params } from './wire';

// It embodies docs/assumptions.md A77.

/** The trails of a region: its own, and multi-region ones of other regions, which are shadow trails there. */
export function describeTrails(account: FakeAccount, _params: Params, _body: Buffer, region: string) {
  return {
    trailList: trailsIn(account, region).map((trail) => ({
      Name: trail.name,
      S3BucketName: 'trails',
      IncludeGlobalServiceEvents: true,
      IsMultiRegionTrail: trail.multiRegion,
      HomeRegion: trail.homeRegion,
      TrailARN: arnOf(account, trail),
      LogFileValidationEnabled: true,
      HasCustomEventSelectors: trail.selectors !== undefined,
      HasInsightSelectors: false,
      IsOrganizationTrail: trail.owner !== undefined,
    })),
  };
}

export function getTrailStatus(account: FakeAccount, { Name }: Params, _body: Buffer, region: string) {
  return { IsLogging: named(account, Name, region).logging };
}

/** Of an organization's trail, the account that has it alone reads the selectors. */
export function getEventSelectors(
  account: FakeAccount,
  { TrailName }: Params,
  _body: Buffer,
  region: string,
) {
  const trail = named(account, TrailName, region);
  if (trail.owner !== undefined) throw notFound(TrailName);
  const all = [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }];
  return { TrailARN: arnOf(account, trail), ...(trail.selectors ?? { EventSelectors: all }) };
}

/** A shadow trail is found by its ARN alone. */
function named(account: FakeAccount, name: string | undefined, region: string): FakeTrail {
  const found = trailsIn(account, region).find((trail) => arnOf(account, trail) === name);
  if (!found) throw notFound(name);
  return found;
}

function notFound(name: string | undefined): AwsError {
  return new AwsError('TrailNotFoundException', 400, `Unknown trail: ${name}`);
}

function trailsIn({ trails }: FakeAccount, region: string): FakeTrail[] {
  return trails.filter(({ homeRegion, multiRegion }) => multiRegion || homeRegion === region);
}

function arnOf({ id, partition }: FakeAccount, { name, homeRegion, owner = id }: FakeTrail): string {
  return `arn:${partition}:cloudtrail:${homeRegion}:${owner}:trail/${name}`;
}
