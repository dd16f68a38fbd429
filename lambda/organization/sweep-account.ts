import type { AccountPorts, SessionCredentials } from '../aws/account-ports';
import { messageOf } from '../errors';
import type { Clock, Log } from '../ports';
import type { RecordStore } from '../record-store';
import { HOUR } from '../domain/instant';
import type { ActItem } from '../domain/organization/act';
import { parseOrganizationLedger } from '../domain/organization/ledger/schema';
import { runSweep } from '../sweep/sweep';
import type { Allotment } from '../sweep/allotment';
import { countsOf } from '../domain/run-report';
import { answersOf } from './answers';
import type { AccountEvent } from './account-event';
import { type FrozenAccount, readFrozenAccount } from './frozen-account';
import { handInOutlet } from './hand-in';
import { type Refusal, refuse } from './refuse';
import {
  type MasterSwitch,
  type MemberAccess,
  MemberUnreachable,
  type MemberSessions,
  NotOpen,
  type OrganizationRecords,
} from './ports';

/** What the account function needs from outside. */
export interface AccountFunctionPorts {
  readonly organization: OrganizationRecords;
  readonly sessions: MemberSessions;
  readonly masterSwitch: MasterSwitch;
  /** The account's own ledger and records. */
  readonly recordsOf: (accountId: string) => RecordStore;
  readonly portsOf: (accountId: string, credentials: SessionCredentials, canWrite: boolean) => AccountPorts;
  readonly clock: Clock;
  readonly log: Log;
}

export interface AccountFunctionOptions {
  readonly deployedPolicySha256: string;
  /** False: no account's role may be used to write. */
  readonly canWrite: boolean;
}

/** What the function returns. Nobody relies on it: the answer lies in the bucket. */
export interface AccountAnswer {
  readonly runId: string;
  readonly accountId: string;
  /** `swept`: the answer says how far it came. */
  readonly status: 'swept' | 'already-ran' | Refusal['status'];
}

/** After this an account is not begun any more: Tell has to come within the machine's six hours. */
const LATEST = { judge: 4 * HOUR, act: 5 * HOUR } as const;

/**
 * Sweeps one account of the organization in its name, and writes its answer. Whatever goes wrong in the account is in its
 * answer.
 *
 * @throws if the event is not that of the open run, or no answer can be written: the account then counts as not reached
 */
export async function sweepAccount(
  { account: id, phase, run }: AccountEvent,
  options: AccountFunctionOptions,
  ports: AccountFunctionPorts,
  partition: string,
): Promise<AccountAnswer> {
  const { organization, clock, log } = ports;
  const frozen = await readFrozenAccount(organization, run, id);
  await refuseUnlessOpen(organization, { runId: run.runId, frozen });
  const answers = answersOf(organization, id);
  const startedAt = clock.now();
  const refused = async (refusal: Refusal) => {
    log('ERROR', 'account-not-swept', {
      runId: run.runId,
      accountId: id,
      phase,
      reason: refusal.reason,
      message: refusal.message,
    });
    const attempt = { runId: run.runId, accountId: id, phase, startedAt, now: clock.now() };
    await refuse(refusal, attempt, answers, ports.recordsOf(id));
    return { runId: run.runId, accountId: id, status: refusal.status };
  };
  if (startedAt - frozen.frozenAt > LATEST[phase]) {
    const hours = LATEST[phase] / HOUR;
    const message = `its turn came over ${hours} hours after the run began`;
    return refused({ status: 'halted', reason: 'time', message });
  }
  const barrier = phase === 'act' ? await barrierNow(frozen, ports) : undefined;
  const access = accessOf(frozen.act, barrier, options);
  let credentials: SessionCredentials;
  try {
    ({ credentials } = await ports.sessions.open(id, run.runId, access));
  } catch (error) {
    if (!(error instanceof MemberUnreachable)) throw error;
    return refused({ status: 'unreachable', reason: error.reason, message: error.message });
  }
  const records = ports.recordsOf(id);
  const { status, report } = await runSweep(
    { trigger: frozen.trigger, runId: run.runId, preview: frozen.preview },
    {
      account: { id, partition },
      deployedPolicySha256: options.deployedPolicySha256,
      organization: { parents: frozen.item.parents },
      allotment: allotmentOf(phase, frozen.act),
    },
    {
      settings: { read: () => Promise.resolve(frozen.settings) },
      // In Judge the role is for writing, and the session is not: what enforces there is the plan that waits.
      ...ports.portsOf(id, credentials, options.canWrite),
      outlet: handInOutlet(answers, barrier),
      records,
      clock,
      log,
    },
  );
  const counts = countsOf(report);
  log('INFO', 'account-swept', { runId: run.runId, accountId: id, phase, status, counts });
  return { runId: run.runId, accountId: id, status: status === 'already-ran' ? status : 'swept' };
}

/** @throws NotOpen, LedgerError, or what the store throws */
async function refuseUnlessOpen(
  organization: OrganizationRecords,
  { runId, frozen }: { readonly runId: string; readonly frozen: FrozenAccount },
): Promise<void> {
  const stored = await organization.readLedger();
  const open = stored && parseOrganizationLedger(stored.text, frozen.organizationId).open;
  // A preview leaves the organization's ledger as it is. It cannot write anywhere.
  if (frozen.preview || open?.runId === runId) return;
  throw new NotOpen(
    `run ${runId} does not have the organization: ${open ? `run ${open.runId} has it` : 'no run has it'}. An execution that is redriven cannot go on; the next run does`,
  );
}

/** In Act: what Allot decided, or the master switch if somebody has pulled it since. */
async function barrierNow(
  { act }: FrozenAccount,
  { masterSwitch, log }: Pick<AccountFunctionPorts, 'masterSwitch' | 'log'>,
): Promise<ActItem['barrier']> {
  if (act?.barrier) return act.barrier;
  try {
    return (await masterSwitch.read()) === 'enforce' ? undefined : 'mode';
  } catch (error) {
    // Whether it was pulled is not known, so nobody acts.
    log('WARN', 'master-switch-unreadable', { error: messageOf(error) });
    return 'mode';
  }
}

/** The session cannot write unless this account may disable something now. */
function accessOf(
  act: ActItem | undefined,
  barrier: ActItem['barrier'],
  { canWrite }: AccountFunctionOptions,
): MemberAccess {
  return canWrite && act && act.ids.length > 0 && barrier === undefined ? 'act' : 'judge';
}

function allotmentOf(phase: AccountEvent['phase'], act: ActItem | undefined): Allotment {
  return phase === 'judge' ? { kind: 'ask' } : { kind: 'allotted', ids: new Set(act?.ids) };
}
