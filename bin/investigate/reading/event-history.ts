import type { CloudTrailClient, LookupAttribute } from '@aws-sdk/client-cloudtrail';
import * as z from 'zod';
import { lookUpPage } from '../../../lambda/aws/cloudtrail-client';
import { codeOf, describeFailure } from '../../../lambda/aws/responses';
import type { Instant } from '../../../lambda/domain/instant';

/** For the first page of a lookup. A single response has been seen to take 35 s in us-east-1. */
const FIRST_PAGE_MS = 45_000;
/** For each other page, with its turn in two calls a second. */
const NEXT_PAGE_MS = 2_000;

const Timed = z.object({ EventTime: z.date() });

export interface HistoryRequest {
  readonly name: string;
  readonly keyIds: readonly string[];
  readonly since: Instant;
  /** At most so many pages of each lookup. */
  readonly pages: number;
  /** For all lookups of a region. @default enough for their pages */
  readonly timeoutMs?: number;
}

export interface RegionHistory extends LookupResult {
  /** Calls of anybody that may have changed something. They are read where the lookup by name left some. */
  readonly writes: readonly unknown[];
}

interface LookupResult {
  readonly found: readonly unknown[];
  readonly pages: number;
  /** A lookup has more pages than were read. */
  readonly more: boolean;
  /** All events from then on were read. Undefined if none were left, or if it is not known. */
  readonly completeSince: Instant | undefined;
  /** Why a lookup failed. Events of the others, and of its first pages, are in `found`. */
  readonly cause: string | undefined;
}

/**
 * Looks up the events of one region: by the name of the user, and by each access key. The lookup by name finds every
 * call, also one with temporary credentials. A lookup by key finds what a busy other key would crowd out, and calls that
 * the user made under an earlier name. Both find most calls, so an event may be there twice.
 *
 * Where the lookup by name leaves events, the newest calls of anybody that may have changed something are looked up too.
 * A leaked key that a program uses all day reads much, and changes little: what matters most must not be left.
 */
export async function readRegion(
  cloudTrail: CloudTrailClient,
  { name, keyIds, since, pages, timeoutMs }: HistoryRequest,
  onPage: () => void,
): Promise<RegionHistory> {
  const attributes: LookupAttribute[] = [
    { AttributeKey: 'Username', AttributeValue: name },
    ...keyIds.map((id) => ({ AttributeKey: 'AccessKeyId' as const, AttributeValue: id })),
  ];
  const deadline = AbortSignal.timeout(
    timeoutMs ?? FIRST_PAGE_MS + (attributes.length + 1) * pages * NEXT_PAGE_MS,
  );
  const readAll = (attribute: LookupAttribute) =>
    lookUp(cloudTrail, { attribute, since, pages, deadline }, onPage);
  const lookups = await Promise.all(attributes.map(readAll));
  const writes = lookups[0]?.more
    ? await readAll({ AttributeKey: 'ReadOnly', AttributeValue: 'false' })
    : undefined;
  return {
    writes: writes?.found ?? [],
    found: lookups.flatMap(({ found }) => found),
    pages: lookups.reduce((sum, lookup) => sum + lookup.pages, writes?.pages ?? 0),
    more: lookups.some(({ more }) => more),
    completeSince: lookups
      .flatMap(({ completeSince }) => (completeSince === undefined ? [] : [completeSince]))
      .reduce<Instant | undefined>((latest, at) => Math.max(latest ?? at, at), undefined),
    cause: lookups.find(({ cause }) => cause !== undefined)?.cause,
  };
}

/** Without an end time, the history is read from its newest event. */
async function lookUp(
  cloudTrail: CloudTrailClient,
  lookup: {
    readonly attribute: LookupAttribute;
    readonly since: Instant;
    readonly pages: number;
    readonly deadline: AbortSignal;
  },
  onPage: () => void,
): Promise<LookupResult> {
  const { attribute, since, pages: most, deadline } = lookup;
  const found: unknown[] = [];
  let pages = 0;
  let token: string | undefined;
  try {
    do {
      const page = await lookUpPage(cloudTrail, { attribute, since }, token, deadline);
      found.push(...page.events);
      pages += 1;
      onPage();
      token = page.next;
    } while (token !== undefined && pages < most);
    const more = token !== undefined;
    return { found, pages, more, completeSince: more ? oldestOf(found) : undefined, cause: undefined };
  } catch (error) {
    const cause = deadline.aborted ? 'LookupEvents did not answer in time' : causeOf(error);
    // A lookup that ended early may have more.
    return { found, pages, more: pages > 0, completeSince: oldestOf(found), cause };
  }
}

/**
 * A region that the account has not enabled does not know the caller's credentials, which work elsewhere: the keys of the
 * user were read with them.
 *
 * https://github.com/prowler-cloud/prowler/issues/1808
 */
function causeOf(error: unknown): string {
  const cause = describeFailure('LookupEvents', error);
  const isUnknownThere = ['UnrecognizedClient', 'InvalidClientTokenId'].includes(codeOf(error));
  return isUnknownThere ? `the account may not have enabled this region: ${cause}` : cause;
}

/** CloudTrail gives the newest event first. */
function oldestOf(found: readonly unknown[]): Instant | undefined {
  const oldest = Timed.safeParse(found.at(-1));
  return oldest.success ? oldest.data.EventTime.getTime() : undefined;
}
