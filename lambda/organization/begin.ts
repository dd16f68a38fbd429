import { messageOf } from '../errors';
import { LedgerConflict } from '../record-store';
import { HOUR, type Instant, MINUTE, utcSecond } from '../domain/instant';
import { beginningOf, mayTakeOver } from '../domain/organization/ledger/queries';
import { withNotUnderstood } from '../domain/organization/ledger/not-understood';
import type { Open, OrganizationLedger } from '../domain/organization/ledger/schema';
import { withOpened } from '../domain/organization/ledger/updates';
import { count } from '../domain/text';
import type { Coordinator } from './coordinator';
import { endKilled } from './end-killed';
import { OrganizationHalted, orHalted } from './halted';
import { OrganizationLedgerSession } from './organization-ledger';
import type { RunRequest } from './run-request';

/** How a run begins: it has the organization now, or there is nothing left to do for this execution. */
export interface Begun {
  /** `resume`: an attempt before has taken it. */
  readonly kind: 'free' | 'resume' | 'alreadyRan';
  readonly session: OrganizationLedgerSession;
}

/** Each conflict means that another execution has gone on in between; more of them are no race any more. */
const ATTEMPTS = 3;

/** Takes the organization for this run (docs/design.md §9.8). @throws OrganizationHalted */
export async function beginRun(
  { runId }: Pick<RunRequest, 'runId'>,
  executionArn: string,
  coordinator: Coordinator,
): Promise<Begun> {
  const { clock } = coordinator.ports;
  for (let attempt = 1; ; attempt += 1) {
    const session = await orHalted('ledger', () => OrganizationLedgerSession.read(coordinator));
    const beginning = beginningOf(session.ledger, { runId, executionArn });
    if (beginning.kind === 'resume' || beginning.kind === 'alreadyRan')
      return { kind: beginning.kind, session };
    if (await hasBegunBefore(runId, coordinator)) return { kind: 'alreadyRan', session };
    const { takenOver, ended } =
      beginning.kind === 'held' ? await takeOver(session, coordinator) : NOTHING_TAKEN_OVER;
    const open: Open = { runId, executionArn, openedAt: clock.now(), ...(takenOver ? { takenOver } : {}) };
    try {
      await session.add((ledger) => withOpened(ended(ledger), open));
      return { kind: 'free', session };
    } catch (error) {
      if (!(error instanceof LedgerConflict)) {
        throw new OrganizationHalted('ledger', messageOf(error), { cause: error });
      }
      if (attempt === ATTEMPTS) throw new OrganizationHalted('busy', error.message, { cause: error });
    }
  }
}

/**
 * The ledger remembers only the last run. A run that froze its settings, or that laid down a mail, had the organization once.
 * It must not have it again: its allotment would be used a second time, and its old mail would be sent.
 */
async function hasBegunBefore(runId: string, { ports: { records } }: Coordinator): Promise<boolean> {
  for (const name of ['settings.json', 'told-plan.json'] as const) {
    if ((await orHalted('ledger', () => records.read(runId, name))) !== undefined) return true;
  }
  return false;
}

/** The state machine stops an execution after so long. Nothing of one that Step Functions does not know lives on. */
const LONGEST = 6 * HOUR;

interface TakeOver {
  readonly takenOver: Open['takenOver'];
  /** How the run ends in the ledger, in the same write that opens the next: so its line in the mail is not lost. */
  readonly ended: (ledger: OrganizationLedger) => OrganizationLedger;
}
const NOTHING_TAKEN_OVER: TakeOver = { takenOver: undefined, ended: (ledger) => ledger };

/**
 * Ends a run whose execution has stopped before its end: it is told at once, from the bucket alone.
 *
 * @throws OrganizationHalted with `busy` as long as something of it may run on
 */
async function takeOver(session: OrganizationLedgerSession, coordinator: Coordinator): Promise<TakeOver> {
  const { open } = session.ledger;
  if (!open) return NOTHING_TAKEN_OVER;
  const { clock, log, records } = coordinator.ports;
  const stoppedAt = await stoppedSince(open, coordinator);
  if (!mayTakeOver(stoppedAt.at, clock.now())) throw new OrganizationHalted('busy', stoppedAt.why);
  log('WARN', 'run-taken-over', { runId: open.runId, executionArn: open.executionArn });
  const { runId } = open;
  const killed = await orHalted('ledger', () => endKilled(session, open, coordinator), `run ${runId}`);
  if (killed.kind !== 'notUnderstood') {
    return { ...NOTHING_TAKEN_OVER, takenOver: { runId, hadRoster: killed.kind === 'told' } };
  }
  const { allotted } = killed;
  const endedAt = clock.now();
  return {
    takenOver: { runId, hadRoster: true, notUnderstood: records.location(runId) },
    ended: (ledger) => withNotUnderstood(ledger, { runId, endedAt, allotted }),
  };
}

async function stoppedSince(
  { runId, executionArn, openedAt }: Open,
  { ports: { executions, clock, log } }: Coordinator,
): Promise<{ readonly at: Instant | undefined; readonly why: string }> {
  const began = `run ${runId} began ${utcSecond(openedAt)}`;
  try {
    const state = await executions.stateOf(executionArn);
    if (state === 'running') return { at: undefined, why: `${began} and is in progress` };
    if (state !== 'unknown') {
      const minutes = Math.max(0, Math.floor((clock.now() - state.stoppedAt) / MINUTE));
      return {
        at: state.stoppedAt,
        why: `${began} and was stopped ${count(minutes, 'minute')} ago; its accounts may run on for 15 minutes`,
      };
    }
    return { at: openedAt + LONGEST, why: `${began}, and Step Functions does not know its execution` };
  } catch (error) {
    log('WARN', 'execution-unknown', { executionArn, error: messageOf(error) });
    return {
      at: openedAt + LONGEST,
      why: `${began}; whether it is in progress is not known: ${messageOf(error)}`,
    };
  }
}
