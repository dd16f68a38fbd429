import pLimit from 'p-limit';
import { messageOf } from '../errors';
import type { ListedAccount } from '../domain/organization/account';
import type { ActItem, Allotment, Barrier } from '../domain/organization/act';
import { allot as allotted, type ToldMail, toldWithin } from '../domain/organization/allot';
import { withoutChanged } from '../domain/organization/changed-since';
import {
  type Coverage,
  coverageOf,
  isOverUncovered,
  uncoveredBeforeAct,
} from '../domain/organization/coverage';
import { type FrozenSettings, parseFrozenSettings } from '../domain/organization/frozen-settings';
import { pendingMails, recentlySpent } from '../domain/organization/ledger/queries';
import { emptyOrganizationLedger, type OrganizationLedger } from '../domain/organization/ledger/schema';
import { withAllotted } from '../domain/organization/ledger/updates';
import { allotmentText, itemsText, parseAllotment, parseRoster } from '../domain/organization/record-texts';
import type { Roster } from '../domain/organization/roster';
import { parseToldPlan, toldMail } from '../domain/organization/told';
import type { Coordinator } from './coordinator';
import type { Execution, FrozenRun } from './coordinator-event';
import { storedAnswers } from './facts';
import { type SettingsInForce, settingsIn } from './freeze-settings';
import { OrganizationLedgerSession } from './organization-ledger';
import { NotOpen, type Pin } from './ports';

export interface AllotAnswer {
  readonly act: Pin & { readonly key: string; readonly count: number };
}

/**
 * Decides who may disable what in the whole organization (docs/design.md §9.5). The decision stands in allotment.json before
 * the ledger counts it as spent, and the ledger before act.json lets anybody act. Each is written once, so a repeated Allot
 * decides and spends nothing anew.
 *
 * @throws NotOpen if the run does not have the organization; PinBroken; or what a store throws: then nobody acts
 */
export async function allot(
  run: FrozenRun,
  { id: executionArn }: Pick<Execution, 'id'>,
  coordinator: Coordinator,
): Promise<AllotAnswer> {
  const { options, ports } = coordinator;
  const { records } = ports;
  const { runId } = run;
  const frozen = parseFrozenSettings(await records.readPinned(runId, 'settings.json', run.settings));
  const session = frozen.preview ? undefined : await OrganizationLedgerSession.read(coordinator);
  const open = session?.ledger.open;
  if (session && (open?.runId !== runId || open.executionArn !== executionArn)) {
    throw new NotOpen(
      `run ${runId} does not have the organization: an execution that is redriven cannot go on`,
    );
  }
  const ledger = session?.ledger ?? emptyOrganizationLedger(options.organizationId);
  const standing = await records.read(runId, 'allotment.json');
  const text = standing ?? allotmentText(await decide(frozen, ledger, coordinator));
  const decided = parseAllotment((await records.writeOnce(runId, 'allotment.json', text)).text, { runId });
  await session?.add((before) =>
    withAllotted(before, runId, decided.items, spentAt(before, runId, ports.clock.now())),
  );
  const { pin } = await records.writeOnce(runId, 'act.json', itemsText(decided.items));
  return { act: { key: records.keyOf(runId, 'act.json'), ...pin, count: decided.items.length } };
}

/** A repeated Allot leaves the date as it is. */
function spentAt({ spent }: OrganizationLedger, runId: string, now: number): number {
  return (
    Object.values(spent)
      .flat()
      .find((each) => each.runId === runId)?.at ?? now
  );
}

