import { pacedCloudTrailClientIn } from '../../../lambda/aws/cloudtrail-client';
import { pacedIamClient } from '../../../lambda/aws/iam-client';
import type { AccountId, UserName } from '../../../lambda/domain/identity';
import { HOUR, type Instant, utcSecond } from '../../../lambda/domain/instant';
import { count } from '../../../lambda/domain/text';
import { Progress } from '../../preview/live/progress';
import type { Terminal } from '../../preview/terminal';
import type { Credentials, Investigation } from '../investigation';
import { summarize } from '../summary/summarize';
import { type HistoryRequest, readRegion, type RegionHistory } from './event-history';
import { type RegionToAsk, regionsToAsk } from './regions';
import { readUserNow } from './user-now';

export interface InvestigationRequest {
  readonly user: UserName;
  readonly account: AccountId;
  /** The configured region: it is asked too, and IAM is called from it. */
  readonly region: string;
  readonly now: Instant;
  readonly hours: number;
  /** Asked in addition to those that follow from the user. */
  readonly regions: readonly string[];
  /** At most so many pages of each lookup. */
  readonly pages: number;
}

/**
 * Reads what IAM and CloudTrail know of a user. It throws for no call that fails: what could not be read is in the
 * investigation.
 *
 * @param stderr shows the progress, if it is a terminal
 */
export async function investigateUser(
  request: InvestigationRequest,
  stderr: Terminal,
): Promise<Investigation> {
  const { account, now, hours } = request;
  const progress = new Progress(stderr);
  const iam = pacedIamClient(undefined, { region: request.region });
  try {
    progress.show(`Reading user ${request.user}`);
    const { name, identity, credentials } = await readUserNow(iam, request.user);
    const keys = credentials?.accessKeys.kind === 'read' ? credentials.accessKeys.value : [];
    const keyIds = keys.map(({ id }) => id);
    const from = now - hours * HOUR;
    const asked = regionsToAsk({
      account,
      configured: request.region,
      keyUses: keyUseRegions(credentials),
      option: request.regions,
    });
    const histories = await readRegions(asked, { name, keyIds, since: from, pages: request.pages }, progress);
    const { activity, leftOut, eventsIn } = summarize(
      histories.map(({ region, history: { found, writes } }) => ({ region, found, writes })),
      {
        account,
        name,
        userId: identity.kind === 'exists' ? identity.userId : undefined,
        keyIds: new Set(keyIds),
      },
      credentials?.accessKeys,
    );
    return {
      version: 1,
      account: account.id,
      partition: account.partition,
      user: name,
      at: utcSecond(now),
      from: utcSecond(from),
      hours,
      identity,
      ...(credentials ? { credentials } : {}),
      regions: histories.map(({ region, why, history: { pages, more, completeSince, cause } }) => ({
        region,
        why: [...why],
        pages,
        events: eventsIn.get(region) ?? 0,
        more,
        ...(completeSince === undefined ? {} : { completeSince: utcSecond(completeSince) }),
        ...(cause === undefined ? {} : { cause }),
      })),
      activity,
      leftOut,
    };
  } finally {
    progress.clear();
    iam.destroy();
  }
}

/** The regions in parallel. CloudTrail limits the calls of each region for itself. */
function readRegions(
  regions: readonly RegionToAsk[],
  request: HistoryRequest,
  progress: Progress,
): Promise<(RegionToAsk & { readonly history: RegionHistory })[]> {
  let pages = 0;
  const show = () =>
    progress.show(`Reading CloudTrail in ${count(regions.length, 'region')}: ${count(pages, 'page')}`);
  show();
  return Promise.all(
    regions.map(async ({ region, why }) => {
      const cloudTrail = pacedCloudTrailClientIn(region);
      try {
        const history = await readRegion(cloudTrail, request, () => {
          pages += 1;
          show();
        });
        return { region, why, history };
      } finally {
        cloudTrail.destroy();
      }
    }),
  );
}

function keyUseRegions(credentials: Credentials | undefined): string[] {
  if (credentials?.accessKeys.kind !== 'read') return [];
  return credentials.accessKeys.value.flatMap(({ lastUsed }) =>
    lastUsed.kind === 'read' && lastUsed.value !== 'none' ? [lastUsed.value.region] : [],
  );
}
