import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BENCHMARK_IDS, BENCHMARKS } from '../../../../lambda/domain/account-checks/controls';
import { PolicyError, parsePolicy } from '../../../../lambda/domain/policy/parse';
import { matches, type Subject } from '../../../../lambda/domain/policy/rules';
import type { Match } from '../../../../lambda/domain/policy/schema';
import { JsonError, parseStrictJson } from '../../../../lambda/domain/json';
import { anExemption, anOverride, NOW, policyText } from '../../../support/builders';

// What somebody reads who got the policy wrong, to the letter.

function error(text: string): Error {
  try {
    parsePolicy(text, NOW);
  } catch (thrown) {
    if (thrown instanceof Error) return thrown;
  }
  return new Error('accepted');
}
const refusal = (replaced: Record<string, unknown>) => error(policyText(replaced)).message;
const exempting = (match: unknown) => ({ exemptions: [{ ...anExemption(), match }] });

describe('a match that would match nobody, or everybody', () => {
  const place = 'exemptions[0].match';
  it.each<[string, unknown]>([
    [
      `${place}.users[0]: has a character that no IAM user name has, so it would match nobody`,
      { users: ['é'] },
    ],
    [
      `${place}.users[0]: has a character that no IAM user name has, so it would match nobody`,
      { users: ['é*a'] },
    ],
    [
      `${place}.users[0]: has a character that no IAM user name has, so it would match nobody`,
      { users: ['a/'] },
    ],
    [
      `${place}.users[0]: matches every user; name at least one character that is not a wildcard`,
      { users: ['*'] },
    ],
    [`${place}.paths[0]: must start with "/" and name a path below it`, { paths: ['/'] }],
    [`${place}.paths[0]: must start with "/" and name a path below it`, { paths: ['team/ops/'] }],
    [`${place}.groups[0]: no IAM group can have this name, so it would match nobody`, { groups: ['a/b'] }],
    [`${place}.groups[0]: no IAM group can have this name, so it would match nobody`, { groups: [' ops'] }],
    [`${place}.groups[0]: no IAM group can have this name, so it would match nobody`, { groups: ['ops*'] }],
    [
      `${place}.groups[0]: no IAM group can have this name, so it would match nobody`,
      { groups: ['a'.repeat(129)] },
    ],
    [`${place}.tags["*"]: no IAM tag can have this key, so it would match nobody`, { tags: { '*': 'a' } }],
    [
      `${place}.tags["own*"]: no IAM tag can have this key, so it would match nobody`,
      { tags: { 'own*': 'a' } },
    ],
    [
      `${place}.tags["*er"]: no IAM tag can have this key, so it would match nobody`,
      { tags: { '*er': 'a' } },
    ],
    [
      `${place}.tags.owner: no IAM tag can have this value, so it would match nobody; "*" alone matches any value`,
      { tags: { owner: 'da*' } },
    ],
    [
      `${place}.tags.owner: no IAM tag can have this value, so it would match nobody; "*" alone matches any value`,
      { tags: { owner: '*ta' } },
    ],
    [`${place}.tags: must name at least one tag`, { tags: {} }],
    [`${place}: matches every user; give at least one of users, paths, groups, tags`, {}],
  ])('%s', (message, match) => {
    expect(refusal(exempting(match))).toBe(message);
  });

  it.each<[string, unknown]>([
    [`${place}.users[0]`, { users: [''] }],
    [`${place}.paths[0]`, { paths: [''] }],
    [`${place}.groups[0]`, { groups: [''] }],
    [`${place}.tags[""]`, { tags: { '': 'a' } }],
    [`${place}.tags.owner`, { tags: { owner: '' } }],
  ])('%s: an empty text is that one mistake', (at, match) => {
    expect(refusal(exempting(match))).toBe(`${at}: must not be empty`);
  });

  it('a key of a tag that is wrong in two ways says both', () => {
    expect(refusal(exempting({ tags: { [`${'a'.repeat(256)}*`]: 'a' } }))).toMatch(
      /: must have at most 256 characters, no IAM tag can have this key, so it would match nobody$/,
    );
  });

  it.each<[string, Match]>([
    ['a group of 128 characters', { groups: ['a'.repeat(128)] }],
    ['a path of one letter', { paths: ['/a'] }],
    ['a user by part', { users: ['?a'] }],
  ])('%s is neither', (_, match) => {
    expect(refusal(exempting(match))).toBe('accepted');
  });
});

