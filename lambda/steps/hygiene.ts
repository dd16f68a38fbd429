import type { Confirmed } from '../domain/act/plan';
import { checkAccount, type Hygiene, neededFacts } from '../domain/hygiene/hygiene';
import type { CredentialReport } from '../domain/report/facts';
import type { Sweep } from '../domain/sweep';
import type { Ports } from '../ports';

/**
 * The checks of the account around the credentials: findings, never actions. Whatever goes wrong here, the sweep
 * goes on. undefined: nothing to check by, or a fault of this program's own.
 */
export async function checkHygiene(
  { account, now, policy: inForce }: Pick<Sweep, 'account' | 'now' | 'policy'>,
  report: CredentialReport | undefined,
  actions: readonly Confirmed[],
  { hygiene, log }: Pick<Ports, 'hygiene' | 'log'>,
): Promise<Hygiene | undefined> {
  if (!inForce || !report) return undefined;
  const { policy } = inForce;
  const planned = new Map(actions.map(({ target: { user } }) => [user.arn, user.name]));
  try {
    const needs = neededFacts(policy.checks);
    const told = await hygiene.read({ needs, planned: [...planned.values()] });
    return checkAccount({ now, account, policy, report, told });
  } catch (error) {
    log('ERROR', 'hygiene-not-checked', { error: String(error) });
    return undefined;
  }
}
