import { itemsText } from '../domain/organization/record-texts';
import { rosterItems } from '../domain/organization/roster';
import { beginRun } from './begin';
import type { Coordinator } from './coordinator';
import type { Execution } from './coordinator-event';
import { settingsIn } from './freeze-settings';
import type { Freezing } from './freezing';
import { frozenRoster } from './frozen-roster';
import { frozenSettings } from './frozen-settings';
import { haltedBy, OrganizationHalted, orHalted } from './halted';
import { OrganizationLedgerSession } from './organization-ledger';
import type { Pin } from './ports';
import { parseRunRequest } from './run-request';
import { AlreadyTold, earlierHalt, tellHalted } from './tell-halted';

/** What the state machine goes on with. Its state carries no more than pins. */
export type FreezeAnswer =
  | { readonly status: 'already-ran'; readonly runId: string }
  | {
      readonly status: 'frozen';
      readonly runId: string;
      readonly bucket: string;
      readonly settings: Pin;
      readonly roster: Pin & { readonly key: string; readonly count: number };
      readonly frozenAt: string;
    };

/**
 * Takes the organization, catches up on what earlier runs left, and freezes settings and roster for the whole run
 * (docs/design.md §9.12). It goes on from what stands, if Step Functions retries it.
 *
 * @throws InvalidInvocation; or OrganizationHalted, when it has told why
 */
export async function freeze(
  input: unknown,
  execution: Execution,
  coordinator: Coordinator,
): Promise<FreezeAnswer> {
  const request = parseRunRequest(input, execution, coordinator.ports.clock.now());
  const run: Freezing = { request, executionArn: execution.id, session: undefined, settings: undefined };
  try {
    return await carryOut(run, coordinator);
  } catch (error) {
    if (error instanceof AlreadyTold) throw error;
    const halted = error instanceof OrganizationHalted ? error : unexpected(error, coordinator);
    await tellHalted(run, halted, coordinator);
    throw halted;
  }
}

function unexpected(error: unknown, { ports: { log } }: Coordinator): OrganizationHalted {
  log('ERROR', 'unexpected', {
    error: String(error),
    stack: error instanceof Error ? error.stack : undefined,
  });
  return haltedBy(error, 'internal');
}

async function carryOut(run: Freezing, coordinator: Coordinator): Promise<FreezeAnswer> {
  const { request, executionArn } = run;
  const { runId } = request;
  let session: OrganizationLedgerSession;
  if (request.preview) {
    session = await orHalted('ledger', () => OrganizationLedgerSession.read(coordinator));
  } else {
    const begun = await beginRun(request, executionArn, coordinator);
    const earlier = begun.kind === 'free' ? undefined : await earlierHalt(run, coordinator);
    if (begun.kind === 'alreadyRan') {
      // An attempt before has told it and closed it, and its answer was lost.
      if (earlier) throw new AlreadyTold(earlier.message, { cause: earlier });
      return { status: 'already-ran', runId };
    }
    ({ session } = begun);
    run.session = session;
    if (earlier) throw earlier;
  }
  const frozen = await frozenSettings(run, session, coordinator);
  run.settings ??= await settingsIn(frozen.settings, coordinator.options, frozen.settings.at);
  const roster = await frozenRoster(
    run,
    session,
    { frozen: frozen.settings, settings: run.settings },
    coordinator,
  );
  const { records } = coordinator.ports;
  const items = rosterItems(roster);
  const { pin } = await orHalted('ledger', () => records.writeOnce(runId, 'roster.json', itemsText(items)));
  return {
    status: 'frozen',
    runId,
    bucket: coordinator.options.bucket,
    settings: frozen.pin,
    roster: { key: records.keyOf(runId, 'roster.json'), ...pin, count: items.length },
    frozenAt: new Date(frozen.settings.at).toISOString(),
  };
}
