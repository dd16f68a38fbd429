import type { Instant } from '../domain/instant';
import { MINUTE } from '../domain/instant';
import type { Outcome } from '../domain/remediation/outcome';
import {
  lateResets,
  type PasswordEvents,
  RESET_WINDOW,
  resetVeto,
} from '../domain/remediation/password-events';
import { targetIn } from '../domain/ledger/credential-id';
import { passwordsToLookAgain } from '../domain/ledger/queries';
import type { Ledger } from '../domain/ledger/schema';
import type { LateResets, RunReport } from '../domain/run-report';
import type { Ports } from '../ports';
import type { ConfirmedAction, EvaluationContext } from './confirm';
import { type Executor, MAX_EVIDENCE_AGE_MS, NO_TIME, RESERVED_MS, UNKNOWN_OUTCOME } from './execute';

/** The rows of a report may be some minutes older than its date. An earlier event says nothing against the report. */
const MARGIN = 15 * MINUTE;

/**
 * Spares passwords that were set after the report was made (docs/design.md §5.6). It wraps the executor of `enforce`, so
 * it comes right before the writes, after all live looks, and can only take away. The plan is the one of a dry-run, and
 * nobody else gets what a spared password leaves of the allowance.
 */
export function sparingResetPasswords(
  execute: Executor,
  {
    generatedAt,
    context,
    onUnread,
  }: {
    readonly generatedAt: Instant;
    readonly context: EvaluationContext;
    /** Passwords go although the history could not be read: the report is too young for it. */
    readonly onUnread: (unread: NonNullable<RunReport['eventsUnread']>) => void;
  },
  ports: Pick<Ports, 'passwordEvents' | 'clock' | 'log'>,
): Executor {
  const { clock } = ports;
  const events = askedOnce(generatedAt - MARGIN, ports);
  return async (actions) => {
    const concerned = actions.filter((action) => dependsOnPassword(action, context));
    if (concerned.length === 0) return execute(actions);
    const history = await events();
    if (clock.remaining() < RESERVED_MS) return actions.map(() => NO_TIME);
    const reportAge = clock.now() - generatedAt;
    const vetoes = new Map<ConfirmedAction, Outcome>();
    for (const action of concerned) {
      const veto = resetVeto(action.target.user.name, history, reportAge);
      if (veto) vetoes.set(action, veto);
    }
    if (history.kind === 'unreadable' && concerned.some((action) => !vetoes.has(action))) {
      onUnread({ cause: history.cause, reportAge });
    }
    const left = actions.filter((action) => !vetoes.has(action));
    const [first, ...rest] = left;
    const outcomes = first ? await execute([first, ...rest]) : [];
    return actions.map((action) => vetoes.get(action) ?? outcomes[left.indexOf(action)] ?? UNKNOWN_OUTCOME);
  };
}

/**
 * A key's creation and use are read live. But with `judge: user`, a password that the user has had since the report
 * counts for the keys too (docs/design.md §4.5).
 */
function dependsOnPassword({ target }: ConfirmedAction, { policy, reportRows }: EvaluationContext): boolean {
  if (target.kind === 'password') return true;
  return policy.judge === 'user' && reportRows.get(target.user.arn)?.password.kind !== 'none';
}

/** Asks CloudTrail for all users together, and again when the answer is as old as live evidence may be. */
function askedOnce(
  since: Instant,
  { passwordEvents, clock, log }: Pick<Ports, 'passwordEvents' | 'clock' | 'log'>,
): () => Promise<PasswordEvents> {
  let answer: { readonly at: number; readonly events: Promise<PasswordEvents> } | undefined;
  const ask = async () => {
    const events = await passwordEvents.since(since);
    if (events.kind === 'unreadable') log('WARN', 'password-events-unreadable', { error: events.cause });
    return events;
  };
  return () => {
    if (!answer || clock.elapsed() - answer.at > MAX_EVIDENCE_AGE_MS) {
      answer = { at: clock.elapsed(), events: ask() };
    }
    return answer.events;
  };
}

/**
 * Events come to CloudTrail's history late, so the veto cannot have seen the last resets before a deletion. A later run
 * asks again, about the passwords that were deleted since the last time, to tell their owners (docs/design.md §5.6).
 *
 * @returns undefined if there is nothing to ask about
 */
export async function findLateResets(
  ledger: Ledger,
  now: Instant,
  { passwordEvents, log }: Pick<Ports, 'passwordEvents' | 'log'>,
): Promise<LateResets | undefined> {
  const deleted = passwordsToLookAgain(ledger, now);
  if (deleted.length === 0) return undefined;
  const instants = deleted.map(({ at }) => at);
  const events = await passwordEvents.since(Math.min(...instants) - RESET_WINDOW, Math.max(...instants));
  const asked = deleted.map(({ id }) => id);
  if (events.kind === 'unreadable') {
    log('WARN', 'password-events-unreadable', { error: events.cause });
    return { kind: 'unreadable', asked, cause: events.cause };
  }
  const found = lateResets(deleted, events.events);
  return {
    kind: 'read',
    asked,
    found: found.map((each) => ({ ...each, target: targetIn(ledger, each.id) })),
  };
}
