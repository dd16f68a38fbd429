import { aKey, anEvaluation, anExemption, anOverride, aPolicy, aReportRow } from '../../../support/builders';
import type { Policy } from '../../../../lambda/domain/policy/schema';
import { aPolicyInForce, bodyOf, sectionsOf, unwrapped } from './run-reports';

const ENDING = /^EXEMPTIONS THAT ENDED/;

/** What the digest of 2026-11-20 says about an exemption that ends on a day. */
function said(until: string | undefined): string {
  const exemption = anExemption(until === undefined ? {} : { until });
  const policy = aPolicyInForce({ policy: aPolicy({ exemptions: [exemption] }) });
  const sections = [...sectionsOf(bodyOf({ policy }))];
  return unwrapped(sections.find(([title]) => ENDING.test(title))?.[1] ?? 'nothing');
}

describe('"The digest lists an exemption from 14 days before it ends, and after it has ended"', () => {
  it.each([
    ['long ago', '2026-01-01', 'HAS ENDED, protects nobody'],
    ['yesterday', '2026-11-19', 'HAS ENDED, protects nobody'],
    ['today, its last day, on which it still protects', '2026-11-20', 'ends soon'],
    ['in 14 days', '2026-12-04', 'ends soon'],
  ])('%s', (_, until, expected) => {
    expect(said(until)).toContain(`break-glass (until ${until}): tested yearly - ${expected}`);
  });

  it.each([
    ['in 15 days', '2026-12-05'],
    ['never', undefined],
  ])('%s: nothing yet', (_, until) => {
    expect(said(until)).toBe('nothing');
  });
});

describe('a rule that matches nobody may be misspelt: it is named daily', () => {
  const rows = [
    aReportRow({ user: 'break-glass-1', path: '/' }),
    aReportRow({ user: 'ci', path: '/service/', ...aKey(1, { active: 'false' }) }),
  ];
  const named = (rules: Partial<Policy>): string => {
    const policy = aPolicy(rules);
    const body = bodyOf({ policy: aPolicyInForce({ policy }), evaluation: anEvaluation(rows, { policy }) });
    const [, text] = [...sectionsOf(body)].find(([title]) => title.startsWith('EXEMPTIONS AND OV')) ?? [];
    return text === undefined ? 'nothing' : unwrapped(text);
  };

  it.each<[string, Partial<Policy>, string]>([
    [
      'by name',
      { exemptions: [anExemption({ match: { users: ['brake-glass-*', 'x'] } })] },
      'exemption break-glass: users brake-glass-*, x',
    ],
    [
      'by path',
      { overrides: [anOverride({ match: { paths: ['/servise/'] } })] },
      'override service accounts: paths /servise/',
    ],
    [
      'by both, of which no user has the two',
      { exemptions: [anExemption({ match: { users: ['ci'], paths: ['/team/'] } })] },
      'exemption break-glass: users ci; paths /team/',
    ],
    [
      'by name, whatever tag is asked for too',
      { exemptions: [anExemption({ match: { users: ['nobody'], tags: { team: '*' } } })] },
      'exemption break-glass: users nobody',
    ],
    [
      'by name and keys',
      { exemptions: [anExemption({ match: { users: ['ci'], keys: 'none' } })] },
      'No user has such a name and path, and no access key where a rule asks for none. Are they misspelt, or no longer needed? exemption break-glass: users ci; keys none',
    ],
    [
      'by name, in the words of before',
      { exemptions: [anExemption({ match: { users: ['nobody'] } })] },
      'No user has such a name and path. Are they misspelt, or no longer needed?',
    ],
  ])('%s', (_, rules, expected) => {
    expect(named(rules)).toContain(expected);
  });

  it.each<[string, Partial<Policy>]>([
    ['one that matches', { exemptions: [anExemption({ match: { users: ['BREAK-glass-?'] } })] }],
    ['one that matches one of two', { exemptions: [anExemption({ match: { users: ['nobody', 'ci'] } })] }],
    ['one by tags: not all tags are read', { exemptions: [anExemption({ match: { tags: { no: '*' } } })] }],
    ['one by keys, which some user lacks', { exemptions: [anExemption({ match: { keys: 'none' } })] }],
    ['one by groups, likewise', { exemptions: [anExemption({ match: { groups: ['no'] } })] }],
    [
      'one that has ended, which stands elsewhere',
      { exemptions: [anExemption({ match: { users: ['nobody'] }, until: '2026-11-19' })] },
    ],
  ])('not %s', (_, rules) => {
    expect(named(rules)).toBe('nothing');
  });
});
