import {
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

  it('in an account without users, a rule by tags is not: nobody can tell', () => {
    const policy = aPolicy({ exemptions: [anExemption({ match: { tags: { team: '*' } } })] });
    expect(anEvaluation([], { policy }).matchNobody).toEqual([]);
  });
});