async function decide(
  frozen: FrozenSettings,
  ledger: OrganizationLedger,
  coordinator: Coordinator,
): Promise<Allotment> {
  const { options, ports } = coordinator;
  const { runId } = frozen;
  const now = ports.clock.now();
  const settings = await settingsIn(frozen, options, frozen.at);
  const rosterOfRun = await ports.records.read(runId, 'accounts.json');
  if (rosterOfRun === undefined) throw new NotOpen(`run ${runId} has no roster`);
  const roster = parseRoster(rosterOfRun, { runId });
  const stored = await storedAnswers(runId, coordinator);
  const coverage = coverageOf({ roster, stored, allotted: new Set(), plans: [] });
  const answers = coverage.accounts.flatMap(({ answer }) => answer ?? []);
  const isAnybodyWaiting = answers.some(({ status }) => status === 'planned');
  const decided = allotted({
    runId,
    answers,
    limits: settings.organization.policy.limits,
    spent: recentlySpent(ledger, now),
    isTold: toldWithin(await deliveredMails(ledger, coordinator), now),
    barrier: isAnybodyWaiting
      ? await barrierNow({ frozen, settings, coverage, ledger }, coordinator)
      : undefined,
  });
  return {
    ...decided,
    items: await withoutThoseChanged(decided.items, { frozen, settings, roster, now }, coordinator),
  };
}

/** What holds the whole organization back at this moment; of several the first. */
async function barrierNow(
  {
    frozen,
    settings,
    coverage,
    ledger,
  }: {
    readonly frozen: FrozenSettings;
    readonly settings: SettingsInForce;
    readonly coverage: Coverage;
    readonly ledger: OrganizationLedger;
  },
  { ports: { masterSwitch, log } }: Coordinator,
): Promise<Barrier | undefined> {
  try {
    if ((await masterSwitch.read()) !== 'enforce') return 'mode';
  } catch (error) {
    // Whether somebody has pulled it is not known, so nobody acts.
    log('WARN', 'master-switch-unreadable', { error: messageOf(error) });
    return 'mode';
  }
  const heldBack = frozen.heldBack?.find(({ reason }) => reason !== 'report-only')?.reason;
  if (heldBack === 'subscribers' || heldBack === 'delivery') return heldBack;
  if (pendingMails(ledger).length > 0) return 'delivery';
  const { maxUncoveredPercent } = settings.organization.policy.coverage;
  const uncovered = uncoveredBeforeAct(coverage);
  return isOverUncovered({ expected: coverage.expected, uncovered }, maxUncoveredPercent)
    ? 'coverage'
    : undefined;
}

/** A mail whose plan cannot be read has told nobody, as far as Allot knows. */
async function deliveredMails(
  { delivered = [] }: OrganizationLedger,
  { ports: { records, log } }: Coordinator,
): Promise<ToldMail[]> {
  const mails: ToldMail[] = [];
  for (const { runId, at } of delivered) {
    try {
      const text = await records.read(runId, 'told-plan.json');
      if (text !== undefined) mails.push(toldMail(parseToldPlan(text, { runId }), at));
    } catch (error) {
      log('WARN', 'told-plan-unreadable', { runId, error: messageOf(error) });
    }
  }
  return mails;
}

const DESCRIBED_AT_ONCE = 5;

/** Asks Organizations again about the accounts that are to act: state, OU and mode must be those of Freeze. */
async function withoutThoseChanged(
  items: readonly ActItem[],
  {
    frozen,
    settings,
    roster,
    now,
  }: {
    readonly frozen: FrozenSettings;
    readonly settings: SettingsInForce;
    readonly roster: Roster;
    readonly now: number;
  },
  { options, ports: { directory, log } }: Coordinator,
): Promise<ActItem[]> {
  const acting = items.filter(({ ids }) => ids.length > 0);
  const accounts = new Map<string, ListedAccount>();
  await pLimit(DESCRIBED_AT_ONCE).map(acting, async ({ id }) => {
    try {
      const account = await directory.describe(id);
      if (account !== 'gone') accounts.set(id, account);
    } catch (error) {
      log('WARN', 'account-unreadable', { accountId: id, error: messageOf(error) });
    }
  });
  return withoutChanged(items, roster, {
    accounts,
    policy: settings.organization.policy,
    now,
    master: settings.mode,
    reportOnly: options.reportOnly,
    heldBack: frozen.preview || frozen.heldBack !== undefined,
  });
}
