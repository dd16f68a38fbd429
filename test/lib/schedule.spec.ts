import { readSchedule } from '../../lib/schedule';

const gapOf = (expression: string) => readSchedule(expression);

describe('the longest time between two runs of a schedule', () => {
  it.each<[string, number]>([
    ['rate(1 day)', 24],
    ['rate(24 hours)', 24],
    ['rate(1440 minutes)', 24],
    ['rate(12 hours)', 12],
    ['rate(1 hour)', 1],
    ['rate(90 minutes)', 1.5],
    ['rate(25 hours)', 25],
    ['rate(7 days)', 168],
    ['rate(1441 minutes)', 1441 / 60],
  ])('%s: %d hours', (expression, hours) => {
    expect(gapOf(expression)).toStrictEqual({ longestGapHours: hours });
  });

  it.each<[string, number]>([
    ['cron(0 7 * * ? *)', 24],
    ['cron(30 23 ? * * *)', 24],
    ['cron(0 7 1/1 * ? *)', 24],
    ['cron(0 7 1-31 JAN-DEC ? *)', 24],
    ['cron(0 7 ? 1-12 sun-sat *)', 24],
    ['cron(0 7 ? * SUN,MON,TUE,WED,THU,FRI,SAT *)', 24],
    ['cron(0 7 * * ? 1970-2199)', 24],
    ['cron( 0 7 * * ? * )', 24],
  ])('%s, once a day: %d hours', (expression, hours) => {
    expect(gapOf(expression)).toStrictEqual({ longestGapHours: hours });
  });

  it.each<[string, number]>([
    ['cron(0 7,19 * * ? *)', 12],
    ['cron(0 19,7 * * ? *)', 12],
    ['cron(0/30 * * * ? *)', 0.5],
    ['cron(* * * * ? *)', 1 / 60],
    ['cron(0 */6 * * ? *)', 6],
    ['cron(0 1/6 * * ? *)', 6],
    ['cron(0 8-18 * * ? *)', 14],
    ['cron(0 8-18/5 * * ? *)', 14],
    ['cron(0 22-2 * * ? *)', 20],
    ['cron(15,45 7 * * ? *)', 23.5],
  ])('%s, several times a day: %d hours', (expression, hours) => {
    expect(gapOf(expression)).toStrictEqual({ longestGapHours: hours });
  });

  it.each<[string, number]>([
    ['cron(0 7 ? * MON-FRI *)', 72],
    ['cron(0 7,19 ? * MON-FRI *)', 60],
    ['cron(0 7 ? * FRI-MON *)', 96],
    ['cron(0 7 ? * 2,4,6 *)', 72],
    ['cron(0 7 ? * 2/2 *)', 72],
    ['cron(0 7 ? * MON *)', 7 * 24],
    ['cron(0 7 ? * 1 *)', 7 * 24],
    ['cron(0 7 ? * 7 *)', 7 * 24],
    ['cron(0 7 ? * L *)', 7 * 24],
    ['cron(0 7 ? * MON,L *)', 5 * 24],
  ])('%s, by day of the week: %d hours', (expression, hours) => {
    expect(gapOf(expression)).toStrictEqual({ longestGapHours: hours });
  });

  it.each<[string, number]>([
    ['cron(0 7 1 * ? *)', 31 * 24],
    ['cron(0 7 */2 * ? *)', 2 * 24],
    ['cron(0 7 2/2 * ? *)', 3 * 24],
    ['cron(0 7 1/7 * ? *)', 7 * 24],
    ['cron(0 7 1/6 * ? *)', 6 * 24],
    ['cron(0 7 1,8,15,22 * ? *)', 10 * 24],
    ['cron(0 7 31 * ? *)', (30 + 31) * 24],
    ['cron(0 7 L * ? *)', 31 * 24],
    ['cron(0 7 L-3 * ? *)', 31 * 24],
    ['cron(0 7 1-15,L * ? *)', 16 * 24],
    // A month of 31 days, from a Friday before a weekend to a weekday.
    ['cron(0 7 LW * ? *)', 33 * 24],
    ['cron(0 7 1W * ? *)', 33 * 24],
    ['cron(0 7 15W * ? *)', 32 * 24],
    // From Friday, 27 February 2004, since the 29th is a Sunday, to Friday, 29 February 2008.
    ['cron(0 7 29W 2 ? *)', (4 * 365 + 1 + 2) * 24],
    ['cron(0 7 * 6 ? *)', (366 - 29) * 24],
    ['cron(0 7 * JAN,DEC ? *)', (366 - 30 - 31) * 24],
    ['cron(0 7 29 2 ? *)', (4 * 365 + 1) * 24],
  ])('%s, by day of the month: %d hours', (expression, hours) => {
    expect(gapOf(expression)).toStrictEqual({ longestGapHours: hours });
  });

  it.each<[string, number]>([
    ['cron(0 7 ? * 6#3 *)', 35 * 24],
    ['cron(0 7 ? * FRI#3 *)', 35 * 24],
    ['cron(0 7 ? * 6L *)', 35 * 24],
    ['cron(0 7 ? * FRIL *)', 35 * 24],
    // From 31 January to 30 May, as in 2011.
    ['cron(0 7 ? * 2#5 *)', 119 * 24],
  ])('%s, by a day of the week in the month: %d hours', (expression, hours) => {
    expect(gapOf(expression)).toStrictEqual({ longestGapHours: hours });
  });
});

