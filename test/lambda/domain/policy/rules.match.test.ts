import { type Matched, matches, type Subject } from '../../../../lambda/domain/policy/rules';
import type { Match } from '../../../../lambda/domain/policy/schema';

const aSubject = (options: Partial<Subject> = {}): Subject => ({
  name: 'alice',
  path: '/',
  tags: new Map(),
  groups: [],
  hasKeys: false,
  ...options,
});

describe('globs: `*` is any run of characters, `?` exactly one, case does not matter', () => {
  it.each([
    ['alice', 'alice', true],
    ['ALICE', 'alice', true],
    ['alice', 'Alice', true],
    ['alice', 'alic', false],
    ['alice', 'alice2', false],
    ['alice', 'malice', false],
    ['a*', 'alice', true],
    ['a*', 'a', true],
    ['a*', 'bob', false],
    ['*e', 'alice', true],
    ['*e', 'e', true],
    ['*e', 'eve2', false],
    ['a*e', 'alice', true],
    ['a*e', 'ae', true],
    ['a*e', 'alicia', false],
    ['*li*', 'alice', true],
    ['*li*', 'alcie', false],
    ['a**e', 'alice', true],
    ['*a*b*', 'xaxbx', true],
    ['*a*b*', 'xbxax', false],
    ['*ab', 'aab', true],
    ['a*ab', 'aabab', true],
    ['a*ab', 'ab', false],
    ['al?ce', 'alice', true],
    ['al?ce', 'alce', false],
    ['al?ce', 'aliice', false],
    ['?lice', 'alice', true],
    ['alice?', 'alice', false],
    ['a?*', 'a', false],
    ['a?*', 'al', true],
    ['*?e', 'e', false],
    ['svc-*-v?', 'svc-mail-v2', true],
    ['svc-*-v?', 'svc-mail-v', false],
    // Characters that regular expressions, but no globs, know, and that user names may have.
    ['a.b', 'a.b', true],
    ['a.b', 'axb', false],
    ['a+', 'a+', true],
    ['a+', 'aa', false],
    ['[a-z]lice', 'alice', false],
    ['bob@example.com', 'bob@example.com', true],
    ['a=b,c_d-e', 'a=b,c_d-e', true],
  ])('%s on %s: %s', (glob, name, expected) => {
    expect(matches({ users: [glob] }, aSubject({ name }))).toBe(expected ? 'yes' : 'no');
  });

  it('no glob is slow: this one would take a backtracking matcher longer than the sun will shine', () => {
    const glob = `${'a*'.repeat(120)}b`;
    expect(matches({ users: [glob] }, aSubject({ name: 'a'.repeat(5000) }))).toBe('no');
    expect(matches({ users: [glob] }, aSubject({ name: `${'a'.repeat(5000)}b` }))).toBe('yes');
  });
});

describe('paths: prefixes, case-sensitive', () => {
  it.each([
    ['/service/', '/service/', true],
    ['/service/', '/service/mail/', true],
    ['/service/', '/', false],
    ['/service/', '/Service/', false],
    ['/service/', '/team/service/', false],
    ['/serv', '/service/', true],
  ])('%s on %s: %s', (prefix, path, expected) => {
    expect(matches({ paths: [prefix] }, aSubject({ path }))).toBe(expected ? 'yes' : 'no');
  });
});

describe('groups: names, of which IAM does not let two differ in case alone', () => {
  it.each([
    ['ops', 'ops', true],
    ['ops', 'Ops', true],
    ['OPS', 'ops', true],
    ['ops', 'devops', false],
    ['*', 'ops', false],
  ])('%s on %s: %s', (wanted, group, expected) => {
    expect(matches({ groups: [wanted] }, aSubject({ groups: ['other', group] }))).toBe(
      expected ? 'yes' : 'no',
    );
  });
});

describe('what could not be read is neither "none" nor "no"', () => {
  const tags = { owner: '*' };
  const groups = ['ops'];
  it.each<[string, Match, Partial<Subject>, Matched]>([
    ['tags', { tags }, { tags: undefined }, 'unknown'],
    ['groups', { groups }, { groups: undefined }, 'unknown'],
    ['tags, and groups that match', { tags, groups }, { tags: undefined, groups }, 'unknown'],
    ['tags, and groups that do not match', { tags, groups }, { tags: undefined }, 'no'],
    ['tags, and a name that does not match', { tags, users: ['bob'] }, { tags: undefined }, 'no'],
    ['tags, and a name that matches', { tags, users: ['alice'] }, { tags: undefined }, 'unknown'],
    ['tags that nobody asks for', { groups }, { tags: undefined, groups }, 'yes'],
    ['groups that nobody asks for', { users: ['alice'] }, { groups: undefined }, 'yes'],
  ])('%s', (_, match, subject, expected) => {
    expect(matches(match, aSubject(subject))).toBe(expected);
  });
});
