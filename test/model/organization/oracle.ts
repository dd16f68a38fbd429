import { HOUR } from '../../../lambda/domain/instant';
import type { OrganizationPolicy } from '../../../lambda/domain/organization/policy/schema';
import type { Policy } from '../../../lambda/domain/policy/schema';
import type { AppliedWrite } from '../journal';
import {
  type Decided,
  type Mail,
  type OrganizationJournal,
  type TrueAccount,
  type Truth,
  truthsWithin,
} from './journal';
import { frozenIn } from './records-read';

// What the settings ask for, read from docs/design.md §9 a second time: nothing of the code under test is used.

export const LIMITS_WINDOW = 20 * HOUR;
const ROOT = 'r-ab12';

/** What the organization policy says of an account: the first entry that matches counts. No exclusion of the model ends. */
export function ownMode(policy: OrganizationPolicy, { id, ou }: TrueAccount): string {
  const entry = policy.accounts.find(
    ({ match }) =>
      match.accounts?.includes(id) === true ||
      match.ous?.some((each) => each === ou || each === ROOT) === true,
  );
  return entry?.mode ?? policy.default;
}

/** By what one run goes. */
export interface Frozen {
  readonly mode: string;
  readonly policy: Policy;
  readonly organization: OrganizationPolicy;
  readonly record: Decided;
}

export function frozenOf(
  { settings }: Pick<OrganizationJournal, 'settings'>,
  runId: string,
): Frozen | undefined {
  const record = settings.find((each) => each.runId === runId);
  if (!record) return undefined;
  const { mode, policy, organization } = frozenIn(record.text);
  return {
    mode: mode.text,
    policy: JSON.parse(policy.text),
    organization: JSON.parse(organization.text),
    record,
  };
}

/** How things stood while the run froze settings and roster. */
export function truthsOfFreeze(journal: OrganizationJournal, runId: string): readonly Truth[] {
  const frozen = journal.settings.find((each) => each.runId === runId);
  const roster = journal.rosters.find((each) => each.runId === runId);
  return frozen && roster ? truthsWithin(journal, frozen.since, roster.at) : [];
}

/** The accounts that a run asked for; undefined: all. */
export function namedIn(journal: OrganizationJournal, runId: string): readonly string[] | undefined {
  const execution = journal.executions.find((each) => each.runId === runId);
  return (execution?.input as { accounts?: string[] } | undefined)?.accounts;
}

export function isListed(account: TrueAccount, named: readonly string[] | undefined): boolean {
  return account.isMember && (named?.includes(account.id) ?? true);
}

/** Whether the run has to sweep the account. */
export function isExpected(
  account: TrueAccount,
  policy: OrganizationPolicy,
  named: readonly string[] | undefined,
): boolean {
  return isListed(account, named) && account.state === 'ACTIVE' && ownMode(policy, account) !== 'excluded';
}

/** Whether somebody can be shown to have got the mail. Who unsubscribes while it is sent counts. */
export function isHeard(journal: OrganizationJournal, { at, invocation }: Mail): boolean {
  return truthsWithin(journal, invocation.startedAt, at).some(({ hearing }) => hearing > 0);
}

/** Whether the ledger's id is that of the credential that was hit. */
export function isIdOf(id: string, { target }: AppliedWrite): boolean {
  if (!id.startsWith(`${target.user.arn}@`)) return false;
  return target.kind === 'password'
    ? id.endsWith('/password')
    : id.includes(`/${target.keyId}`) || /\/key@[^/#]+$/.test(id);
}
