import { Halted, orHalt, messageOf } from '../errors';
import type { LedgerSession } from '../ledger-session';
import type { Ports } from '../ports';
import { count } from '../domain/text';
import { withDisabled, withRestored, withUnproven } from '../domain/ledger/updates';
import { targetOf } from '../domain/ledger/planned';
import type { Target } from '../domain/remediation/confirm';
import { disabledIn } from '../domain/records/read-result';
import { type Instant, MINUTE } from '../domain/instant';
import type { Reconciled } from '../domain/run-report';

type Found = Reconciled['found'][number];

/** A run cannot last longer than the function may; one that has been open for so long was killed. */
const MAX_RUN_DURATION = 15 * MINUTE;

/** @throws Halted when another run is still going on */
export function refuseIfBusy({ ledger }: LedgerSession, now: Instant): void {
  const { open } = ledger;
  if (!open || now - open.openedAt >= MAX_RUN_DURATION) return;
  throw new Halted(
    'busy',
    `run ${open.runId} began ${count(Math.floor((now - open.openedAt) / MINUTE), 'minute')} ago and has not ended`,
  );
}

/**
 * An open run that never came to its end may have disabled any part of what it planned. IAM's state now tells,
 * and what it tells is told: the plan stays open until then.
 */
export async function reconcile(
  session: LedgerSession,
  now: Instant,
  { inspector, records }: Pick<Ports, 'inspector' | 'records'>,
): Promise<Reconciled | undefined> {
  const { open } = session.ledger;
  if (!open) return undefined;
  const looked: Found[] = [];
  for (const planned of open.planned) {
    const target = targetOf(planned);
    if (!target) throw new Halted('ledger', `the open plan of run ${open.runId} names a target that is none`);
    looked.push({ id: planned.id, target, state: await stateOf(target, inspector) });
  }
  const found = await withEnabledAgain(open.runId, looked, records);
  // The latest instant at which that run can have written.
  const at = open.openedAt + MAX_RUN_DURATION;
  for (const { id, target, state } of found) {
    const keyId = target.kind === 'accessKey' ? target.keyId : undefined;
    if (state.kind === 'disabled') session.ledger = withDisabled(session.ledger, id, at, keyId);
    if (state.kind === 'enabledAgain') {
      session.ledger = withRestored(withDisabled(session.ledger, id, at, keyId), [id], now);
    }
    if (state.kind === 'unreadable') session.ledger = withUnproven(session.ledger, id, at, keyId);
  }
  return { runId: open.runId, found };
}

/**
 * What is active now although the run's own result, which it made durable before its mail went out, says that it
 * was disabled: somebody has enabled it again, and it is not to be disabled a second time.
 */
async function withEnabledAgain(
  runId: string,
  found: readonly Found[],
  records: Ports['records'],
): Promise<readonly Found[]> {
  if (found.every(({ state }) => state.kind !== 'active')) return found;
  const done = await orHalt('ledger', async () => disabledIn(await records.read(runId, 'result.json')));
  return found.map((each) =>
    each.state.kind === 'active' && done.has(each.id) ? { ...each, state: { kind: 'enabledAgain' } } : each,
  );
}

/** A user who has been renamed since has the key under another name: that is not "disabled". */
async function stateOf(target: Target, inspector: Ports['inspector']): Promise<Found['state']> {
  try {
    const { name, createdAt } = target.user;
    const look = await inspector.readUser({ user: name, groups: false, loginProfile: false, keys: 'none' });
    if (look === 'gone' || look.identity.createdAt !== createdAt) return { kind: 'userGone' };
    const [state] = await inspector.readBack([target]);
    return state ?? { kind: 'unreadable', cause: 'no answer' };
  } catch (error) {
    return { kind: 'unreadable', cause: messageOf(error) };
  }
}
