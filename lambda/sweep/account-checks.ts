import type { Confirmed } from '../domain/remediation/plan';
import { AccountChecks, neededFacts, runChecks } from '../domain/account-checks/run-checks';
import type { CredentialReport } from '../domain/credential-report/facts';
import type { RunReport } from '../domain/run-report';
import type { Ports } from '../ports';
import type { AccountId } from '../domain/identity';
import { hasEnded } from '../domain/policy/rules';
import type { Policy } from '../domain/policy/schema';
import type { AccountFacts, CheckFacts } from '../domain/account-checks/facts';

/**
 * Makes the account checks (docs/design.md §3.10). Nothing that goes wrong here stops the run.
 *
 * @returns undefined if there is no policy or no report, or because of a bug of our own
 */
export async function checkAccount(
  { account, now, settings }: Pick<RunReport, 'account' | 'now' | 'settings'>,
  report: CredentialReport | undefined,
  actions: readonly Confirmed[],
  { accountFacts, log }: Pick<Ports, 'accountFacts' | 'log'>,
): Promise<AccountChecks | undefined> {
  if (!settings || !report) return undefined;
  const { policy } = settings.policy;
  const planned = new Map(actions.map(({ target: { user } }) => [user.arn, user.name]));
  try {
    const needs = neededFacts(policy.checks);
    const facts = await accountFacts.read({ needs, planned: [...planned.values()] });
    return runAccountChecks({ now, account, policy, report, accountFacts: facts });
  } catch (error) {
    log('ERROR', 'hygiene-not-checked', { error: String(error) });
    return undefined;
  }
}

/** Runs the checks with the benchmark, the exemptions and the figures of the policy. Pure. */
export function runAccountChecks({
  now,
  account,
  policy,
  report,
  accountFacts,
}: Pick<CheckFacts, 'now' | 'report'> & {
  readonly account: AccountId;
  readonly policy: Policy;
  /** What IAM answered, in addition to the report. */
  readonly accountFacts: AccountFacts;
}): AccountChecks {
  const { benchmark, exemptions, checks } = policy;
  const liveExemptions = exemptions.filter((exemption) => !hasEnded(exemption, now)).length;
  const { partition } = account;
  return runChecks({ now, partition, benchmark, report, liveExemptions, account: accountFacts }, checks);
}
