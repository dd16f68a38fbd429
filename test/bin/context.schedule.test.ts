import { parseContext as parse } from '../../bin/context';
import { complaints, EMAIL } from './complaints';

describe('schedule', () => {
  it.each(['cron(0 7 * * ? *)', 'cron(30 5 ? * MON-FRI *)', 'rate(1 day)', 'rate(12 hours)'])(
    '%s is an expression of EventBridge',
    (schedule) => {
      expect(parse({ ...EMAIL, schedule, heartbeatHours: 76 }).schedule).toBe(schedule);
    },
  );

  it.each(['daily', '', '0 7 * * ? *', 'at(2026-11-20T07:00:00)', ' cron(0 7 * * ? *)', 7])(
    '%j is none',
    (schedule) => {
      expect(complaints({ ...EMAIL, schedule })).toStrictEqual([
        'context schedule: must be an EventBridge expression such as cron(0 7 * * ? *) or rate(12 hours)',
      ]);
    },
  );

  it.each<[string, number]>([
    ['rate(7 days)', 168],
    ['rate(168 hours)', 168],
    ['rate(30 days)', 720],
    ['cron(0 7 ? * MON *)', 168],
    ['cron(0 7 ? * 2 *)', 168],
    ['cron(0 7 ? * 6#3 *)', 840],
    ['cron(0 7 1 * ? *)', 744],
    ['cron(0 7 L * ? *)', 744],
    ['cron(0 7 1,8,15,22 * ? *)', 240],
  ])('%s is too seldom for the alarm, whatever heartbeatHours is', (schedule, gap) => {
    for (const hours of [{}, { heartbeatHours: 168 }]) {
      expect(complaints({ ...EMAIL, schedule, ...hours })).toStrictEqual([
        `context schedule: ${schedule} is too seldom: it leaves ${gap} hours between two runs. That must be less than 168, or the alarm cannot watch it. Run it at least every 6 days`,
      ]);
    }
  });

  it('the most seldom one leaves less than seven days between two runs', () => {
    const schedule = 'rate(10079 minutes)';
    expect(parse({ ...EMAIL, schedule, heartbeatHours: 168 }).schedule).toBe(schedule);
    expect(complaints({ ...EMAIL, schedule: 'rate(10080 minutes)' })).toHaveLength(1);
  });
});

describe('heartbeatHours', () => {
  it.each<[unknown, number]>([
    [2, 2],
    ['2', 2],
    ['26', 26],
    [168, 168],
    ['168', 168],
  ])('%j is %d hours', (given, hours) => {
    expect(parse({ ...EMAIL, schedule: 'rate(1 hour)', heartbeatHours: given }).heartbeatHours).toBe(hours);
  });

  it.each([1, '1', 0, -26, 169, '169', '99999', 26.5, '26.5', '26h', '', ' 26', '0x1a', '1e2', null, true])(
    '%j is refused',
    (heartbeatHours) => {
      expect(complaints({ ...EMAIL, heartbeatHours })).toStrictEqual([
        'context heartbeatHours: must be a whole number of hours from 2 to 168, because CloudWatch looks back at most seven days',
      ]);
    },
  );

  it.each(['cron(0 7 * * ? *)', 'rate(12 hours)', 'rate(1 day)', 'cron(0 */6 * * ? *)'])(
    'need not be given with %s, which is daily',
    (schedule) => {
      expect(parse({ ...EMAIL, schedule })).not.toHaveProperty('heartbeatHours');
    },
  );

  it.each<[string, string]>([
    ['cron(0 7 ? * MON-FRI *)', '72'],
    ['cron(0 7 ? * MON,WED,FRI *)', '72'],
    ['cron(0 7 */2 * ? *)', '48'],
    ['rate(2 days)', '48'],
    ['rate(6 days)', '144'],
    ['rate(25 hours)', '25'],
    ['rate(1441 minutes)', '24.1'],
  ])('must be given with %s, and the error says which number fits', (schedule, gap) => {
    const fitting = `more than the ${gap} hours between two runs, at most 168`;
    expect(complaints({ ...EMAIL, schedule })).toStrictEqual([
      `context heartbeatHours: is missing, and ${schedule} does not run every day. Say after how many hours without a completed run the alarm goes off: ${fitting}`,
    ]);
    const tooFew = Math.floor(Number(gap));
    expect(complaints({ ...EMAIL, schedule, heartbeatHours: tooFew })).toStrictEqual([
      `context heartbeatHours: is ${tooFew}: with ${schedule} the alarm would go off between two runs. It must be ${fitting}`,
    ]);
    expect(parse({ ...EMAIL, schedule, heartbeatHours: `${tooFew + 1}` }).heartbeatHours).toBe(tooFew + 1);
  });

  it.each([
    ['cron(0 7 * * ? *)', 24, '24'],
    ['rate(12 hours)', '12', '12'],
    ['cron(0 7,13 * * ? *)', 18, '18'],
  ])('with %s cannot be %j: the alarm would go off between two runs', (schedule, heartbeatHours, gap) => {
    expect(complaints({ ...EMAIL, schedule, heartbeatHours })).toStrictEqual([
      expect.stringContaining(`more than the ${gap} hours between two runs`),
    ]);
    const more = Number(heartbeatHours) + 1;
    expect(parse({ ...EMAIL, schedule, heartbeatHours: more }).heartbeatHours).toBe(more);
  });
});
