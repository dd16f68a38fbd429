import * as z from 'zod';
import type { Instant } from '../instant';
import { At } from '../ledger/schema';
import { MODES } from '../settings';
import { clean } from '../text';
import { AccountNumber, isAccountState, type ListedAccount, parentsOf } from './account';
import { effectiveMode, type ModeLimits, ownModeOf } from './modes';
import type { OrganizationPolicy } from './policy/schema';

const account = {
  id: AccountNumber,
  name: z.string().optional(),
  /** The root and the OUs above it, the root first; absent if not known. */
  parents: z.array(z.string()).optional(),
  joinedAt: At.optional(),
};

/** One account of the organization, and what a run does with it. */
export const RosterEntry = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('suspended'), ...account, state: z.string() }),
  z.strictObject({
    kind: z.literal('excluded'),
    ...account,
    /** Name and reason of the entry that excludes it; absent if the policy's `default` does. */
    entry: z.string().optional(),
    reason: z.string().optional(),
    until: z.iso.date().optional(),
  }),
  z.strictObject({
    kind: z.literal('toSweep'),
    ...account,
    /** By the organization's policy alone. */
    own: z.enum(MODES),
    /** In which the run sweeps it: the least of `own`, the master switch and the rest. */
    mode: z.enum(MODES),
  }),
  /** It is in use for all we know, and cannot be swept: a state that we do not know, or nobody knows its OU. */
  z.strictObject({ kind: z.literal('unclear'), ...account, cause: z.string() }),
]);
export type RosterEntry = z.infer<typeof RosterEntry>;
export type AccountToSweep = Extract<RosterEntry, { kind: 'toSweep' }>;

/** `accounts.json`: every account of the organization at the moment at which the run began. */
export const Roster = z.strictObject({
  version: z.literal(1),
  organizationId: z.string(),
  runId: z.string().min(1),
  at: At,
  /** A run of named accounts has only these. */
  only: z.array(AccountNumber).optional(),
  /** By id, each once. */
  accounts: z.array(RosterEntry),
});
export type Roster = z.infer<typeof Roster>;

/** An item of `roster.json`, over which Judge maps: an account to sweep. */
export const RosterItem = z.strictObject({
  version: z.literal(1),
  runId: z.string().min(1),
  id: AccountNumber,
  name: z.string().optional(),
  /** As in `accounts.json`: rules of the policy name OUs. */
  parents: z.array(z.string()).optional(),
  mode: z.enum(MODES),
});
export type RosterItem = z.infer<typeof RosterItem>;

export interface FreezeInput extends ModeLimits {
  readonly organizationId: string;
  readonly runId: string;
  readonly now: Instant;
  /** Accepted by `refuseRoster`. */
  readonly listed: readonly (ListedAccount & { readonly id: string })[];
  readonly policy: OrganizationPolicy;
  /** The accounts that a run by hand was asked for. */
  readonly only?: readonly string[];
}

/** Decides once, for the whole run, which accounts are swept and in which mode. Pure. */
export function freezeRoster(input: FreezeInput): Roster {
  const { organizationId, runId, now, listed, only } = input;
  return {
    version: 1,
    organizationId,
    runId,
    at: now,
    ...(only ? { only: [...only] } : {}),
    accounts: listed
      .filter(({ id }) => only === undefined || only.includes(id))
      .map((each) => entryOf(each, input))
      .toSorted((one, other) => Number(one.id) - Number(other.id)),
  };
}

/** What a run that starts now would do with one account. Allot asks again (docs/design.md §9.5). */
export function entryOf(
  listed: ListedAccount & { readonly id: string },
  { policy, now, ...limits }: Pick<FreezeInput, 'policy' | 'now'> & ModeLimits,
): RosterEntry {
  const { id, name, state, joinedAt } = listed;
  const parents = parentsOf(listed);
  const known = {
    id,
    ...(name === undefined ? {} : { name: clean(name) }),
    ...(parents ? { parents: [...parents] } : {}),
    ...(joinedAt === undefined ? {} : { joinedAt }),
  };
  if (!isAccountState(state)) {
    const cause =
      state === undefined ? 'Organizations does not say its state' : `its state is ${clean(state, 64)}`;
    return { kind: 'unclear', ...known, cause: `${cause}, which is not understood` };
  }
  if (state !== 'ACTIVE') return { kind: 'suspended', ...known, state };
  const own = ownModeOf(policy, { ...listed, id }, now);
  if (own === 'unknown') {
    const cause = 'Organizations does not say in which OU it is, and /iam-lapse/organization names OUs';
    return { kind: 'unclear', ...known, cause };
  }
  if (own.mode !== 'excluded') {
    const mode = effectiveMode(own.mode, limits);
    return { kind: 'toSweep', ...known, own: own.mode, mode };
  }
  const { entry } = own;
  return {
    kind: 'excluded',
    ...known,
    ...(entry === undefined ? {} : { entry: entry.name }),
    ...(entry?.reason === undefined ? {} : { reason: entry.reason }),
    ...(entry?.until === undefined ? {} : { until: entry.until }),
  };
}

export function accountsToSweep({ accounts }: Pick<Roster, 'accounts'>): AccountToSweep[] {
  return accounts.filter((each) => each.kind === 'toSweep');
}

/** The items of `roster.json`. */
export function rosterItems(roster: Roster): RosterItem[] {
  return accountsToSweep(roster).map(({ id, name, parents, mode }) => ({
    version: 1,
    runId: roster.runId,
    id,
    ...(name === undefined ? {} : { name }),
    ...(parents === undefined ? {} : { parents }),
    mode,
  }));
}
