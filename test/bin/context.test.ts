import { parseContext as parse } from '../../bin/context';
import { type Context, complaints, EMAIL } from './complaints';

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

  it.each<[string, Context]>([
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