describe('a value that is not what it should be', () => {
  const limits = { maxDisabledPerDay: 20, maxDisabledPercent: 25, onExceed: 'oldest-first' };
  it.each<[string, Record<string, unknown>]>([
    ['password: is missing', { password: undefined }],
    ['password.maxUnusedDays: is missing', { password: {} }],
    ['exemptions: is missing; an empty list is []', { exemptions: undefined }],
    ['overrides: is missing; an empty list is []', { overrides: undefined }],
    ['judge: is missing; it must be "credential" or "user"', { judge: undefined }],
    ['version: is missing; it must be 1', { version: undefined }],

    ['version: must be 1', { version: 2 }],
    ['judge: must be "credential" or "user"', { judge: 'User' }],
    [
      'hearers[0]: must be "email", "email-json", "https", "http", "sqs", "lambda", "sms", "firehose" or "application"',
      { hearers: ['Email'] },
    ],
    ['hearers: must have at least 1 entry', { hearers: [] }],
    ['hearers: names a protocol twice', { hearers: ['sqs', 'email', 'sqs'] }],
    ['hearers: must be a list, not a string', { hearers: 'email' }],
    ['limits.onExceed: must be "oldest-first" or "stop"', { limits: { ...limits, onExceed: 'halt' } }],
    [
      'benchmark: must be "cis-1.2", "cis-1.4", "cis-2.0", "cis-3.0", "cis-4.0", "cis-5.0", "cis-6.0" or "cis-7.0"',
      { benchmark: 'cis-9.0' },
    ],

    ['exemptions[0]: must be an object, not a number', { exemptions: [5] }],
    ['exemptions: must be a list, not an object', { exemptions: {} }],
    ['password: must be an object, not a list', { password: [] }],
    ['password: must be an object, not null', { password: null }],
    ['noticeDays: must be a number, not a string', { noticeDays: '7' }],
    ['noticeDays: must be a number, not true', { noticeDays: true }],
    ['exemptions[0].match.users: must be a list, not a string', exempting({ users: 'bob' })],
    ['exemptions[0].match.tags: must be an object, not a list', exempting({ tags: [] })],
    ['exemptions[0].match.tags.owner: must be a string, not a number', exempting({ tags: { owner: 5 } })],
    ['exemptions[0].until: must be a string, not a number', { exemptions: [{ ...anExemption(), until: 5 }] }],

    ['password.maxUnusedDays: must be a whole number, not 45.5', { password: { maxUnusedDays: 45.5 } }],
    ['password.maxUnusedDays: must be at least 30', { password: { maxUnusedDays: 29 } }],
    ['password.maxUnusedDays: must be at most 365', { password: { maxUnusedDays: 366 } }],
    [
      'exemptions[0].match.users: must have at least 1 entry',
      { exemptions: [anExemption({ match: { users: [] } })] },
    ],
    ['exemptions[0].name: must not be empty', { exemptions: [anExemption({ name: '' })] }],
    [
      'exemptions[0].reason: must have at most 256 characters',
      { exemptions: [anExemption({ reason: 'x'.repeat(257) })] },
    ],
    [
      'exemptions[0].until: must be a date, such as 2027-06-30',
      { exemptions: [anExemption({ until: 'summer' })] },
    ],
  ])('%s', (message, replaced) => {
    expect(refusal(replaced)).toBe(message);
  });
});

