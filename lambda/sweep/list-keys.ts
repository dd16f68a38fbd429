import type { ReportedUser } from '../domain/credential';
import type { KeyListing } from '../domain/evaluation/key-identity';
import { MINUTE } from '../domain/instant';
import { count } from '../domain/text';
import { Halted } from '../errors';
import type { Ports } from '../ports';

/** Left for the live looks and the writes. At IAM's pace (docs/design.md §5.13), some 4,800 users a run are listed. */
const RESERVED_MS = 6 * MINUTE;
/** The clock is read after each batch. */
const BATCH_SIZE = 50;
const NO_TIME: KeyListing = {
  kind: 'unreadable',
  cause: 'this run had no time to look up its access key id; a next one has',
};

/**
 * Lists the access keys of these users, as many as there is time for. Of the others, nothing is announced or disabled.
 *
 * @throws Halted if AWS allows the function to list nobody's keys
 * @param lastUsed `twins`: only of keys that share their second with another one
 */
export async function listKeys(
  users: readonly Pick<ReportedUser, 'name' | 'arn'>[],
  lastUsed: 'all' | 'twins',
  ports: Pick<Ports, 'directory' | 'clock'>,
): Promise<ReadonlyMap<string, KeyListing>> {
  const listings = await listKeysInTime(users, lastUsed, ports);
  refuseIfAllDenied([...listings.values()]);
  return listings;
}

/** The same for what nobody acts on. Never throws. */
export async function listKeysInTime(
  users: readonly Pick<ReportedUser, 'name' | 'arn'>[],
  lastUsed: 'all' | 'twins',
  { directory, clock }: Pick<Ports, 'directory' | 'clock'>,
): Promise<ReadonlyMap<string, KeyListing>> {
  const listings = new Map<string, KeyListing>();
  for (let start = 0; start < users.length; start += BATCH_SIZE) {
    const batch = users.slice(start, start + BATCH_SIZE);
    if (clock.remaining() < RESERVED_MS) {
      for (const { arn } of batch) listings.set(arn, NO_TIME);
      continue;
    }
    for (const [arn, listing] of await directory.listKeys(batch, lastUsed)) listings.set(arn, listing);
  }
  return listings;
}

/** One or two users may be protected. Where at least three are asked for and all are denied, the role lacks the call. */
function refuseIfAllDenied(listings: readonly KeyListing[]): void {
  const [first] = listings;
  const isDenied = (listing: KeyListing) => listing.kind === 'unreadable' && listing.denied === true;
  if (first?.kind !== 'unreadable' || listings.length < 3 || !listings.every(isDenied)) return;
  throw new Halted(
    'permissions',
    `the access keys of none of ${count(listings.length, 'user')} could be listed: ${first.cause}`,
  );
}
