import { Halted, orHalt } from '../errors';
import type { Ports } from '../ports';
import type { Instant } from '../domain/instant';
import { isMode, type Mode, MODES, type PolicyInForce } from '../domain/settings';
import { parsePolicy } from '../domain/policy/parse';
import type { SettingsInForce } from '../domain/run-report';
import { learn, type RunContext, type SweepOptions } from './run';

/** Policy and mode, both valid. */
export interface LoadedSettings extends SettingsInForce {
  readonly mode: Mode;
}

/**
 * Reads policy and mode with one call, so both come from the same moment (docs/design.md §3.2).
 *
 * @throws Halted with the reason `policy` or `mode`
 */
export async function loadSettings(run: RunContext): Promise<LoadedSettings> {
  const { options, ports, report } = run;
  const settings = await orHalt('policy', () => ports.settings.read());
  const policy = await readPolicy(settings, options, report.now);
  // An invalid mode halts the run; the digest then still names the policy.
  learn(run, { settings: { policy, mode: undefined } });
  const mode = readMode(settings);
  learn(run, { settings: { policy, mode } });
  return { policy, mode };
}

/** @throws Halted with the reason `policy` */
async function readPolicy(
  settings: Awaited<ReturnType<Ports['settings']['read']>>,
  { deployedPolicySha256, organization }: SweepOptions,
  now: Instant,
): Promise<PolicyInForce> {
  const { name, value } = settings.policy;
  if (!value) throw new Halted('policy', `there is no SSM parameter ${name}`);
  const policy = await orHalt(
    'policy',
    () => parsePolicy(value.text, now, organization ? 'organization' : 'singleAccount'),
    `${name}, version ${value.version}`,
  );
  return {
    policy,
    version: value.version,
    sha256: value.sha256,
    asDeployed: value.sha256 === deployedPolicySha256,
  };
}

/** @throws Halted with the reason `mode` */
export function readMode({ mode: { name, value } }: Awaited<ReturnType<Ports['settings']['read']>>): Mode {
  if (value === undefined) throw new Halted('mode', `there is no SSM parameter ${name}`);
  if (isMode(value)) return value;
  throw new Halted(
    'mode',
    `${name} is ${JSON.stringify(value.slice(0, 40))}; it must be ${MODES.join(' or ')}`,
  );
}
