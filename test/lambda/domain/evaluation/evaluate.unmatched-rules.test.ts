import type { Match } from '../../../../lambda/domain/policy/schema';
import {
  aKey,
  anEvaluation,
  anExemption,
  anOverride,
  aPassword,
  aPolicy,
  aReportRow,
} from '../../../support/builders';

describe('matchNobody: the rules that no user has the name and path for', () => {
  const rows = ['ann', 'bob'].map((user) => aReportRow({ user, ...aPassword() }));
  const named = (rules: Parameters<typeof aPolicy>[0]) =>
    anEvaluation(rows, { policy: aPolicy(rules) }).matchNobody.map(({ kind, rule }) => [kind, rule.name]);

  it.each([
    ['nobody', 'carol', [['exemption', 'break-glass']]],
    ['the first alone', 'ann', []],
    ['the last alone', 'bob', []],
  ])('an exemption that matches %s', (_, user, expected) => {
    expect(named({ exemptions: [anExemption({ match: { users: [user] } })] })).toEqual(expected);
  });

  it('overrides too, and not an exemption that has ended', () => {
    const match = { users: ['carol'] };
    const exemptions = [anExemption({ match, until: '2026-11-19' })];
    expect(named({ exemptions, overrides: [anOverride({ match })] })).toEqual([
      ['override', 'service accounts'],
    ]);
  });

  it.each<[string, Match, number]>([
    ['keys alone, where everybody has one', { keys: 'none' }, 1],
    ['a name and keys, where this one has a key', { users: ['ann'], keys: 'none' }, 1],
    ['a path and keys', { paths: ['/x/'], keys: 'none' }, 1],
  ])('a rule by %s', (_, match, number) => {
    const withKeys = rows.map((row) => ({ ...row, ...aReportRow({ user: row['user'] ?? '', ...aKey(1) }) }));
    const policy = aPolicy({ exemptions: [anExemption({ match })] });
    expect(anEvaluation(withKeys, { policy }).matchNobody).toHaveLength(number);
    const matchesSome = match.paths ? 1 : 0;
    expect(anEvaluation(rows, { policy }).matchNobody).toHaveLength(matchesSome);
  });

  it('a rule by keys is not, where the keys of a user are not known', () => {
    const unknown = aReportRow({ user: 'eve', ...aPassword(), access_key_1_active: 'perhaps' });
    const policy = aPolicy({ exemptions: [anExemption({ match: { keys: 'none' } })] });
    expect(anEvaluation([unknown], { policy }).matchNobody).toEqual([]);
  });

  it('in an account without users, a rule by tags is not: nobody can tell', () => {
    const policy = aPolicy({ exemptions: [anExemption({ match: { tags: { team: '*' } } })] });
    expect(anEvaluation([], { policy }).matchNobody).toEqual([]);
  });
});
