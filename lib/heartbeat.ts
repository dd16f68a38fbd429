/** Hours without a completed run before the alarm, for a daily schedule: one day and two hours' grace. */
export const DEFAULT_HEARTBEAT_HOURS = 26;
/**
 * The longest time that an alarm can look back, in periods of one hour: "Period multiplied by EvaluationPeriods can't be more than
 * 604,800 seconds" (PutMetricAlarm).
 */
export const MAX_HEARTBEAT_HOURS = 168;

/** Validates `heartbeatHours` against the schedule. Returns the problem, or undefined. */
export function validateHeartbeat(schedule: string, hours: number | undefined): string | undefined {
  const gap = scheduleGap(schedule);
  if (hours === undefined) {
    return gap.kind === 'daily'
      ? undefined
      : `is missing, and the schedule ${schedule} is not recognized as daily. Pass -c heartbeatHours=N, up to ${MAX_HEARTBEAT_HOURS}: the alarm goes off after N hours without a completed run`;
  }
  return gap.hours !== undefined && hours <= gap.hours
    ? `is ${hours}, but ${schedule} leaves ${gap.hours} hours between two runs: the alarm would go off each time. Give more hours than that, up to ${MAX_HEARTBEAT_HOURS}`
    : undefined;
}

/** `daily`: the schedule runs at least once in 24 hours. `longer`: it does not, or we cannot tell. */
export type ScheduleGap =
  /** `hours`: the time between two runs, if it is always the same. */
  { readonly kind: 'daily'; readonly hours?: number } | { readonly kind: 'longer'; readonly hours?: number };

const HOURS_OF = { minute: 1 / 60, hour: 1, day: 24 } as const;
/** The ways to write "every" in a field of a cron expression. */
const EVERY = {
  dayOfMonth: ['*', '?', '*/1', '1/1', '1-31'],
  month: ['*', '*/1', '1/1', '1-12', 'JAN-DEC'],
  dayOfWeek: ['*', '?', '*/1', '1/1', '1-7', 'SUN-SAT'],
} as const;

/**
 * The time between two runs of an EventBridge schedule. A cron expression is daily if it restricts no day, month or year.
 * One that restricts them may still be daily, but counts as `longer`.
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
