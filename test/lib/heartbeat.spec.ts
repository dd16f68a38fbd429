import { scheduleGap } from '../../lib/heartbeat';

describe('a schedule is daily', () => {
  it.each([
    ['rate(1 day)', 24],
    ['rate(24 hours)', 24],
    ['rate(1440 minutes)', 24],
    ['rate(12 hours)', 12],
    ['rate(1 hour)', 1],
    ['rate(90 minutes)', 1.5],
    ['cron(0 7 * * ? *)', 24],
    ['cron(30 23 ? * * *)', 24],
    ['cron(0 7 1/1 * ? *)', 24],
    ['cron(0 7 1-31 JAN-DEC ? *)', 24],
    ['cron(0 7 ? 1-12 sun-sat *)', 24],
  ])('%s, every %d hours', (expression, hours) => {
    expect(scheduleGap(expression)).toStrictEqual({ kind: 'daily', hours });
  });

  it.each(['cron(0 7,19 * * ? *)', 'cron(0/30 * * * ? *)', 'cron(0 */6 * * ? *)', 'cron(0 8-18 * * ? *)'])(
    '%s, several times a day',
    (expression) => {
      expect(scheduleGap(expression)).toStrictEqual({ kind: 'daily' });
    },
  );
});

describe('a schedule is not daily, or not recognized as daily', () => {
  it.each([
    ['rate(25 hours)', 25],
    ['rate(2 days)', 48],
    ['rate(1441 minutes)', 1441 / 60],
  ])('%s: there are %d hours between two runs', (expression, hours) => {
    expect(scheduleGap(expression)).toStrictEqual({ kind: 'longer', hours });
  });

  it.each([
    'cron(0 7 ? * MON-FRI *)',
    'cron(0 7 ? * MON *)',
    'cron(0 7 ? * 2 *)',
    'cron(0 7 ? * 6#3 *)',
    'cron(0 7 1 * ? *)',
    'cron(0 7 L * ? *)',
    'cron(0 7 */2 * ? *)',
    'cron(0 7 * 6 ? *)',
    'cron(0 7 * * ? 2026)',
    'cron(0 7 * * ? 2026-2027)',
    // These run every day, but are written in a way that is not recognized.
    'cron(0 7 ? * SUN,MON,TUE,WED,THU,FRI,SAT *)',
    'cron(0 7 * *)',
    'daily',
  ])('%s', (expression) => {
    expect(scheduleGap(expression)).toStrictEqual({ kind: 'longer' });
  });
});
