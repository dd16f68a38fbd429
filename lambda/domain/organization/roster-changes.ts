import type { AccountMode } from './policy/schema';
import type { Roster, RosterEntry } from './roster';

/** What an account is to a run: its own mode, or why it is not swept. The master switch changes no account's. */
export type Standing = AccountMode | 'suspended' | 'unclear';

export function standingOf(entry: RosterEntry): Standing {
  return entry.kind === 'toSweep' ? entry.own : entry.kind;
}

/** How the organization differs from that of the last run which swept all of it. */
export interface RosterChanges {
  readonly joined: readonly RosterEntry[];
  readonly gone: readonly RosterEntry[];
  readonly moved: readonly { readonly account: RosterEntry; readonly from: readonly string[] | undefined }[];
  readonly modeChanged: readonly { readonly account: RosterEntry; readonly from: Standing }[];
}

export function rosterChanges(before: Roster, after: Roster): RosterChanges {
  const was = new Map(before.accounts.map((account) => [account.id, account]));
  const is = new Set(after.accounts.map(({ id }) => id));
  const both = after.accounts.flatMap((account) => {
    const earlier = was.get(account.id);
    return earlier ? [{ account, earlier }] : [];
  });
  return {
    joined: after.accounts.filter(({ id }) => !was.has(id)),
    gone: before.accounts.filter(({ id }) => !is.has(id)),
    moved: both
      .filter(({ account, earlier }) => account.parents?.join('/') !== earlier.parents?.join('/'))
      .map(({ account, earlier }) => ({ account, from: earlier.parents })),
    modeChanged: both
      .filter(({ account, earlier }) => standingOf(account) !== standingOf(earlier))
      .map(({ account, earlier }) => ({ account, from: standingOf(earlier) })),
  };
}
