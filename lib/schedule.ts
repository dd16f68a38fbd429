/** When EventBridge runs a schedule: the longest time between two runs, or why it is no schedule. */
export type Schedule = { readonly longestGapHours: number } | { readonly problem: string };

const MINUTES_OF = { minute: 1, hour: 60, day: 24 * 60 } as const;
const DAY_MINUTES = MINUTES_OF.day;

interface Field {
  readonly name: string;
  readonly first: number;
  readonly last: number;
  /** Names for the numbers, the first for `first`. */
  readonly words?: readonly string[];
}

const MINUTE: Field = { name: 'minute', first: 0, last: 59 };
const HOUR: Field = { name: 'hour', first: 0, last: 23 };
const DAY_OF_MONTH: Field = { name: 'day of the month', first: 1, last: 31 };
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const MONTH: Field = { name: 'month', first: 1, last: 12, words: MONTHS };
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const DAY_OF_WEEK: Field = { name: 'day of the week', first: 1, last: 7, words: WEEKDAYS };
const YEARS = ['*', '*/1', '1970-2199', '1970/1', '1970-2199/1'];

const SATURDAY = 7;
const SUNDAY = 1;

/**
 * Reads an EventBridge schedule expression. It knows the syntax of
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html, in UTC, which has no summer time.
 */
export function readSchedule(expression: string): Schedule {
  const rate = /^rate\(([1-9]\d{0,5}) (minute|hour|day)(s?)\)$/.exec(expression);
  if (rate) {
    const [, value, unit, plural] = rate;
    if ((value === '1') !== (plural === '')) {
      return { problem: `EventBridge refuses ${expression}: write rate(1 day), but rate(2 days)` };
    }
    return { longestGapHours: (Number(value) * MINUTES_OF[unitOf(unit)]) / 60 };
  }
  const cron = /^cron\((.*)\)$/.exec(expression)?.[1];
  if (cron === undefined) {
    return { problem: 'must be an EventBridge expression such as cron(0 7 * * ? *) or rate(12 hours)' };
  }
  try {
    return { longestGapHours: longestGapOf(expression, cron.trim().toUpperCase().split(/ +/)) / 60 };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { problem: error.message };
  }
}

class Unreadable extends Error {}

function unitOf(word: string | undefined): keyof typeof MINUTES_OF {
  return word === 'minute' || word === 'hour' ? word : 'day';
}

function longestGapOf(expression: string, fields: readonly string[]): number {
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  if (fields.length !== 6) {
    throw new Unreadable(
      `${expression} must have six fields, as cron(0 7 * * ? *) has: minute, hour, day of the month, month, day of the week, year`,
    );
  }
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) {
    throw new Unreadable(
      `${expression} must have "?" either as the day of the month or as the day of the week, as cron(0 7 * * ? *) and cron(0 7 ? * MON-FRI *) have`,
    );
  }
  if (!YEARS.includes(year)) {
    throw new Unreadable(`${expression} does not run every year; write * as the year`);
  }
  const hours = numbersOf(hour, HOUR);
  const times = numbersOf(minute, MINUTE)
    .flatMap((each) => hours.map((of) => of * 60 + each))
    .toSorted((one, other) => one - other);
  const months = numbersOf(month, MONTH);
  const isDay = dayOfWeek === '?' ? dayOfMonthRule(dayOfMonth) : dayOfWeekRule(dayOfWeek);
  const days = CALENDAR.filter((day) => months.includes(day.month) && isDay(day)).map(({ number }) => number);
  const [firstTime = 0] = times;
  const lastTime = times.at(-1) ?? 0;
  if (days.length === 0) throw new Unreadable(`${expression} has no day on which it runs`);
  return Math.max(
    ...gapsOf(times),
    longest(gapsOf([...days, (days[0] ?? 0) + CALENDAR.length])) * DAY_MINUTES + firstTime - lastTime,
  );
}

/** A day of the calendar. `weekday` is 1 for Sunday, as in EventBridge. */
interface Day {
  readonly number: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly lastOfMonth: number;
}

/** 28 years, after which the calendar repeats itself, weekdays and leap years included. */
const CALENDAR: readonly Day[] = Array.from({ length: 28 * 365 + 7 }, (_, number) => {
  const date = new Date(Date.UTC(2001, 0, 1 + number));
  return {
    number,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay() + 1,
    lastOfMonth: new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate(),
  };
});

