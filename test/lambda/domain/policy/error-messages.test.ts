import { BENCHMARK_IDS, BENCHMARKS } from '../../../../lambda/domain/account-checks/controls';
import { PolicyError, parsePolicy } from '../../../../lambda/domain/policy/parse';
import { matches, type Subject } from '../../../../lambda/domain/policy/rules';
import type { Match } from '../../../../lambda/domain/policy/schema';
import { JsonError } from '../../../../lambda/domain/json';
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
    [`${place}.keys: must be "none"`, { keys: 'some' }],
    [`${place}.keys: must be "none"`, { keys: 'None' }],
    [`${place}.keys: must be "none"`, { keys: ['none'] }],
    [`${place}.keys: must be "none"`, { users: ['a'], keys: null }],
    [`${place}.keys: must be "none"`, { keys: false }],
    [`${place}: matches every user; give at least one of users, paths, groups, tags, keys`, {}],
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
    ['evidence: must be true or false', { evidence: 'true' }],
    ['evidence: must be true or false', { evidence: null }],
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

describe('any entry of a list is enough, and each that is given must match', () => {
  const alice: Subject = {
    name: 'alice',
    path: '/team/',
    tags: new Map([['Owner', 'Data']]),
    groups: ['ops'],
    hasKeys: true,
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
