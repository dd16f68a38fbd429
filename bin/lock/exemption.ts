import type { SSMClient } from '@aws-sdk/client-ssm';
import type { UserReader } from '../../lambda/aws/iam-user-reader';
import { describeFailure } from '../../lambda/aws/responses';
import { SsmSettings } from '../../lambda/aws/ssm-settings';
import { accountOfArn } from '../../lambda/domain/identity';
import type { Instant } from '../../lambda/domain/instant';
import { parsePolicy } from '../../lambda/domain/policy/parse';
import { policyOfAccount } from '../../lambda/domain/policy/of-account';
import { asksAboutGroups, exemptionOf } from '../../lambda/domain/policy/rules';
import type { Deployment } from './deployment';
import type { LockPlan } from './plan';

/** Whether the policy in force exempts the user. A lock of such a user asks for one word more. */
export type ExemptionFound =
  | { readonly kind: 'none' }
  | { readonly kind: 'exempt'; readonly name: string }
  | { readonly kind: 'unknown'; readonly cause: string };

/** Never throws: what cannot be read is `unknown`. */
export async function findExemption(
  { user, tags, keys }: LockPlan,
  { parameters }: Pick<Deployment, 'parameters'>,
  sources: { readonly ssm: SSMClient; readonly reader: Pick<UserReader, 'groups'>; readonly now: Instant },
): Promise<ExemptionFound> {
  const { ssm, reader, now } = sources;
  try {
    const { policy: stored } = await new SsmSettings(ssm, parameters).read();
    if (!stored.value) return { kind: 'unknown', cause: `there is no parameter ${stored.name}` };
    const inForce = parsePolicy(stored.value.text, now, 'organization');
    const account = accountOfArn(user.arn);
    // A lock does not ask Organizations: an exemption by OU may hold.
    const policy = account ? policyOfAccount(inForce, { id: account.id, parents: undefined }) : inForce;
    const groups = asksAboutGroups(policy) ? await reader.groups(user.name) : undefined;
    const subject = { name: user.name, path: user.path, tags, groups, hasKeys: keys.length > 0 };
    const exemption = exemptionOf(policy, subject, now);
    if (exemption === 'none') return { kind: 'none' };
    return exemption === 'unknown'
      ? { kind: 'unknown', cause: 'the policy does not say' }
      : { kind: 'exempt', name: exemption.name };
  } catch (error) {
    return { kind: 'unknown', cause: describeFailure('the policy', error) };
  }
}
