import type { Instant } from '../instant';
import type { ListedAccount } from './account';
import type { ActItem } from './act';
import type { ModeLimits } from './modes';
import type { OrganizationPolicy } from './policy/schema';
import { entryOf, type Roster, type RosterEntry } from './roster';

export interface Described extends ModeLimits {
  /** `DescribeAccount` of each account with credentials in its item; one that could not be read is missing. */
  readonly accounts: ReadonlyMap<string, ListedAccount>;
  /** The one of Freeze. */
  readonly policy: OrganizationPolicy;
  readonly now: Instant;
}

/**
 * Takes the credentials away from accounts that are not what Freeze found: an account that was suspended or moved
 * between may have another mode by now. Their room stays empty today. Pure.
 */
export function withoutChanged(items: readonly ActItem[], roster: Roster, described: Described): ActItem[] {
  const frozen = new Map(roster.accounts.map((account) => [account.id, account]));
  return items.map((item) => {
    if (item.ids.length === 0) return item;
    const listed = described.accounts.get(item.id);
    const before = frozen.get(item.id);
    const isSame = listed && before && isUnchanged(before, entryOf({ ...listed, id: item.id }, described));
    return isSame ? item : { ...item, ids: [], barrier: 'changed' };
  });
}

function isUnchanged(before: RosterEntry, after: RosterEntry): boolean {
  return (
    before.kind === 'toSweep' &&
    after.kind === 'toSweep' &&
    before.mode === after.mode &&
    before.parents?.join('/') === after.parents?.join('/')
  );
}
