import * as z from 'zod';
import { HOUR, type Instant, MINUTE, utcSecond } from '../domain/instant';
import { AccountNumber } from '../domain/organization/account';
import { runIdByHand } from '../domain/organization/run-id';
import { basicTime, InvalidInvocation, scheduledTime } from '../sweep/invocation';
import type { Execution } from './coordinator-event';

/** What an execution was asked to do, by its input. */
export interface RunRequest {
  readonly trigger: 'scheduled' | 'manual';
  readonly runId: string;
  readonly preview: boolean;
  /** These accounts alone; undefined: the organization. */
  readonly only: readonly string[] | undefined;
}

const ByHand = z.strictObject({
  mode: z.literal('dry-run').optional(),
  accounts: z
    .array(AccountNumber)
    .min(1)
    .refine((ids) => new Set(ids).size === ids.length)
    .optional(),
});

/**
 * A run takes its id from the event's time, so an event dated tomorrow would cancel tomorrow's run. The target drops an
 * event that is an hour old; what lies further from the clock was not sent by the schedule.
 */
const OLDEST = HOUR;
const LATEST_AHEAD = 15 * MINUTE;

/** @throws InvalidInvocation */
export function parseRunRequest(input: unknown, execution: Execution, now: Instant): RunRequest {
  // Its run may have frozen settings days ago: nobody may act by them.
  if (now - execution.startTime > OLDEST) {
    throw new InvalidInvocation(
      `the execution began ${utcSecond(execution.startTime)}, and it is ${utcSecond(now)}: an execution that is redriven cannot go on. Start a new one`,
    );
  }
  const time = scheduledTime(input);
  if (time !== undefined) {
    if (time > now + LATEST_AHEAD || time < now - OLDEST) {
      throw new InvalidInvocation(
        `the scheduled event is of ${utcSecond(time)}, and it is ${utcSecond(now)}: an event comes at most an hour late, and never early. Nothing was done. Find out who starts executions`,
      );
    }
    return { trigger: 'scheduled', runId: basicTime(time), preview: false, only: undefined };
  }
  const byHand = ByHand.safeParse(input);
  if (!byHand.success) {
    throw new InvalidInvocation(
      'not an input this state machine knows: it takes EventBridge\'s scheduled event, {} for a run now, {"mode":"dry-run"} for a preview, or {"accounts":["111122223333"]} for these accounts alone. To enforce, set the mode parameter',
      { cause: byHand.error },
    );
  }
  const preview = byHand.data.mode === 'dry-run';
  return {
    trigger: 'manual',
    runId: runIdByHand(basicTime(execution.startTime), execution.id, { preview }),
    preview,
    only: byHand.data.accounts,
  };
}