describe('what EventBridge would refuse, or we cannot read, is refused', () => {
  const NO_SCHEDULE = 'must be an EventBridge expression such as cron(0 7 * * ? *) or rate(12 hours)';
  it.each<[string, string]>([
    ['daily', NO_SCHEDULE],
    ['', NO_SCHEDULE],
    ['rate(0 days)', NO_SCHEDULE],
    ['rate(1.5 days)', NO_SCHEDULE],
    ['rate(1 week)', NO_SCHEDULE],
    ['at(2026-11-20T07:00:00)', NO_SCHEDULE],
    ['rate(1 days)', 'EventBridge refuses rate(1 days): write rate(1 day), but rate(2 days)'],
    ['rate(2 day)', 'EventBridge refuses rate(2 day): write rate(1 day), but rate(2 days)'],
    [
      'cron(0 7 * * *)',
      'cron(0 7 * * *) must have six fields, as cron(0 7 * * ? *) has: minute, hour, day of the month, month, day of the week, year',
    ],
    [
      'cron()',
      'cron() must have six fields, as cron(0 7 * * ? *) has: minute, hour, day of the month, month, day of the week, year',
    ],
    [
      'cron(0 7 * * * *)',
      'cron(0 7 * * * *) must have "?" either as the day of the month or as the day of the week, as cron(0 7 * * ? *) and cron(0 7 ? * MON-FRI *) have',
    ],
    ['cron(0 7 1 * MON *)', 'cron(0 7 1 * MON *) must have "?" either as the day of the month'],
    ['cron(0 7 ? * ? *)', 'cron(0 7 ? * ? *) must have "?" either as the day of the month'],
    ['cron(0 7 * * ? 2026)', 'cron(0 7 * * ? 2026) does not run every year; write * as the year'],
    ['cron(0 7 * * ? 2026-2027)', 'cron(0 7 * * ? 2026-2027) does not run every year'],
    ['cron(60 7 * * ? *)', '"60" is no minute: it must be 0 to 59'],
    ['cron(-1 7 * * ? *)', '"-1" is no minute: it must be 0 to 59'],
    ['cron(0 24 * * ? *)', '"24" is no hour: it must be 0 to 23'],
    ['cron(0 7-24 * * ? *)', '"7-24" is no hour: it must be 0 to 23'],
    ['cron(0 */0 * * ? *)', '"*/0" is no hour: it must be 0 to 23'],
    ['cron(0 *-7 * * ? *)', '"*-7" is no hour: it must be 0 to 23'],
    ['cron(0 7, * * ? *)', '"7," is no hour: it must be 0 to 23'],
    ['cron(0 7 0 * ? *)', '"0" is no day of the month: it must be 1 to 31'],
    ['cron(0 7 32W * ? *)', '"32W" is no day of the month: it must be 1 to 31'],
    ['cron(0 7 * 13 ? *)', '"13" is no month: it must be 1 to 12 or JAN to DEC'],
    ['cron(0 7 ? * 0 *)', '"0" is no day of the week: it must be 1 to 7 or SUN to SAT'],
    ['cron(0 7 ? * MO-FR *)', '"MO-FR" is no day of the week: it must be 1 to 7 or SUN to SAT'],
    ['cron(0 7 ? * 6#6 *)', '"6#6" is no day of the week: it must be 1 to 7 or SUN to SAT'],
    ['cron(0 7 30 2 ? *)', 'cron(0 7 30 2 ? *) has no day on which it runs'],
    ['cron(0 7 31W 4 ? *)', 'cron(0 7 31W 4 ? *) has no day on which it runs'],
  ])('%s', (expression, problem) => {
    expect(readSchedule(expression)).toStrictEqual({ problem: expect.stringContaining(problem) });
  });
});
