import * as z from 'zod';
import { messageOf } from '../errors';
import type { Audience } from '../domain/audience';
import { policyChanges } from '../domain/changes/policy-diff';
import type { Instant } from '../domain/instant';
import { parseFrozenSettings } from '../domain/organization/frozen-settings';
import type { OrganizationLedger } from '../domain/organization/ledger/schema';
import { withInFlight, withUncovered } from '../domain/organization/ledger/updates';
import { parseRoster } from '../domain/organization/record-texts';
import { rosterChanges } from '../domain/organization/roster-changes';
import type { OrganizationHalt, OrganizationReport, TakenOver } from '../domain/organization/run-report';
import type { Coordinator } from './coordinator';
import { stateMachineOf } from './coordinator-event';
import type { RunFacts } from './facts';

/** What a mail has beside the facts of its run. */
export interface Told {
  readonly executionArn: string;
  readonly audience: Audience;
  readonly takenOver: TakenOver | undefined;
}

/** The report of a run that has swept. It reads no more than the last run's roster and settings. */
export async function reportOf(
  facts: RunFacts,
  ledger: OrganizationLedger,
  { executionArn, audience, takenOver }: Told,
  coordinator: Coordinator,
): Promise<OrganizationReport> {
  const { frozen, settings, roster, allotment, coverage } = facts;
  // When the run began, as in the mail of one account: one that is told days later is not of the day of its mail.
  const { runId, at: now } = frozen;
  const since = await sinceLastRun(facts, ledger, coordinator);
  return {
    organizationId: frozen.organizationId,
    runId,
    trigger: frozen.trigger,
    preview: frozen.preview,
    ...(roster.only ? { only: roster.only } : {}),
    now,
    halts: haltsOf(facts),
    settings,
    ...since,
    ...audience,
    takenOver,
    deliveredLate: ledger.open?.runId === runId ? (ledger.open.deliveredLate ?? []) : [],
    coverage,
    uncoveredSince: withUncovered(ledger, coverage, now).uncoveredSince,
    allotment,
    inFlight: withInFlight(ledger, runId, coverage).inFlight,
    ...placesOf(runId, executionArn, coordinator),
  };
}

/** The report of a run that was refused before it swept anybody. */
export function haltedReport(
  run: Pick<OrganizationReport, 'runId' | 'trigger' | 'preview' | 'halts' | 'settings'> & {
    readonly only: readonly string[] | undefined;
  },
  ledger: OrganizationLedger | undefined,
  { now, executionArn, audience, takenOver }: Told & { readonly now: Instant },
  coordinator: Coordinator,
): OrganizationReport {
  const { only, ...rest } = run;
  return {
    organizationId: coordinator.options.organizationId,
    ...rest,
    ...(only ? { only } : {}),
    now,
    ...audience,
    policyChanges: [],
    takenOver,
    deliveredLate: ledger?.open?.runId === run.runId ? (ledger.open.deliveredLate ?? []) : [],
    coverage: undefined,
    uncoveredSince: {},
    changes: undefined,
    allotment: undefined,
    inFlight: ledger?.inFlight ?? [],
    ...placesOf(run.runId, executionArn, coordinator),
  };
}

/** What held everybody back. The mode that somebody changed during the run is none: it does what they asked for. */
export function haltsOf({ frozen, allotment, settings, coverage }: RunFacts): OrganizationHalt[] {
  const heldBack = frozen.heldBack ?? [];
  const halts = heldBack.map((each): OrganizationHalt => ({ effect: 'ranAsDryRun', ...each }));
  const barrier = allotment?.barrier;
  if (barrier === undefined || barrier === 'mode' || heldBack.some(({ reason }) => reason === barrier))
    return halts;
  const { limits, coverage: covered } = settings.organization.policy;
  const messages = {
    coverage: `over ${covered.maxUncoveredPercent}% of ${coverage.expected} accounts were not covered when the organization was to act`,
    limits: `${allotment?.planned} credentials were to be disabled, and there is room for ${allotment?.room} in 20 hours (at most ${limits.maxDisabledPerDay}, and ${limits.maxDisabledPercent}%)`,
    subscribers: 'no subscription that counts would receive the digest',
    delivery: 'the digest of an earlier run still cannot be published',
  };
  return [...halts, { effect: 'ranAsDryRun', reason: barrier, message: messages[barrier] }];
}

function placesOf(runId: string, executionArn: string, { ports: { records } }: Coordinator) {
  return {
    records: { location: records.location(runId), consoleUrl: records.consoleUrl(runId) },
    stateMachineArn: stateMachineOf(executionArn),
  };
}

type Since = Pick<OrganizationReport, 'changes' | 'policyChanges'>;

/** Compared with the last run of the whole organization. A record of it that cannot be read costs the comparison alone. */
async function sinceLastRun(
  { frozen, roster }: RunFacts,
  { lastRun }: OrganizationLedger,
  { ports: { records, log } }: Coordinator,
): Promise<Since> {
  const none: Since = { changes: undefined, policyChanges: [] };
  const before = lastRun?.rosterOf;
  if (before === undefined || before === frozen.runId) return none;
  try {
    const [rosterText, settingsText] = await Promise.all([
      records.read(before, 'accounts.json'),
      records.read(before, 'settings.json'),
    ]);
    if (rosterText === undefined || settingsText === undefined) return none;
    const was = parseFrozenSettings(settingsText);
    return {
      changes: roster.only ? undefined : rosterChanges(parseRoster(rosterText, { runId: before }), roster),
      policyChanges: [
        ...(was.mode.text === frozen.mode.text ? [] : [`mode: ${was.mode.text} -> ${frozen.mode.text}`]),
        ...policyChanges(jsonOf(was.organization.text), jsonOf(frozen.organization.text), 'organization'),
        ...policyChanges(jsonOf(was.policy.text), jsonOf(frozen.policy.text), 'policy'),
      ],
    };
  } catch (error) {
    log('WARN', 'last-run-unreadable', { runId: before, error: messageOf(error) });
    return none;
  }
}

function jsonOf(text: string): z.core.util.JSONType {
  return z.json().parse(JSON.parse(text));
}
