import { scheduleGap } from './schedule-gap';

/** Silence before the alarm, in hours, for a daily schedule: a day and two hours' grace. */
export const DEFAULT_HEARTBEAT_HOURS = 26;
/**
 * Periods of an hour that an alarm can look back: "Period multiplied by EvaluationPeriods can't be more than
 * 604,800 seconds" (PutMetricAlarm).
 */
export const MAX_HEARTBEAT_HOURS = 168;

/** Why these hours of silence do not go with this schedule; undefined if they do. */
export function heartbeatComplaint(schedule: string, hours: number | undefined): string | undefined {
  const gap = scheduleGap(schedule);
  if (hours === undefined) {
    return gap.kind === 'daily'
      ? undefined
      : `is missing. The schedule ${schedule} is not seen to run every day: give the hours without a completed run after which the alarm is to go off, -c heartbeatHours=N, up to ${MAX_HEARTBEAT_HOURS}`;
  }
  return gap.hours !== undefined && hours <= gap.hours
    ? `is ${hours}, and ${schedule} leaves ${gap.hours} hours between two runs: the alarm would go off each time. It must be more, up to ${MAX_HEARTBEAT_HOURS}`
    : undefined;
}