describe('a key that is not known', () => {
  const KEYS =
    'The keys here are: version, benchmark, judge, password, accessKey, noticeDays, hearers, exemptions, overrides, limits, checks';
  const anyone = { name: 'a', match: { users: ['a'] } };
  it.each<[string, Record<string, unknown>]>([
    [`unknown key "a", "b". ${KEYS}`, { a: 1, b: 2 }],
    [`unknown key "mode". ${KEYS}`, { mode: 'enforce' }],
    [`unknown key "exemption": did you mean "exemptions"? ${KEYS}`, { exemption: [] }],
    [`unknown key "limit" (did you mean "limits"?), "b". ${KEYS}`, { limit: {}, b: 1, limits: undefined }],
    [
      `unknown key "maxUnusedDays": its place is password.maxUnusedDays and accessKey.maxUnusedDays. ${KEYS}`,
      { maxUnusedDays: 45 },
    ],
    [
      'password: unknown key "maxUnusedDay": did you mean "maxUnusedDays"? The keys here are: maxUnusedDays',
      { password: { maxUnusedDay: 45 } },
    ],
    [
      'exemptions[0]: unknown key "mach": did you mean "match"? The keys here are: name, match, reason, until',
      { exemptions: [{ name: 'a', mach: { users: ['a'] }, reason: 'a' }] },
    ],
  ])('%s', (message, replaced) => {
    expect(refusal(replaced)).toBe(message);
  });

  it('is one error, though the key that it is meant to be is missing', () => {
    expect(refusal({ exemption: [], exemptions: undefined })).toBe(refusal({ exemption: [] }));
    expect(refusal({ exemption: [], exemptions: undefined, judge: undefined })).toMatch(
      /^judge: is missing; it must be "credential" or "user"; unknown key "exemption": /,
    );
  });

  it('does not hide that another key is missing', () => {
    expect(refusal({ something: [], exemptions: undefined })).toMatch(
      /^exemptions: is missing; .*; unknown key "something"\. /,
    );
  });

  it('in a match is one error, though the match names nobody then', () => {
    const match = 'unknown key "user": did you mean "users"? The keys here are: users, paths, groups, tags';
    expect(refusal(exempting({ user: ['a'] }))).toBe(`exemptions[0].match: ${match}`);
    expect(refusal({ overrides: [{ name: 'a', match: { user: ['a'] } }] })).toBe(
      `overrides[0].match: ${match}; overrides[0]: overrides nothing; give password or accessKey`,
    );
  });

  it('in an override is one error, though it overrides nothing then', () => {
    expect(refusal({ overrides: [{ ...anyone, accesKey: { maxUnusedDays: 60 } }] })).toBe(
      'overrides[0]: unknown key "accesKey": did you mean "accessKey"? The keys here are: name, match, password, accessKey',
    );
  });

  it('does not hide a match of everybody in the same exemption', () => {
    expect(refusal({ exemptions: [{ name: 'a', match: {}, resaon: 'a' }] })).toMatch(
      /^exemptions\[0\]\.match: matches every user; .*; exemptions\[0\]: unknown key "resaon": did you mean "reason"\?/,
    );
  });
});

