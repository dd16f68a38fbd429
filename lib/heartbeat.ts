import { readSchedule } from './schedule';

/** Hours without a completed run before the alarm, for a daily schedule: one day and two hours' grace. */
export const DEFAULT_HEARTBEAT_HOURS = 26;
/**
 * The longest time that an alarm can look back, in periods of one hour: "Period multiplied by EvaluationPeriods can't be more than
 * 604,800 seconds" (PutMetricAlarm).
 */
export const MAX_HEARTBEAT_HOURS = 168;
/** A schedule with at most this many hours between two runs is daily, and has the default. */
const DAILY_HOURS = 24;

/** What is wrong with a schedule: EventBridge would refuse it, or no alarm could watch it. */
export function scheduleProblem(expression: string): string | undefined {
  const schedule = readSchedule(expression);
  if ('problem' in schedule) return schedule.problem;
  // At exactly 168 hours the alarm would go off just before each run.
  return schedule.longestGapHours >= MAX_HEARTBEAT_HOURS
    ? `${expression} is too seldom: it leaves ${hoursText(schedule.longestGapHours)} hours between two runs. That must be less than ${MAX_HEARTBEAT_HOURS}, or the alarm cannot watch it. Run it at least every 6 days`
    : undefined;
}

/** What is wrong with `heartbeatHours` for a schedule that has no problem of its own. */
export function heartbeatProblem(expression: string, hours: number | undefined): string | undefined {
  const schedule = readSchedule(expression);
  if ('problem' in schedule) return undefined;
  const { longestGapHours: gap } = schedule;
  const fitting = `more than the ${hoursText(gap)} hours between two runs, at most ${MAX_HEARTBEAT_HOURS}`;
  if (hours === undefined) {
    return gap <= DAILY_HOURS
      ? undefined
      : `is missing, and ${expression} does not run every day. Say after how many hours without a completed run the alarm goes off: ${fitting}`;
  }
  return hours <= gap
    ? `is ${hours}: with ${expression} the alarm would go off between two runs. It must be ${fitting}`
    : undefined;
}

/** Rounded up, so that every whole number above it is enough. */
function hoursText(hours: number): string {
  return String(Math.ceil(hours * 10) / 10);
}
