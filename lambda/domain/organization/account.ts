import * as z from 'zod';
import type { Instant } from '../instant';
import { clean } from '../text';

/** Twelve digits. */
export const AccountNumber = z.string().regex(/^\d{12}$/);

/**
 * The states of an account in AWS Organizations. We read `State`. `Status`, with other words for some of them, was to be
 * retired in September 2026 (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html).
 */
const STATES = ['PENDING_ACTIVATION', 'ACTIVE', 'SUSPENDED', 'PENDING_CLOSURE', 'CLOSED'] as const;
export type AccountState = (typeof STATES)[number];

export function isAccountState(text: string | undefined): text is AccountState {
  return STATES.some((state) => state === text);
}

/** An account as `ListAccounts` has it. The root user's address is not kept. What AWS left out is undefined. */
export interface ListedAccount {
  readonly id: string | undefined;
  /** Chosen in the account itself (`account:PutAccountName`), so nothing is matched by it. */
  readonly name: string | undefined;
  /** `State`, never `Status`. */
  readonly state: string | undefined;
  /**
   * `Paths`, such as `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/123456789012`. Undefined or empty where AWS does not say it;
   * a path that was walked from the root down has the same form.
   */
  readonly paths: readonly string[] | undefined;
  readonly joinedAt: Instant | undefined;
}

/**
 * The root and the organizational units above the account, the root first. Undefined if that is not known for sure: no
 * path, a path without a root, or two paths that differ.
 */
export function parentsOf({ paths = [] }: Pick<ListedAccount, 'paths'>): readonly string[] | undefined {
  const parents = paths.map((path) => path.split('/').filter((part) => /^(?:r|ou)-/.test(part)));
  const [first, ...others] = parents;
  if (!first?.[0]?.startsWith('r-')) return undefined;
  return others.every((other) => other.join('/') === first.join('/')) ? first : undefined;
}

/** `payments (111122223333)`, safe for one line of a mail. */
export function accountLabel({
  id,
  name,
}: {
  readonly id: string;
  readonly name?: string | undefined;
}): string {
  const shown = name === undefined ? '' : clean(name, 50);
  return shown === '' ? clean(id, 20) : `${shown} (${clean(id, 20)})`;
}
