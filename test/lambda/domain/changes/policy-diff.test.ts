import { policyChanges } from '../../../../lambda/domain/changes/policy-diff';

const exemption = (name: string, more: Readonly<Record<string, string>> = {}) => ({
  name,
  match: { users: [`${name}-*`] },
  ...more,
});

describe('an edit of the policy is told to the key', () => {
  it.each([
    ['nothing', { noticeDays: 7 }, { noticeDays: 7 }, []],
    ['another number', { noticeDays: 7 }, { noticeDays: 0 }, ['noticeDays: 7 -> 0']],
    [
      'a number further in',
      { accessKey: { maxUnusedDays: 45 } },
      { accessKey: { maxUnusedDays: 365 } },
      ['accessKey.maxUnusedDays: 45 -> 365'],
    ],
    [
      'what a match asks of keys',
      { match: { users: ['a'] } },
      { match: { users: ['a'], keys: 'none' } },
      ['match.keys: added "none"'],
    ],
    ['a word', { judge: 'credential' }, { judge: 'user' }, ['judge: "credential" -> "user"']],
    ['a switch more', {}, { evidence: true }, ['evidence: added true']],
    ['a switch that is turned', { evidence: true }, { evidence: false }, ['evidence: true -> false']],
    ['a section more', {}, { checks: { mfa: true } }, ['checks: added {"mfa":true}']],
    ['a section less', { checks: { mfa: true } }, {}, ['checks: removed, was {"mfa":true}']],
    ['the order of keys is nothing', { a: 1, b: 2 }, { b: 2, a: 1 }, []],
    [
      'a list of words',
      { match: { users: ['a', 'b'] } },
      { match: { users: ['a'] } },
      ['match.users: removed "b"'],
    ],
    [
      'one more name in a long list',
      { match: { users: Array.from({ length: 60 }, (_, index) => `user-${index}`) } },
      { match: { users: Array.from({ length: 61 }, (_, index) => `user-${index}`) } },
      ['match.users: added "user-60"'],
    ],
    [
      'a long value does not hide the other',
      { reason: 'x'.repeat(300) },
      { reason: 'mallory' },
      [`reason: "${'x'.repeat(199)}... -> "mallory"`],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(policyChanges(before, after)).toStrictEqual(expected);
  });

  it.each([
    ['a list that becomes one of names', ['a'], [{ name: 'a' }], ['x: ["a"] -> [{"name":"a"}]']],
    ['a list that was one of names', [{ name: 'a' }], ['a'], ['x: [{"name":"a"}] -> ["a"]']],
    ['names that are none', [{ name: 1 }], [{ name: 2 }], ['x: [{"name":1}] -> [{"name":2}]']],
    ['nothing in a list', [null], [{ name: 'a' }], ['x: [null] -> [{"name":"a"}]']],
    ['an object for a word', 'a', { b: 1 }, ['x: "a" -> {"b":1}']],
    ['an object for nothing', null, { b: 1 }, ['x: null -> {"b":1}']],
    ['a list for an object', { b: 1 }, ['b'], ['x: {"b":1} -> ["b"]']],
  ])('%s is told whole', (_, before, after, expected) => {
    expect(policyChanges({ x: before }, { x: after })).toStrictEqual(expected);
  });

  it.each([
    ['one more', [], [exemption('ci')], ['exemptions "ci": added {"name":"ci","match":{"users":["ci-*"]}}']],
    [
      'one less',
      [exemption('ci')],
      [],
      ['exemptions "ci": removed, was {"name":"ci","match":{"users":["ci-*"]}}'],
    ],
    [
      'one that lasts longer',
      [exemption('ci', { until: '2026-12-01' })],
      [exemption('ci', { until: '2027-12-01' })],
      ['exemptions "ci".until: "2026-12-01" -> "2027-12-01"'],
    ],
    [
      'the others are not told for that one was put before them',
      [exemption('b')],
      [exemption('a'), exemption('b')],
      ['exemptions "a": added {"name":"a","match":{"users":["a-*"]}}'],
    ],
    [
      'another order, in which another one may be the first that matches',
      [exemption('a'), exemption('b')],
      [exemption('b'), exemption('a')],
      ['exemptions: in another order'],
    ],
    ['the same two', [exemption('a'), exemption('b')], [exemption('a'), exemption('b')], []],
    [
      'another order of names that read alike when run together',
      [exemption('a'), exemption('aa')],
      [exemption('aa'), exemption('a')],
      ['exemptions: in another order'],
    ],
  ])('entries of a list go by their names: %s', (_, before, after, expected) => {
    expect(policyChanges({ exemptions: before }, { exemptions: after })).toStrictEqual(expected);
  });
});
