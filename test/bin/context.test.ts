import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as cxapi from 'aws-cdk-lib/cx-api';
import { ContextError, parseContext } from '../../bin/context';
import { userWideContext } from '../../bin/unknown-context';

type Context = Readonly<Record<string, unknown>>;

const parse = (context: Context, userWide?: Context) => parseContext(context, userWide);

/** The lines of the error that the context is refused with. */
function complaints(context: Context, userWide?: Context): string[] {
  try {
    parse(context, userWide);
  } catch (error) {
    if (error instanceof ContextError) return error.message.split('\n');
    throw error;
  }
  return [];
}

const EMAIL = { email: 'security@example.com' };

describe('a key that is not given', () => {
  it('is left to the defaults of the stack; the schedule is daily at seven', () => {
    expect(parse(EMAIL)).toStrictEqual({ emails: ['security@example.com'], schedule: 'cron(0 7 * * ? *)' });
  });
});

describe('email', () => {
  it.each<[string, string, string[]]>([
    ['one address', 'security@example.com', ['security@example.com']],
    ['several, separated by commas', 'a@example.com,b@example.com', ['a@example.com', 'b@example.com']],
    ['spaces around them do no harm', ' a@example.com , b@example.com ', ['a@example.com', 'b@example.com']],
    ['none opts out', 'none', []],
    ['none with spaces', ' none ', []],
    ['an address given twice is subscribed once', 'a@example.com,a@example.com', ['a@example.com']],
  ])('%s', (_, email, emails) => {
    expect(parse({ email }).emails).toStrictEqual(emails);
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['left out', {}],
    ['empty', { email: '' }],
  ])(
    '%s is refused and says why: a later deploy that forgot it would delete the subscription',
    (_, given) => {
      expect(complaints(given)).toStrictEqual([
        expect.stringMatching(
          /^context email: is missing\. Add "email": .* to "context" in cdk\.json, or pass -c email=.* delete the existing subscription/,
        ),
      ]);
    },
  );

  it.each([
    ['no address at all', 'security', 'security'],
    ['two addresses with a blank between them', 'a@example.com b@example.com', 'a@example.com b@example.com'],
    ['a comma too many', 'a@example.com,', ''],
    ['none among addresses', 'a@example.com,none', 'none'],
    ['None with a capital', 'None', 'None'],
    ['an address in angle brackets', 'Security <a@example.com>', 'Security <a@example.com>'],
  ])('%s is refused in one line that names it', (_, email, bad) => {
    expect(complaints({ email })).toStrictEqual([
      `context email: ${JSON.stringify(bad)} is not an e-mail address`,
    ]);
  });
});

describe('switches are true or false, as text from the command line and as JSON from cdk.json', () => {
  it.each(['kms', 'reportOnly'] as const)('%s', (key) => {
    const read = (value: unknown) => parse({ ...EMAIL, [key]: value })[key];
    expect([true, 'true', false, 'false'].map(read)).toStrictEqual([true, true, false, false]);
  });

  it.each([
    ['kms', 'nope'],
    ['kms', ''],
    ['kms', 1],
    ['kms', 'TRUE'],
    ['reportOnly', 'yes'],
    // JavaScript would call this one true.
    ['reportOnly', 'False'],
    ['reportOnly', null],
  ])('%s: %j is neither', (key, value) => {
    expect(complaints({ ...EMAIL, [key]: value })).toStrictEqual([`context ${key}: must be true or false`]);
  });
});

