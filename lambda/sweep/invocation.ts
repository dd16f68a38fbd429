import * as z from 'zod';
import { HOUR, type Instant, MINUTE, utcSecond } from '../domain/instant';
import type { Trigger } from '../domain/run-report';

/** The parsed event (docs/design.md §3.4). */
export interface Invocation {
  readonly trigger: Trigger;
  /** `20261120T070000Z`, the event's time. A manual run adds a hyphen and 8 characters of its request id. */
  readonly runId: string;
  /** `{"mode":"dry-run"}`: only report, whatever the mode parameter says. */
  readonly preview: boolean;
}

/**
 * A run takes its id from the event's `time`, and a later event of the same time is a second delivery. So an event
 * dated tomorrow would cancel tomorrow's run. EventBridge stamps an event when it is due, and may deliver it for up to
 * 24 hours (its documented retry limit; the deployed rule stops after one). What lies further from the clock was not
 * sent by the schedule, or the clock is wrong. In either case nothing is done.
 */
const LATEST_AHEAD = 15 * MINUTE;
const OLDEST = 25 * HOUR;

/** The function does not know this kind of event. */
export class InvalidInvocation extends Error {
  override readonly name = 'InvalidInvocation';
}

const Scheduled = z.object({
  source: z.literal('aws.events'),
  'detail-type': z.literal('Scheduled Event'),
  time: z.iso.datetime(),
});
const Manual = z.strictObject({ mode: z.literal('dry-run').optional() });

/** @throws InvalidInvocation */
export function parseInvocation(
  event: unknown,
  { now, requestId }: { readonly now: Instant; readonly requestId: string },
): Invocation {
  const time = scheduledTime(event);
  if (time !== undefined) {
    refuseTimeOfAnotherDay(time, now);
    return { trigger: 'scheduled', runId: basicTime(time), preview: false };
  }
  const manual = Manual.safeParse(event);
  if (manual.success) {
    const runId = `${basicTime(now)}-${requestId.slice(0, 8)}`;
    return { trigger: 'manual', runId, preview: manual.data.mode === 'dry-run' };
  }
  throw new InvalidInvocation(
    'not an event this function knows: it takes EventBridge\'s scheduled event, {} for a run now, or {"mode":"dry-run"} for a preview. To enforce, set the mode parameter',
  );
}

/** @throws InvalidInvocation */
function refuseTimeOfAnotherDay(time: Instant, now: Instant): void {
  if (time <= now + LATEST_AHEAD && time >= now - OLDEST) return;
  throw new InvalidInvocation(
    `the scheduled event is of ${utcSecond(time)}, and it is ${utcSecond(now)}: EventBridge delivers an event at most 24 hours late, and never early. Nothing was done. Find out who invokes the function`,
  );
}

/** When EventBridge stamped the event; undefined for another event. */
export function scheduledTime(event: unknown): Instant | undefined {
  const { data } = Scheduled.safeParse(event);
  return data && Date.parse(data.time);
}

/** ISO 8601 basic format in whole seconds: it has no character that a path or a URL would have to escape. */
export function basicTime(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}
