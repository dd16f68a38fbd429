import { aDeployment, type Deployment, type DeploymentOptions } from '../support/deployment';
import { AT_ONCE, theStaff } from '../support/staff';

/**
 * Mode enforce, no notice, wide limits, a subscriber, and three stale credentials: whatever a sweep here
 * understands, it disables at once. What the corpus asks is what it must not understand.
 */
export function anArmedDeployment(options: DeploymentOptions = {}): Promise<Deployment> {
  return aDeployment({
    users: theStaff(),
    mode: 'enforce',
    policy: AT_ONCE,
    ...options,
    account: { report: { ageMs: 0 }, ...options.account },
  });
}

/** The credential report that the account serves from now on: what `spoil` makes of the true one. */
export function spoilReport(
  { account }: Pick<Deployment, 'account'>,
  spoil: (csv: string) => string | Uint8Array,
): void {
  account.report.override = spoil(account.report.current?.content ?? '');
}