describe('a key that is not known is refused, since it would be ignored', () => {
  it.each([
    ['reportonly', 'reportOnly'],
    ['Email', 'email'],
    ['report-only', 'reportOnly'],
    ['KMS', 'kms'],
    ['heartbeathours', 'heartbeatHours'],
    ['alarmTopicARN', 'alarmTopicArn'],
    ['alarm-topic-arn', 'alarmTopicArn'],
    ['emails', 'email'],
    ['emial', 'email'],
    ['shedule', 'schedule'],
    ['hearbeatHours', 'heartbeatHours'],
    ['newCredentialNotice', 'newCredentialNotices'],
  ])('%s, with the name that it is like', (key, meant) => {
    expect(complaints({ ...EMAIL, [key]: 'true' })).toStrictEqual([
      `context ${key}: is not a key of iam-lapse: did you mean "${meant}"?`,
    ]);
  });

  it('team, which is like none, with the names that there are', () => {
    expect(complaints({ ...EMAIL, team: 'security' })).toStrictEqual([
      'context team: is not a key of iam-lapse. The keys are: email, schedule, heartbeatHours, reportOnly, kms, newCredentialNotices, alarmTopicArn',
    ]);
  });

  it.each<[string, string]>([
    ['noticeDays', ''],
    ['notice-days', ''],
    ['maxUnusedDays', 'password.maxUnusedDays and accessKey.maxUnusedDays'],
    ['password.maxUnusedDays', 'password.maxUnusedDays and accessKey.maxUnusedDays'],
    ['exemptions', ''],
    ['limits', ''],
    ['judge', ''],
    ['benchmark', ''],
    ['hearers', ''],
    ['maxDisabledPerDay', 'limits.maxDisabledPerDay'],
    ['keyRotation', 'checks.keyRotation'],
  ])('%s, which is in the policy', (key, place) => {
    expect(complaints({ ...EMAIL, [key]: '30' })).toStrictEqual([
      `context ${key}: belongs in policy.json,${place === '' ? '' : ` as ${place},`} not in the context`,
    ]);
  });

  it('a misspelt key of the policy, with both', () => {
    expect(complaints({ ...EMAIL, noticeDay: '30' })).toStrictEqual([
      'context noticeDay: is not a key of iam-lapse: did you mean "noticeDays"? It belongs in policy.json, not in the context',
    ]);
  });

  it.each<[string, string, string]>([
    ['mode', 'enforce', '--value enforce --overwrite'],
    ['mode', 'dry-run', '--value dry-run --overwrite'],
    ['Mode', 'Enforce', '--value MODE --overwrite (MODE is dry-run or enforce)'],
    ['enforce', 'true', '--value MODE --overwrite (MODE is dry-run or enforce)'],
    ['dry-run', 'true', '--value MODE --overwrite (MODE is dry-run or enforce)'],
  ])('%s=%s, with the command that sets the mode', (key, value, end) => {
    expect(complaints({ ...EMAIL, [key]: value })).toStrictEqual([
      `context ${key}: is not in the context: it is the SSM parameter /iam-lapse/mode. Deploy first, then: aws ssm put-parameter --name /iam-lapse/mode ${end}`,
    ]);
  });

  it.each([
    ['region', 'AWS_REGION'],
    ['account', '--profile NAME'],
    ['profile', '--profile NAME'],
    ['policy', 'policy.json'],
  ])('%s, with what sets it', (key, by) => {
    expect(complaints({ ...EMAIL, [key]: 'x' })).toStrictEqual([
      expect.stringMatching(`^context ${key}: is not in the context.*${by}`),
    ]);
  });

  it('and if it is the reason why another is missing, that is one mistake', () => {
    expect(complaints({ emial: 'a@example.com' })).toStrictEqual([
      'context emial: is not a key of iam-lapse: did you mean "email"?',
    ]);
    expect(complaints({ team: 'security' })).toStrictEqual([
      expect.stringContaining('context team: is not a key'),
      expect.stringContaining('context email: is missing'),
    ]);
    expect(complaints({ emial: 'a@example.com', email: '' })).toStrictEqual([
      expect.stringContaining('context emial: '),
      expect.stringContaining('context email: is missing'),
    ]);
  });
});

describe('keys of others are theirs', () => {
  it.each([
    '@aws-cdk/core:kms',
    'aws:cdk:enable-path-metadata',
    'aws-cdk:enableDiffNoFail',
    'availability-zones:account=123456789012:region=eu-west-1',
    'my-tool/mode',
    // What `cdk acknowledge` and `cdk cli-telemetry` write into cdk.context.json.
    'acknowledged-issue-numbers',
    'cli-telemetry',
  ])('%s', (key) => {
    expect(complaints({ ...EMAIL, [key]: true })).toStrictEqual([]);
  });

  it('every one that the CDK names in its code', () => {
    const named = Object.entries(cxapi).flatMap(([name, value]) =>
      /_CONTEXT(_KEY)?$/.test(name) && typeof value === 'string' ? [value] : [],
    );
    const flags = Object.keys(cxapi.FLAGS);
    expect(Math.min(named.length, flags.length)).toBeGreaterThan(5);
    expect(
      complaints({ ...EMAIL, ...Object.fromEntries([...named, ...flags].map((key) => [key, true])) }),
    ).toStrictEqual([]);
  });
});

