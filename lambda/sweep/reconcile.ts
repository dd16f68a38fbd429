import { Halted, orHalt, messageOf } from '../errors';
import type { LedgerSession } from '../ledger-session';
import type { Ports } from '../ports';
import { count } from '../domain/text';
import { withReconciled } from '../domain/ledger/updates';
import { targetOf } from '../domain/ledger/credential-id';
import { keyIdOf, type Target } from '../domain/remediation/confirm';
import { disabledIn } from '../domain/records/past-result';
import { FUTURE_TOLERANCE } from '../domain/credential-report/facts';
import { type Instant, MINUTE, utcSecond } from '../domain/instant';
import { type FollowedLock, isNamedBy } from '../domain/locks/follow-up';
import type { Reconciled, RunReport } from '../domain/run-report';

type Found = Reconciled['found'][number];

/** The function's timeout (docs/design.md §5.13). A run that has been open for longer was killed. */
const MAX_RUN_DURATION = 15 * MINUTE;

/** @throws Halted with the reason `busy` if another run is in progress, or `ledger` if that cannot be told */
export function refuseIfBusy({ ledger }: LedgerSession, now: Instant): void {
  const { open } = ledger;
  if (!open || now - open.openedAt >= MAX_RUN_DURATION) return;
  if (open.openedAt > now + FUTURE_TOLERANCE) {
    throw new Halted(
      'ledger',
      `the ledger says that run ${open.runId} began ${utcSecond(open.openedAt)}, which is in the future`,
    );
  }
  throw new Halted(
    'busy',
    `run ${open.runId} began ${count(Math.max(0, Math.floor((now - open.openedAt) / MINUTE)), 'minute')} ago and has not ended`,
  );
}

/**
 * A killed run may have carried out any part of its plan. Looks up each planned action in IAM, and updates the ledger
 * by what it finds (docs/design.md §5.11). The plan stays open until the result is reported.
 */
export async function reconcile(
  session: LedgerSession,
  { now, locks }: Pick<RunReport, 'now' | 'locks'>,
  { inspector, records }: Pick<Ports, 'inspector' | 'records'>,
): Promise<Reconciled | undefined> {
  const { open } = session.ledger;
  if (!open) return undefined;
  const inIam: Found[] = [];
  // If two runs in a row were killed, the later plan contains the earlier one (docs/design.md §5.11).
  const byId = new Map(open.planned.map((planned) => [planned.id, planned]));
  for (const planned of byId.values()) {
    const target = targetOf(planned);
    if (!target)
      throw new Halted('ledger', `the open plan of run ${open.runId} has a target that is not valid`);
    inIam.push({ id: planned.id, target, state: await stateOf(target, inspector) });
  }
  const { runId, earlier = [] } = open;
  const found = withLocked(await withEnabledAgain([...earlier, runId], inIam, records), {
    since: open.openedAt,
    locks: locks?.followed ?? [],
  });
  // The latest instant at which that run can have written.
  const at = open.openedAt + MAX_RUN_DURATION;
  session.ledger = withReconciled(
    session.ledger,
    found.flatMap(({ id, target, state: { kind } }) => {
      // Perhaps that run did it, and somebody undid it before the lock: a restore must last.
      const state = kind === 'locked' ? 'disabled' : kind;
      return state === 'disabled' || state === 'enabledAgain' || state === 'unreadable'
        ? [{ id, keyId: keyIdOf(target), state }]
        : [];
    }),
    { at, openedAt: open.openedAt, now },
  );
  return { runId, ...(open.earlier ? { earlier } : {}), found };
}

/**
 * A credential may be active now although the result.json of a killed run says that it was disabled. Then somebody has
 * enabled it again, and it must not be disabled a second time (docs/design.md §5.11).
 */
async function withEnabledAgain(
  runIds: readonly string[],
  found: readonly Found[],
  records: Ports['records'],
): Promise<readonly Found[]> {
  if (found.every(({ state }) => state.kind !== 'active')) return found;
  const disabled = new Set<string>();
  for (const runId of runIds) {
    const record = await orHalt('ledger', async () => disabledIn(await records.read(runId, 'result.json')));
    for (const id of record) disabled.add(id);
  }
  return found.map((each) =>
    each.state.kind === 'active' && disabled.has(each.id)
      ? { ...each, state: { kind: 'enabledAgain' } }
      : each,
  );
}

/** What a lock has named since it was planned is perhaps off by the lock alone (docs/design.md §5.14). */
function withLocked(
  found: readonly Found[],
  { since, locks }: { readonly since: Instant; readonly locks: readonly Pick<FollowedLock, 'lock'>[] },
): readonly Found[] {
  const isLocked = ({ id, target }: Found) =>
    locks.some(({ lock }) => lock.at >= since && isNamedBy(lock, id, { keyId: keyIdOf(target) }));
  return found.map((each) =>
    each.state.kind === 'disabled' && isLocked(each) ? { ...each, state: { kind: 'locked' } } : each,
  );
}

/** A renamed user has the key under another name, so "no such user" does not mean that the key is disabled. */
async function stateOf(target: Target, inspector: Ports['inspector']): Promise<Found['state']> {
  try {
    const { name, createdAt } = target.user;
    const liveUser = await inspector.readUser({
      user: name,
      groups: false,
      loginProfile: false,
      keys: 'none',
    });
    if (liveUser === 'gone' || liveUser.identity.createdAt !== createdAt) return { kind: 'userGone' };
    const [state] = await inspector.readBack([target]);
    return state ?? { kind: 'unreadable', cause: 'no answer' };
  } catch (error) {
    return { kind: 'unreadable', cause: messageOf(error) };
  }
}
