import {
  type FrozenSettings,
  frozenSettingsText,
  parseFrozenSettings,
} from '../domain/organization/frozen-settings';
import { pendingMails, unsettledMails } from '../domain/organization/ledger/queries';
import { withDeliveredLate } from '../domain/organization/ledger/updates';
import { audienceNow } from './audience';
import type { Coordinator } from './coordinator';
import { heldBackBy, policyIn, presentTexts, settingsIn } from './freeze-settings';
import type { Freezing } from './freezing';
import { haltedBy, orHalted } from './halted';
import { deliver } from './mail';
import type { OrganizationLedgerSession } from './organization-ledger';
import type { Pin } from './ports';

/** The mails of earlier runs go out before the settings are refused: a broken policy must not keep back what was done. */
export async function frozenSettings(
  run: Freezing,
  session: OrganizationLedgerSession,
  coordinator: Coordinator,
): Promise<{ readonly settings: FrozenSettings; readonly pin: Pin }> {
  const { options, ports } = coordinator;
  const { runId, preview, trigger, only } = run.request;
  const standing = await orHalted('ledger', () => ports.records.read(runId, 'settings.json'));
  const at = ports.clock.now();
  const texts =
    standing === undefined ? ports.settings.read().then(presentTexts) : parseFrozenSettings(standing);
  const [present] = await Promise.allSettled([texts]);
  const [policy] = await Promise.allSettled([
    present.status === 'fulfilled' ? policyIn(present.value, options, at) : undefined,
  ]);
  const audience = await audienceNow(policy.status === 'fulfilled' ? policy.value : undefined, ports);
  if (!preview) await catchUp(run, session, audience.subscribers, coordinator);
  // Where nothing says what is wrong, SSM did not answer.
  if (present.status === 'rejected') throw haltedBy(present.reason, 'policy');
  if (standing !== undefined) {
    const { text, pin } = await orHalted('ledger', () =>
      ports.records.writeOnce(runId, 'settings.json', standing),
    );
    return { settings: parseFrozenSettings(text), pin };
  }
  const settings = await settingsIn(present.value, options, at);
  run.settings = settings;
  const heldBack =
    settings.mode === 'enforce' && !preview
      ? heldBackBy({
          audience,
          pendingDelivered: pendingMails(session.ledger).length === 0,
          reportOnly: options.reportOnly,
        })
      : undefined;
  const frozen: FrozenSettings = {
    version: 1,
    organizationId: options.organizationId,
    runId,
    at,
    trigger,
    preview,
    ...present.value,
    ...(only ? { only: [...only] } : {}),
    ...(heldBack ? { heldBack } : {}),
  };
  const { text, pin } = await orHalted('ledger', () =>
    ports.records.writeOnce(runId, 'settings.json', frozenSettingsText(frozen)),
  );
  return { settings: parseFrozenSettings(text), pin };
}

/** What earlier runs could not tell goes out now, each mail by itself, the oldest first. One that fails stops the later. */
async function catchUp(
  { request: { runId } }: Freezing,
  session: OrganizationLedgerSession,
  subscribers: number | undefined,
  { ports }: Coordinator,
): Promise<void> {
  await orHalted('ledger', async () => {
    for (const mail of unsettledMails(session.ledger)) await deliver(session, mail.runId, subscribers, ports);
    for (const earlier of pendingMails(session.ledger)) {
      if ((await deliver(session, earlier, subscribers, ports)).kind === 'notPublished') break;
      if (earlier !== runId) await session.add((ledger) => withDeliveredLate(ledger, earlier));
    }
  });
}