describe('a file that is no policy at all is named as what it is, whatever its size', () => {
  const large = { padding: 'x'.repeat(9000) };
  it.each<[string, string]>([
    ['is empty', ''],
    ['is empty', ' \r\n\t'],
    [
      'is a JSON schema, which only describes the policy',
      readFileSync(join(__dirname, '../../../../policy.schema.json'), 'utf8'),
    ],
    [
      'is a credential report, not a policy',
      readFileSync(join(__dirname, '../../../../examples/credential-report.csv'), 'utf8'),
    ],
    ['is the file cdk.json', readFileSync(join(__dirname, '../../../../cdk.json'), 'utf8')],
    [
      'is an IAM policy document; the policy of iam-lapse has other keys',
      JSON.stringify({ Version: '2012-10-17', Statement: [] }),
    ],
    ['is a CloudFormation template', JSON.stringify({ Resources: {}, ...large })],
    ['is a CloudFormation template', JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09' })],
    ['is a CloudFormation template, not a policy', 'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n'],
    ['is the record of a run', JSON.stringify({ version: 1, runId: '20261120T070000Z', ...large })],
    [
      'is a ledger, or the JSON output of a preview',
      JSON.stringify({ accountId: '123456789012', credentials: [], ...large }),
    ],
    [
      'is the answer of aws ssm get-parameter; add --query Parameter.Value --output text',
      JSON.stringify({ Parameter: { Name: '/iam-lapse/policy', Value: policyText() } }),
    ],
    [
      'is the answer of aws iam get-credential-report',
      JSON.stringify({ Content: 'dXNlcg==', ReportFormat: 'text/csv', GeneratedTime: '' }),
    ],
    ['is an HTML or XML text, not a policy', '<!doctype html><p>policy</p>'],
  ])('%s', (message, text) => {
    expect(error(text)).toMatchObject({ name: 'PolicyError', message });
  });

  it('but a policy with such a key is a policy with an unknown key', () => {
    expect(refusal({ Statement: [] })).toMatch(/^unknown key "Statement"\. /);
    expect(refusal({ $schema: './policy.schema.json', properties: {} })).toMatch(/^unknown key "\$schema", /);
  });
});

describe('what else is wrong', () => {
  it.each<[string, Record<string, unknown>]>([
    [
      'overrides[0]: overrides nothing; give password or accessKey',
      { overrides: [{ name: 'a', match: { users: ['a'] } }] },
    ],
    [
      'exemptions[0].until: 2028-01-01 is more than 400 days ahead; choose an earlier day, and renew the exemption before then',
      { exemptions: [anExemption({ until: '2028-01-01' })] },
    ],
    [
      'noticeDays: 30 must be less than password.maxUnusedDays (30), or every credential would be on notice at once',
      { noticeDays: 30, password: { maxUnusedDays: 30 } },
    ],
  ])('%s', (message, replaced) => {
    expect(refusal(replaced)).toBe(message);
  });

  it.each([{ password: { maxUnusedDays: 60 } }, { accessKey: { maxUnusedDays: 60 } }])(
    'an override of one section is none of nothing: %j',
    (section) => {
      expect(refusal({ overrides: [{ name: 'a', match: anOverride().match, ...section }] })).toBe('accepted');
    },
  );

  it('an error is of one kind, and knows each place and what came before it', () => {
    const tooLong = error(policyText() + ' '.repeat(9000));
    expect(tooLong).toMatchObject({
      name: 'PolicyError',
      message: 'is over 8192 bytes, more than SSM can hold',
      issues: [{ place: '', message: 'is over 8192 bytes, more than SSM can hold' }],
    });
    const noJson = error('{]');
    expect(noJson).toBeInstanceOf(PolicyError);
    expect(noJson).toMatchObject({
      message: 'is not valid JSON at line 1 column 2: unexpected "]"',
      issues: [{ place: '' }],
      cause: expect.any(JsonError),
    });
    expect(error(policyText({ judge: 'nobody' }))).toMatchObject({
      issues: [{ place: 'judge' }],
      cause: expect.objectContaining({ issues: expect.anything() }),
    });
  });
});

describe('JSON: what was found, and where', () => {
  it.each([
    ['', 'at line 1 column 1: it ends too early'],
    ['{"a": 1', 'at line 1 column 8: it ends too early'],
    ['{"a": 1\n', 'at line 2 column 1: it ends too early'],
    ['{"a" 1}', 'at line 1 column 6: a colon is missing'],
    ['{"a"= 1}', 'at line 1 column 5: unexpected "="'],
    ['{"a"', 'at line 1 column 5: it ends too early'],
    ['{"a": 1,}', 'at line 1 column 8: a comma before }; remove it'],
    ['{"a": 1 ,\n\n}', 'at line 1 column 9: a comma before }; remove it'],
    ['[1,\n2,\n]', 'at line 2 column 2: a comma before ]; remove it'],
    ['[,]', 'at line 1 column 2: unexpected ","'],
    ['[1,,2]', 'at line 1 column 4: unexpected ","'],
    ['{"a": 1\n "b": 2}', 'at line 1 column 8: a comma is missing'],
    ['{"a": [1 2]}', 'at line 1 column 9: a comma is missing'],
    ['[{}\n  {}]', 'at line 1 column 4: a comma is missing'],
    ['["a" true]', 'at line 1 column 5: a comma is missing'],
    ['{"a": 1]', 'at line 1 column 8: unexpected "]"'],
    ["{'a': 1}", 'at line 1 column 2: a single quote; JSON has double quotes (")'],
    ['{"a": \'b\'}', 'at line 1 column 7: a single quote; JSON has double quotes (")'],
    ['{\u201Ca\u201D: 1}', 'at line 1 column 2: the quote "\u201C"; JSON has straight double quotes (")'],
    ['{a: 1}', 'at line 1 column 2: the key a must be in double quotes'],
    ['{"a": 1,\n notice-days: 2}', 'at line 2 column 2: the key notice-days must be in double quotes'],
    ['{"a": 1, // b\n "c": 2}', 'at line 1 column 10: a comment; JSON has none, so remove it'],
    ['{"a": 1 /* b */}', 'at line 1 column 9: a comment; JSON has none, so remove it'],
    ['# a\n{}', 'at line 1 column 1: a comment; JSON has none, so remove it'],
    ['{"a": nope}', 'at line 1 column 7: nope is not a JSON value; a text must be in double quotes'],
    ['{"a": True}', 'at line 1 column 7: True is not a JSON value; write true'],
    ['{"a": 1} x', 'at line 1 column 10: unexpected "x"'],
    ['[1,\n\n  07]', 'at line 3 column 3: 07 is not a number of JSON'],
    ['[0x2d]', 'at line 1 column 2: 0x2d is not a number of JSON'],
    ['[45days]', 'at line 1 column 2: 45days is not a number of JSON'],
    ['["a]', 'at line 1 column 2: a text without its closing quote'],
    ['{"a": "b,\n"c": 1}', 'at line 1 column 7: a text without its closing quote'],
    ['["a\tb"]', 'at line 1 column 2: a text with U+0009 in it'],
    ['\uFFFD\uFFFD{\0', 'at line 1 column 1: a byte that is not UTF-8; save it as UTF-8'],
    ['[\u00A01]', 'at line 1 column 2: unexpected U+00A0'],
    ['[\u200B1]', 'at line 1 column 2: unexpected U+200B'],
    ['[\u202E1]', 'at line 1 column 2: unexpected U+202E'],
    ['[\t\f1]', 'at line 1 column 3: unexpected U+000C'],
    ['[\u{1F600}]', 'at line 1 column 2: unexpected "\u{1F600}"'],
    [
      '["\\x"]',
      'at line 1 column 2: a text with a backslash that JSON does not know; write \\\\ for a backslash',
    ],
  ])('%j: %s', (text, found) => {
    expect(() => parseStrictJson(text)).toThrow(
      expect.objectContaining({ name: 'JsonError', message: `is not valid JSON ${found}` }),
    );
  });

  it('keeps what JSON.parse had against it', () => {
    expect(() => parseStrictJson('[07]')).toThrow(
      expect.objectContaining({ name: 'JsonError', cause: expect.any(SyntaxError) }),
    );
  });

  it.each([
    ['[\n1 ,\t2\r\n]', [1, 2]],
    ['  [ ]  ', []],
    ['{ "a" : { } }\n', { a: {} }],
  ])('white space is nothing: %j', (text, value) => {
    expect(parseStrictJson(text)).toEqual(value);
  });

  it.each([
    ['{"a.b": 1, "a.b": 2}', '["a.b"]'],
    ['{"x": {"a b": 1, "a b": 2}}', 'x["a b"]'],
    ['{"x": {".a": 1, ".a": 2}}', 'x[".a"]'],
    ['{"x": {"a.": 1, "a.": 2}}', 'x["a."]'],
    ['{"$x-y": [{"a": 1, "a": 2}]}', '$x-y[0].a'],
  ])('a key that is no word stands in quotes: %s', (text, place) => {
    expect(() => parseStrictJson(text)).toThrow(new JsonError(`${place}: the key is given twice; keep one`));
  });
});

describe('any entry of a list is enough, and each that is given must match', () => {
  const alice: Subject = {
    name: 'alice',
    path: '/team/',
    tags: new Map([['Owner', 'Data']]),
    groups: ['ops'],
  };
  it.each<[string, Match, 'yes' | 'no']>([
    ['a user of two', { users: ['bob', 'alice'] }, 'yes'],
    ['a path of two', { paths: ['/x/', '/team/'] }, 'yes'],
    ['a group of two', { groups: ['dev', 'ops'] }, 'yes'],
    ['a tag of two', { tags: { team: 'x', owner: 'Data' } }, 'yes'],
    ['a tag by its key in another case', { tags: { OWNER: 'Data' } }, 'yes'],
    ['a tag of any value', { tags: { owner: '*' } }, 'yes'],
    ['a tag by its value in another case', { tags: { owner: 'data' } }, 'no'],
    ['a tag of another value', { tags: { owner: 'x' } }, 'no'],
    ['a tag of any value that the user lacks', { tags: { team: '*' } }, 'no'],
    ['all four', { users: ['a*'], paths: ['/team/'], groups: ['ops'], tags: { owner: '*' } }, 'yes'],
    ['all but the tag', { users: ['a*'], paths: ['/team/'], groups: ['ops'], tags: { team: '*' } }, 'no'],
    ['all but the user', { users: ['b*'], paths: ['/team/'], groups: ['ops'], tags: { owner: '*' } }, 'no'],
    ['nothing asked', {}, 'yes'],
  ])('%s', (_, match, expected) => {
    expect(matches(match, alice)).toBe(expected);
  });
});

// The CIS Amazon Web Services Foundations Benchmark numbers the same recommendation anew every few versions.
it.each([
  ['cis-1.2', 'CIS AWS Foundations 1.2', '1.3', 90],
  ['cis-1.4', 'CIS AWS Foundations 1.4', '1.12', 45],
  ['cis-2.0', 'CIS AWS Foundations 2.0', '1.12', 45],
  ['cis-3.0', 'CIS AWS Foundations 3.0', '1.12', 45],
  ['cis-4.0', 'CIS AWS Foundations 4.0', '1.12', 45],
  ['cis-5.0', 'CIS AWS Foundations 5.0', '1.11', 45],
  ['cis-6.0', 'CIS AWS Foundations 6.0', '2.11', 45],
  ['cis-7.0', 'CIS AWS Foundations 7.0', '2.11', 45],
] as const)('%s: %s, recommendation %s, %d days', (id, title, unusedCredentials, unusedDays) => {
  expect(BENCHMARKS[id]).toEqual({ title, unusedCredentials, unusedDays });
  expect(Object.keys(BENCHMARKS)).toEqual([...BENCHMARK_IDS]);
});
