import type { Instant } from '../instant';
import { hasEnded } from '../policy/rules';
import type { Mode } from '../settings';
import { parentsOf, type ListedAccount } from './account';
import { ACCOUNT_MODES, type AccountEntry, type AccountMode, type OrganizationPolicy } from './policy/schema';

/** What the organization's policy says of one account. */
export interface OwnMode {
  readonly mode: AccountMode;
  /** The entry that matched; undefined if the policy's `default` applies. */
  readonly entry: AccountEntry | undefined;
  /** Exclusions that would have come first, if they had not ended. */
  readonly ended: readonly AccountEntry[];
}

/**
 * "The first entry that matches counts, an exclusion that has ended never" (docs/design.md §9.2). `unknown`: an entry
 * names OUs, and it is not known where the account is. Another entry could make it do more than anybody wants.
 */
export function ownModeOf(
  policy: OrganizationPolicy,
  account: Pick<ListedAccount, 'paths'> & { readonly id: string },
  now: Instant,
): OwnMode | 'unknown' {
  const parents = parentsOf(account);
  const ended: AccountEntry[] = [];
  for (const entry of policy.accounts) {
    const { accounts = [], ous } = entry.match;
    if (!accounts.includes(account.id)) {
      if (ous === undefined) continue;
      if (parents === undefined) return 'unknown';
      if (!ous.some((ou) => parents.includes(ou))) continue;
    }
    if (!hasEnded(entry, now)) return { mode: entry.mode, entry, ended };
    ended.push(entry);
  }
  return { mode: policy.default, entry: undefined, ended };
}

/** Of several modes the one that does least. */
function leastMode<M extends AccountMode>(first: M, ...others: readonly M[]): M {
  const rank = (mode: M) => ACCOUNT_MODES.indexOf(mode);
  return others.reduce((least, mode) => (rank(mode) < rank(least) ? mode : least), first);
}

/** What besides its own mode decides how far a run goes in an account. */
export interface ModeLimits {
  /** The parameter `/iam-lapse/mode`; undefined if it holds something else, which does not act. */
  readonly master: Mode | undefined;
  /** The deployment has no write to IAM. */
  readonly reportOnly?: boolean;
  /** Something keeps the whole organization from acting, or the run is a preview. */
  readonly heldBack?: boolean;
}

/**
 * "The least of the master switch, the account's own mode, `reportOnly` and barriers" (docs/design.md §9.2).
 *
 * @param own of an account that is not excluded
 */
export function effectiveMode(own: Mode, { master, reportOnly, heldBack }: ModeLimits): Mode {
  return leastMode(own, master ?? 'dry-run', reportOnly || heldBack ? 'dry-run' : 'enforce');
}
