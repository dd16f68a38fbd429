/** Silence before the alarm, in hours, for a daily schedule: a day and two hours' grace. */
export const DEFAULT_HEARTBEAT_HOURS = 26;
/**
 * Periods of an hour that an alarm can look back: "Period multiplied by EvaluationPeriods can't be more than
 * 604,800 seconds" (PutMetricAlarm).
 */
export const MAX_HEARTBEAT_HOURS = 168;

/** Why these hours of silence do not go with this schedule; undefined if they do. */
export function validateHeartbeat(schedule: string, hours: number | undefined): string | undefined {
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

/** A schedule that runs at least once in 24 hours, or one of which that cannot be told. */
export type ScheduleGap =
  /** `hours`: the time between two runs, where it is the same every time. */
  { readonly kind: 'daily'; readonly hours?: number } | { readonly kind: 'longer'; readonly hours?: number };

const HOURS_OF = { minute: 1 / 60, hour: 1, day: 24 } as const;
/** Of a field of a cron expression: "every one of them", as people write it. */
const EVERY = {
  dayOfMonth: ['*', '?', '*/1', '1/1', '1-31'],
  month: ['*', '*/1', '1/1', '1-12', 'JAN-DEC'],
  dayOfWeek: ['*', '?', '*/1', '1/1', '1-7', 'SUN-SAT'],
} as const;

/**
 * How long nothing runs by an EventBridge schedule expression. A cron expression is daily if it restricts no
 * day, month or year: then each day is as the last. A restricted one may still be daily; it is not called so.
 *
 * @param expression `rate(...)` or `cron(...)` with its six fields
 */
export function scheduleGap(expression: string): ScheduleGap {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate) {
    const hours = Number(rate[1]) * HOURS_OF[unitOf(rate[2])];
    return { kind: hours <= 24 ? 'daily' : 'longer', hours };
  }
  const fields = /^cron\((.*)\)$/.exec(expression)?.[1]?.toUpperCase().split(' ') ?? [];
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  const everyDay =
    isEvery('dayOfMonth', dayOfMonth) &&
    isEvery('month', month) &&
    isEvery('dayOfWeek', dayOfWeek) &&
    year === '*';
  if (!everyDay) return { kind: 'longer' };
  const once = /^\d+$/.test(minute) && /^\d+$/.test(hour);
  return once ? { kind: 'daily', hours: 24 } : { kind: 'daily' };
}

function unitOf(word: string | undefined): keyof typeof HOURS_OF {
  return word === 'minute' || word === 'hour' ? word : 'day';
}

function isEvery(field: keyof typeof EVERY, text: string): boolean {
  return EVERY[field].some((every) => every === text);
}
