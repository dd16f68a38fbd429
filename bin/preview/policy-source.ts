import { SSMClient } from '@aws-sdk/client-ssm';
import { SsmSettings } from '../../lambda/aws/ssm-settings';
import type { Instant } from '../../lambda/domain/instant';
import {
  MODE_PARAMETER,
  POLICY_PARAMETER,
  type PolicyInForce,
  policySha256,
} from '../../lambda/domain/settings';
import { parsePolicy, PolicyError } from '../../lambda/domain/policy/parse';
import { requiredRegion } from './aws-session';
import { BadInput, toUserError } from './errors';
import { encodingOf, readInput } from './files';
import type { PolicySource } from './options';

const PARAMETERS = { mode: MODE_PARAMETER, policy: POLICY_PARAMETER };

/** A preview does not ask Organizations, so a rule by OU leaves credentials unclear. */
export const UNKNOWN_OUS = { parents: undefined };

/** A policy with the text that it was parsed from. */
export type PolicyRead = PolicyInForce & { readonly text: string };

/**
 * Reads the policy from a file or from SSM.
 *
 * @throws BadInput, Unavailable
 */
export async function readPolicy(source: PolicySource, now: Instant): Promise<PolicyRead> {
  if (source.kind === 'ssm') return fromSsm(now);
  const content = readInput(source.file);
  // Not converted, as a report is: who deploys or uploads this file would upload UTF-16.
  if (encodingOf(content) !== 'utf-8') {
    throw new BadInput(`${source.file}: it is UTF-16 text; save it as UTF-8 without a byte order mark`);
  }
  const text = content.toString('utf8');
  return { text, policy: parseOrBadInput(text, source.file, now), sha256: policySha256(text) };
}

async function fromSsm(now: Instant): Promise<PolicyRead> {
  const name = PARAMETERS.policy;
  const region = await requiredRegion(name);
  const ssm = new SSMClient({ region });
  try {
    const { policy } = await new SsmSettings(ssm, PARAMETERS).read();
    if (!policy.value) {
      throw new BadInput(
        `there is no SSM parameter ${name} in ${region}: set AWS_REGION to the stack's region, or give --policy FILE`,
      );
    }
    return { ...policy.value, policy: parseOrBadInput(policy.value.text, name, now) };
  } catch (error) {
    throw error instanceof BadInput
      ? error
      : toUserError('GetParameters', error, `ssm:GetParameters on ${PARAMETERS.mode} and ${name}`);
  } finally {
    ssm.destroy();
  }
}

function parseOrBadInput(text: string, where: string, now: Instant): PolicyInForce['policy'] {
  try {
    // For which deployment it is, only a deploy knows.
    return parsePolicy(text, now, 'organization');
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw new BadInput(error.lines.map((line) => `${where}: ${line}`).join('\n'), { cause: error });
  }
}
