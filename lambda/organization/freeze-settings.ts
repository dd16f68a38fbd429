import type { Audience } from '../domain/audience';
import type { Instant } from '../domain/instant';
import type { FrozenSettings } from '../domain/organization/frozen-settings';
import { parseOrganizationPolicy } from '../domain/organization/policy/parse';
import type { OrganizationInForce, OrganizationHaltReason } from '../domain/organization/run-report';
import { parsePolicy } from '../domain/policy/parse';
import { isMode, type Mode, MODES, type PolicyInForce } from '../domain/settings';
import { unmetToTell } from '../sweep/preconditions';
import type { CoordinatorOptions } from './coordinator';
import { OrganizationHalted, orHalted } from './halted';
import type { OrganizationSettings, Parameter } from './ports';

/** The three parameters, understood. */
export interface SettingsInForce {
  readonly mode: Mode;
  readonly policy: PolicyInForce;
  readonly organization: OrganizationInForce;
}

type Texts = Pick<FrozenSettings, 'mode' | 'policy' | 'organization'>;
type Deployed = Pick<CoordinatorOptions, 'deployedPolicySha256' | 'deployedOrganizationSha256'>;

/** @throws OrganizationHalted */
export function presentTexts({ mode, policy, organization }: OrganizationSettings): Texts {
  return {
    policy: present(policy, 'policy'),
    organization: present(organization, 'organization-policy'),
    mode: present(mode, 'mode'),
  };
}

function present({ name, value }: Parameter, reason: OrganizationHaltReason): Texts['mode'] {
  if (!value) throw new OrganizationHalted(reason, `there is no SSM parameter ${name}`);
  return { name, ...value };
}

/** The policy alone says which subscriptions count. @throws OrganizationHalted */
export function policyIn(
  { policy }: Pick<Texts, 'policy'>,
  deployed: Deployed,
  now: Instant,
): Promise<PolicyInForce> {
  const { name, version, sha256, text } = policy;
  return orHalted(
    'policy',
    () => ({
      policy: parsePolicy(text, now, 'organization'),
      version,
      sha256,
      asDeployed: sha256 === deployed.deployedPolicySha256,
    }),
    `${name}, version ${version}`,
  );
}

/**
 * @param now when they were frozen: a later step must not judge them by another date
 * @throws OrganizationHalted
 */
export async function settingsIn(texts: Texts, deployed: Deployed, now: Instant): Promise<SettingsInForce> {
  const policy = await policyIn(texts, deployed, now);
  const { name, version, sha256, text } = texts.organization;
  const organization = await orHalted(
    'organization-policy',
    () => ({
      policy: parseOrganizationPolicy(text, now),
      version,
      sha256,
      asDeployed: sha256 === deployed.deployedOrganizationSha256,
    }),
    `${name}, version ${version}`,
  );
  return { policy, organization, mode: modeIn(texts.mode) };
}

function modeIn({ name, text }: Texts['mode']): Mode {
  if (isMode(text)) return text;
  throw new OrganizationHalted(
    'mode',
    `${name} is ${JSON.stringify(text.slice(0, 40))}; it must be ${MODES.join(' or ')}`,
  );
}

/** Why the whole organization runs as dry-run although the master switch is `enforce`: each account would say so too. */
export function heldBackBy(facts: {
  readonly audience: Audience;
  readonly pendingDelivered: boolean;
  readonly reportOnly: boolean;
}): FrozenSettings['heldBack'] {
  const reasons: NonNullable<FrozenSettings['heldBack']> = [];
  if (facts.reportOnly) {
    const message = 'the mode is enforce, but this deployment may only report';
    reasons.push({ reason: 'report-only', message });
  }
  for (const { reason, message } of unmetToTell(facts)) {
    if (reason === 'subscribers' || reason === 'delivery') reasons.push({ reason, message });
  }
  return reasons.length > 0 ? reasons : undefined;
}
