import type { FrozenSettings } from '../domain/organization/frozen-settings';
import { parseRoster, rosterText } from '../domain/organization/record-texts';
import { freezeRoster, type Roster } from '../domain/organization/roster';
import { refuseRoster, RosterError } from '../domain/organization/roster-refusals';
import type { Coordinator } from './coordinator';
import type { SettingsInForce } from './freeze-settings';
import type { Freezing } from './freezing';
import { OrganizationHalted, orHalted } from './halted';
import type { OrganizationLedgerSession } from './organization-ledger';

/** @throws OrganizationHalted for a list that cannot be the whole organization */
export async function frozenRoster(
  { request: { runId, preview, only } }: Freezing,
  { ledger }: OrganizationLedgerSession,
  { frozen, settings }: { readonly frozen: FrozenSettings; readonly settings: SettingsInForce },
  { options, ports: { directory, records } }: Coordinator,
): Promise<Roster> {
  const standing = await orHalted('ledger', () => records.read(runId, 'accounts.json'));
  if (standing !== undefined) return parseRoster(standing, { runId });
  const { organizationId, central, reportOnly } = options;
  const [organization, listed] = await orHalted('roster', async () => {
    const identity = await directory.identity();
    return [identity, await directory.accounts()] as const;
  });
  if (organization.id !== organizationId) {
    throw new OrganizationHalted(
      'roster',
      `this account is in the organization ${organization.id}, and the deployment is that of ${organizationId}`,
    );
  }
  const roster = freezeRoster({
    organizationId,
    runId,
    now: frozen.at,
    listed: refusedOr(() =>
      refuseRoster(listed, {
        central: central.id,
        management: organization.managementAccountId,
        lastTime: ledger.lastRun?.accounts,
        ...(only ? { only } : {}),
      }),
    ),
    policy: settings.organization.policy,
    ...(only ? { only } : {}),
    master: settings.mode,
    reportOnly,
    heldBack: preview || frozen.heldBack !== undefined,
  });
  const { text } = await orHalted('ledger', () =>
    records.writeOnce(runId, 'accounts.json', rosterText(roster)),
  );
  return parseRoster(text, { runId });
}

function refusedOr<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof RosterError)) throw error;
    throw new OrganizationHalted('roster', error.message, { cause: error, dropTo: error.dropTo });
  }
}