function gapsOf(numbers: readonly number[]): number[] {
  return numbers.slice(1).map((number, index) => number - (numbers[index] ?? number));
}

function longest(gaps: readonly number[]): number {
  return gaps.reduce((one, other) => Math.max(one, other), 0);
}

/** `*`, `5`, `MON-FRI`, a range over the end such as `FRI-MON`, each with a step such as `/2`, and lists of them. */
function numbersOf(text: string, field: Field): number[] {
  const size = field.last - field.first + 1;
  const numbers = text.split(',').flatMap((item) => {
    const [, from = '', to, step] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(item) ?? [];
    if (from === '*' && to !== undefined) throw unreadable(text, field);
    const start = from === '*' ? field.first : numberOf(from, field, text);
    const open = from === '*' || step !== undefined ? field.last : start;
    const end = to === undefined ? open : numberOf(to, field, text);
    const every = Number(step ?? 1);
    if (every === 0) throw unreadable(text, field);
    const reach = end < start ? end + size : end;
    return Array.from(
      { length: Math.floor((reach - start) / every) + 1 },
      (_, index) => ((start + index * every - field.first) % size) + field.first,
    );
  });
  return [...new Set(numbers)];
}

function numberOf(word: string, field: Field, text: string): number {
  const index = field.words?.indexOf(word) ?? -1;
  const number = index >= 0 ? field.first + index : Number(/^\d{1,2}$/.test(word) ? word : NaN);
  if (!(number >= field.first && number <= field.last)) throw unreadable(text, field);
  return number;
}

function unreadable(text: string, { name, first, last, words }: Field): Unreadable {
  const or = words ? ` or ${words[0]} to ${words.at(-1)}` : '';
  return new Unreadable(`${JSON.stringify(text)} is no ${name}: it must be ${first} to ${last}${or}`);
}

type DayRule = (day: Day) => boolean;

/** `L` is the last day, `L-3` the third before it, `LW` the last weekday, `15W` the weekday nearest to the 15th. */
function dayOfMonthRule(text: string): DayRule {
  const rules = text.split(',').map((item): DayRule => {
    const before = /^L(?:-(\d{1,2}))?$/.exec(item);
    if (before) return ({ day, lastOfMonth }) => day === lastOfMonth - Number(before[1] ?? 0);
    if (item === 'LW') return (day) => day.day === nearestWeekday(day.lastOfMonth, day);
    const weekday = /^(\d+)W$/.exec(item)?.[1];
    if (weekday !== undefined) {
      const target = numberOf(weekday, DAY_OF_MONTH, text);
      return (day) => target <= day.lastOfMonth && day.day === nearestWeekday(target, day);
    }
    const numbers = numbersOf(item, DAY_OF_MONTH);
    return ({ day }) => numbers.includes(day);
  });
  return (day) => rules.some((rule) => rule(day));
}

/** The weekday (Monday to Friday) that is nearest to a day of the same month, and in the same month. */
function nearestWeekday(target: number, { day, weekday, lastOfMonth }: Day): number {
  const weekdayOfTarget = ((((weekday - 1 + target - day) % 7) + 7) % 7) + 1;
  if (weekdayOfTarget === SATURDAY) return target === 1 ? 3 : target - 1;
  if (weekdayOfTarget === SUNDAY) return target === lastOfMonth ? target - 2 : target + 1;
  return target;
}

/** `L` is Saturday, `6L` or `FRIL` the last Friday of the month, `6#3` the third. */
function dayOfWeekRule(text: string): DayRule {
  const rules = text.split(',').map((item): DayRule => {
    if (item === 'L') return ({ weekday }) => weekday === SATURDAY;
    const [, word = '', nth] = /^(\w+)(?:L|#([1-5]))$/.exec(item) ?? [];
    if (word !== '') {
      const wanted = numberOf(word, DAY_OF_WEEK, text);
      return ({ day, weekday, lastOfMonth }) =>
        weekday === wanted &&
        (nth === undefined ? day + 7 > lastOfMonth : Math.ceil(day / 7) === Number(nth));
    }
    const numbers = numbersOf(item, DAY_OF_WEEK);
    return ({ weekday }) => numbers.includes(weekday);
  });
  return (day) => rules.some((rule) => rule(day));
}
