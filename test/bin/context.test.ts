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

describe('what is not given takes its default', () => {
  it('daily at seven, enforcement allowed for, a key of its own', () => {
    expect(parse(EMAIL)).toStrictEqual({
      emails: ['security@example.com'],
      schedule: 'cron(0 7 * * ? *)',
      reportOnly: false,
      kms: true,
    });
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
        expect.stringMatching(/^context email: is missing\. Give -c email=.* delete the subscription/),
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
      `context email: ${JSON.stringify(bad)} is no e-mail address`,
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
  ])('%s', (key, meant) => {
    expect(complaints({ ...EMAIL, [key]: 'true' })).toStrictEqual([
      `context ${key}: is not a key of this app; ${meant} is`,
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
      expect(parse({ ...EMAIL, schedule }).schedule).toBe(schedule);
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

it('every key that is wrong has its line, so that one attempt finds them all', () => {
  expect(complaints({ email: 'a', schedule: 'daily', reportOnly: 'no', kms: 'nope' })).toStrictEqual([
    expect.stringMatching(/^context email: /),
    expect.stringMatching(/^context schedule: /),
    'context reportOnly: must be true or false',
    'context kms: must be true or false',
  ]);
});