describe('the context of ~/.cdk.json holds for every app of its user', () => {
  it.each([
    ['a key that is not known', { team: 'a' }],
    ['one that is like a known one', { shedules: ['a'] }],
    ['one that is in the policy', { limits: { cpu: 1 } }],
  ])('%s may belong to another app', (_, userWide) => {
    expect(complaints({ ...EMAIL, schedule: 'rate(1 day)', ...userWide }, userWide)).toStrictEqual([]);
  });

  it('but with another value it comes from elsewhere', () => {
    expect(complaints({ ...EMAIL, mode: 'enforce' }, { mode: 'dark' })).toHaveLength(1);
    expect(complaints({ ...EMAIL, team: undefined }, {})).toHaveLength(1);
  });

  it('one that is ours but for its case is refused, since it was surely meant for this app', () => {
    expect(complaints({ ...EMAIL, reportonly: true }, { reportonly: true })).toHaveLength(1);
  });

  it('one that may be the reason why another is missing is named', () => {
    const userWide = { emial: 'a@example.com' };
    expect(complaints(userWide, userWide)).toStrictEqual([
      'context emial: is not a key of iam-lapse: did you mean "email"?',
    ]);
    expect(complaints({ ...EMAIL, ...userWide }, userWide)).toStrictEqual([]);
  });

  it('a key that is known counts, as in every context', () => {
    expect(parse({ ...EMAIL }, EMAIL).emails).toStrictEqual(['security@example.com']);
  });
});

describe('userWideContext reads ~/.cdk.json', () => {
  const home = mkdtempSync(join(tmpdir(), 'iam-lapse-home-'));
  const write = (content: string) => writeFileSync(join(home, '.cdk.json'), content);
  afterAll(() => rmSync(home, { recursive: true }));

  it('which most users do not have', () => {
    expect(userWideContext(home)).toStrictEqual({});
  });

  it.each<[string, string, Context]>([
    [
      'with its context',
      '{"context": {"team": "data", "limits": {"cpu": 1}}}',
      { team: 'data', limits: { cpu: 1 } },
    ],
    ['without a context', '{"profile": "data"}', {}],
    ['that is cut short', '{"context": {"team"', {}],
    ['whose context is none', '{"context": "team"}', {}],
    ['that is no object', '[]', {}],
  ])('%s', (_, content, expected) => {
    write(content);
    expect(userWideContext(home)).toStrictEqual(expected);
  });
});

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
        `context schedule: ${schedule} is too seldom: it leaves ${gap} hours between two runs, and the alarm can look back 168 hours at most. Run it at least every 6 days`,
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

describe('alarmTopicArn', () => {
  it.each([
    'arn:aws:sns:eu-west-1:123456789012:on-call',
    'arn:aws-us-gov:sns:us-gov-west-1:123456789012:On_Call-2',
    'arn:aws-cn:sns:cn-north-1:123456789012:on-call',
    'arn:aws-iso-b:sns:us-isob-east-1:123456789012:on-call',
  ])('%s is a topic', (alarmTopicArn) => {
    expect(parse({ ...EMAIL, alarmTopicArn }).alarmTopicArn).toBe(alarmTopicArn);
  });

  it.each([
    '',
    'on-call',
    'arn:aws:sqs:eu-west-1:123456789012:on-call',
    'arn:aws:sns:eu-west-1:12345678901:on-call',
    'arn:aws:sns::123456789012:on-call',
    'arn:aws:sns:eu-west-1:123456789012:on-call.fifo',
    'arn:aws:sns:eu-west-1:123456789012:on-call:8f5e1c2a-0000-4000-8000-000000000000',
    'arn:aws:sns:eu-west-1:123456789012:',
    ' arn:aws:sns:eu-west-1:123456789012:on-call',
  ])('%j is none', (alarmTopicArn) => {
    expect(complaints({ ...EMAIL, alarmTopicArn })).toStrictEqual([
      'context alarmTopicArn: must be the ARN of an existing SNS standard topic, such as arn:aws:sns:eu-west-1:123456789012:on-call',
    ]);
  });
});

it('every key that is wrong has its line, so that one attempt finds them all', () => {
  expect(complaints({ email: 'a', schedule: 'daily', reportOnly: 'no', kms: 'nope' })).toStrictEqual([
    expect.stringMatching(/^context email: /),
    expect.stringMatching(/^context schedule: /),
    'context reportOnly: must be true or false',
    'context kms: must be true or false',
  ]);
});
