import { type Answer, isFinal } from '../domain/organization/answer';
import type { RecordStore } from '../record-store';
import type { AccountEvent } from './account-event';
import type { AccountAnswers } from './answers';

/** Why an account is not swept. The message is one line for people. */
export interface Refusal {
  readonly status: 'halted' | 'unreachable';
  readonly reason: string;
  readonly message: string;
}

interface Attempt {
  readonly runId: string;
  readonly accountId: string;
  readonly phase: AccountEvent['phase'];
  readonly startedAt: number;
  readonly now: number;
}

/**
 * Answers that the account was not swept, unless an attempt before knows more: Lambda's task is retried when its response
 * is lost.
 *
 * @throws if an answer stands that knows more or is not understood, or an attempt before has begun to act
 */
export async function refuse(
  refusal: Refusal,
  attempt: Attempt,
  answers: AccountAnswers,
  records: Pick<RecordStore, 'read' | 'location'>,
): Promise<void> {
  const { runId, accountId, phase } = attempt;
  if (phase === 'act' && (await records.read(runId, 'plan.json')) !== undefined) {
    // An attempt before has begun to act. No answer may say that nothing was done.
    throw new Error(`account ${accountId} cannot say what run ${runId} did: ${refusal.message}`);
  }
  const standing = await answers.of(runId);
  if (standing && knowsMore(standing, phase)) {
    throw new Error(`account ${accountId} has answered run ${runId} before: ${refusal.message}`);
  }
  const answer = answerTo(refusal, attempt, records.location(runId));
  if (standing) await answers.write(answer);
  else if (!(await answers.writeFirst(answer))) {
    // Another attempt has answered in the meantime.
    throw new Error(`account ${accountId} is answering run ${runId} already: ${refusal.message}`);
  }
}

/** In Act, every account has answered that it stopped at its plan. */
function knowsMore(standing: Answer, phase: AccountEvent['phase']): boolean {
  return isFinal(standing) || (phase === 'judge' && standing.status === 'planned');
}

function answerTo(
  { status, reason, message }: Refusal,
  { runId, accountId, startedAt, now }: Attempt,
  record: string,
): Answer {
  return {
    version: 1,
    runId,
    accountId,
    at: now,
    status,
    halts: [{ effect: 'halted', reason, message }],
    mode: null,
    counts: {},
    users: 0,
    activeCredentials: 0,
    planned: [],
    plannedLeftOut: 0,
    spent: 0,
    items: [],
    leftOut: {},
    untold: [],
    caughtUp: false,
    checks: [],
    record,
    durationMs: Math.max(0, now - startedAt),
    iamCalls: 0,
  };
}
