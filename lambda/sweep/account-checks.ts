import {
  type AccountChecks,
  neededFacts,
  runChecks,
  withoutEnded,
} from '../domain/account-checks/run-checks';
import type { AccountFacts, CheckFacts } from '../domain/account-checks/facts';
import { type AccountPrivileges, administratorsOf } from '../domain/account-checks/privileges';
import type { Credential } from '../domain/credential';
import type { AccountId } from '../domain/identity';
import { hasEnded } from '../domain/policy/rules';
import type { Policy } from '../domain/policy/schema';
import type { Confirmed } from '../domain/remediation/plan';
import type { RunReport } from '../domain/run-report';
import type { Ports } from '../ports';
import type { RunContext } from './run';

/**
 * Reads what the account checks need (docs/design.md §3.10). Nothing that goes wrong here stops the run.
 *
 * @returns undefined if there is no policy, or because of a bug of our own
 */
export async function readAccountFacts(
  { settings }: Pick<RunReport, 'settings'>,
  actions: readonly Confirmed[],
  { accountFacts, log }: Pick<Ports, 'accountFacts' | 'log'>,
): Promise<AccountFacts | undefined> {
  if (!settings) return undefined;
  const planned = new Map(actions.map(({ target: { user } }) => [user.arn, user.name]));
  try {
    const needs = neededFacts(settings.policy.policy.checks);
    return await accountFacts.read({ needs, planned: [...planned.values()] });
  } catch (error) {
    log('ERROR', 'hygiene-not-checked', { error: String(error) });
    return undefined;
  }
}

/** Reads the account's alias. Nothing that goes wrong here stops the run. */
export async function readAlias({
  accountFacts,
  log,
}: Pick<Ports, 'accountFacts' | 'log'>): Promise<Pick<RunReport, 'accountAlias' | 'aliasUnreadable'>> {
  try {
    const alias = await accountFacts.alias();
    if (alias.kind === 'unreadable') return { aliasUnreadable: alias.cause };
    return alias.kind === 'read' && alias.value !== undefined ? { accountAlias: alias.value } : {};
  } catch (error) {
    log('ERROR', 'alias-not-read', { error: String(error) });
    return { aliasUnreadable: String(error) };
  }
}

/**
 * Makes the account checks, when it is known what the run has ended. Nothing that goes wrong here stops the run.
 *
 * @returns nothing if there is no policy, no report or no facts, or because of a bug of our own
 */
export async function checkAccount(
  run: RunContext,
): Promise<Partial<Pick<RunReport, 'accountChecks' | 'administrators' | 'administratorsUnread'>>> {
  const { report: known, credentialReport, ports } = run;
  const accountFacts = await run.accountFacts;
  if (!known.settings || !credentialReport || !accountFacts) return {};
  const { now, account } = known;
  const { policy } = known.settings.policy;
  const ended = [...(run.endedBefore ?? []), ...endedNow(known)];
  try {
    return {
      accountChecks: runAccountChecks({
        now,
        account,
        policy,
        report: credentialReport,
        accountFacts,
        ended,
      }),
      ...administratorsIn(accountFacts),
    };
  } catch (error) {
    ports.log('ERROR', 'hygiene-not-checked', { error: String(error) });
    return {};
  }
}

function administratorsIn({
  privileges,
}: Pick<AccountFacts, 'privileges'>): Pick<RunReport, 'administrators' | 'administratorsUnread'> {
  switch (privileges.kind) {
    case 'read':
      return {
        administrators: administratorsOf(privileges.value),
        administratorsUnread: unreadIn(privileges.value),
      };
    case 'unreadable':
      return { administratorsUnread: { cause: privileges.cause } };
    case 'notAsked':
      return { administratorsUnread: { cause: "no account check that is on reads the users' policies" } };
  }
}

/** A user without an ARN may be anybody. */
function unreadIn({ users, unreadable }: AccountPrivileges): RunReport['administratorsUnread'] {
  const unread = [
    ...unreadable,
    ...users.flatMap(({ arn, privilege }) =>
      privilege.kind === 'unreadable' ? [{ arn, cause: privilege.cause }] : [],
    ),
  ];
  const [first] = unread;
  if (!first) return undefined;
  const arns = unread.flatMap(({ arn }) => (arn === undefined ? [] : [arn]));
  return { cause: first.cause, ...(arns.length === unread.length ? { users: new Set(arns) } : {}) };
}

/** What this run has disabled, or found gone or inactive, though the report shows it active. */
function endedNow({ results }: Pick<RunReport, 'results'>): Credential[] {
  return results
    .filter(({ outcome }) => outcome.kind === 'disabled' || outcome.kind === 'alreadyAbsent')
    .map(({ candidate }) => candidate.credential);
}

/** Runs the checks with the benchmark, the exemptions and the figures of the policy. Pure. */
export function runAccountChecks({
  now,
  account,
  policy,
  report,
  accountFacts,
  ended = [],
}: Pick<CheckFacts, 'now' | 'report'> & {
  readonly account: AccountId;
  readonly policy: Policy;
  /** What IAM answered, in addition to the report. */
  readonly accountFacts: AccountFacts;
  /** What has ended since the report was made. @default - nothing */
  readonly ended?: readonly Credential[];
}): AccountChecks {
  const { benchmark, exemptions, checks } = policy;
  const facts: CheckFacts = {
    now,
    partition: account.partition,
    benchmark,
    report: withoutEnded(report, ended),
    ended: new Set(ended.map(({ user }) => user.arn)),
    liveExemptions: exemptions.filter((exemption) => !hasEnded(exemption, now)).length,
    account: accountFacts,
  };
  return runChecks(facts, checks);
}
