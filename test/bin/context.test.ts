import { ContextError, parseContext } from '../../bin/context';

const parse = (context: Readonly<Record<string, unknown>>) => parseContext(context);

/** The lines of the error that the context is refused with. */
function complaints(context: Readonly<Record<string, unknown>>): string[] {
  try {
    parse(context);
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

describe('a key that is ours but for its spelling is refused, since it would be ignored', () => {
  it.each([
    ['reportonly', 'reportOnly'],
    ['Email', 'email'],
    ['report-only', 'reportOnly'],
    ['KMS', 'kms'],
    ['heartbeathours', 'heartbeatHours'],
    ['alarmTopicARN', 'alarmTopicArn'],
    ['alarm-topic-arn', 'alarmTopicArn'],
  ])('%s', (key, meant) => {
    expect(complaints({ ...EMAIL, [key]: 'true' })).toStrictEqual([
      `context ${key}: is not a key of this app. Write ${meant}`,
    ]);
  });

  it('keys of others are theirs', () => {
    expect(complaints({ ...EMAIL, '@aws-cdk/core:kms': true })).toStrictEqual([]);
  });
});

describe('schedule', () => {
  it.each(['cron(0 7 * * ? *)', 'cron(30 5 ? * MON-FRI *)', 'rate(1 day)', 'rate(12 hours)'])(
    '%s is an expression of EventBridge',
    (schedule) => {
      expect(parse({ ...EMAIL, schedule, heartbeatHours: 76 }).schedule).toBe(schedule);
    },
  );

  it.each(['daily', '', '0 7 * * ? *', 'cron()', 'at(2026-11-20T07:00:00)', ' cron(0 7 * * ? *)'])(
    '%j is none',
    (schedule) => {
      expect(complaints({ ...EMAIL, schedule })).toStrictEqual([
        'context schedule: must be an EventBridge expression such as cron(0 7 * * ? *), which has six fields',
      ]);
    },
  );
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

  it.each(['cron(0 7 ? * MON-FRI *)', 'cron(0 7 1 * ? *)', 'rate(2 days)', 'rate(25 hours)'])(
    'must be given with %s, which is not',
    (schedule) => {
      expect(complaints({ ...EMAIL, schedule })).toStrictEqual([
        `context heartbeatHours: is missing, and the schedule ${schedule} is not recognized as daily. Pass -c heartbeatHours=N, up to 168: the alarm goes off after N hours without a completed run`,
      ]);
      expect(parse({ ...EMAIL, schedule, heartbeatHours: '76' }).heartbeatHours).toBe(76);
    },
  );

  it.each([
    ['cron(0 7 * * ? *)', 24, '24 hours'],
    ['rate(3 days)', 72, '72 hours'],
    ['rate(12 hours)', '12', '12 hours'],
  ])('with %s cannot be %j: the alarm would go off between two runs', (schedule, heartbeatHours, gap) => {
    expect(complaints({ ...EMAIL, schedule, heartbeatHours })).toStrictEqual([
      expect.stringContaining(`leaves ${gap} between two runs`),
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
