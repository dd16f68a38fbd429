import type { Changes } from '../../../../lambda/domain/changes/changes';
import { DAY } from '../../../../lambda/domain/instant';
import type { Sweep } from '../../../../lambda/domain/sweep';
import {
  anEvaluation,
  anExemption,
  aPassword,
  aPolicy,
  aReportRow,
  daysAgo,
  NOW,
} from '../../../support/builders';
import { bodyOf, OUTCOMES, resultOf, sectionsOf, subjectOf, unwrapped } from './a-sweep';

const NOTHING: Changes = {
  since: NOW - DAY,
  counts: [],
  onNotice: new Set(),
  stale: new Set(),
  exempt: new Set(),
};
const changed = (changes: Partial<Changes>, more: Partial<Sweep> = {}): Partial<Sweep> => ({
  changes: { ...NOTHING, ...changes },
  ...more,
});
/** What stands between the counts and the first heading. */
const since = (options: Partial<Sweep>): string =>
  /Since the last run.*?(?=\n\n)/s.exec(bodyOf(options))?.[0] ?? '';

const unused = (user: string, days: number) =>
  aReportRow({ user, ...aPassword({ lastUsed: daysAgo(days) }) });

describe('what changed since the last run comes first', () => {
  it('there is nothing to compare the first run with', () => {
    expect(since({})).toBe('');
  });

  it('a quiet day says so', () => {
    expect(since(changed({}))).toBe('Since the last run, 2026-11-19 07:00 UTC: nothing has changed.');
  });

  it.each<[string, Partial<Sweep>]>([
    ['something was done', { results: [resultOf(OUTCOMES.disabled)] }],
    ['a killed run was found', { reconciled: { runId: '20261119T070000Z', found: [] } }],
    ['somebody enabled something', { restored: ['x'] }],
  ])('a day is not quiet on which %s', (_, more) => {
    expect(since(changed({}, more))).not.toContain('nothing has changed');
  });

  it('mode and counts', () => {
    const counts: Changes['counts'] = [
      { verdict: 'inUse', before: 7, after: 5 },
      { verdict: 'stale', before: 0, after: 2 },
    ];
    expect(since(changed({ mode: { before: 'dry-run', after: 'enforce' }, counts }))).toBe(
      [
        'Since the last run, 2026-11-19 07:00 UTC:',
        '  The mode was changed from dry-run to enforce.',
        '  in use 7 -> 5, stale 0 -> 2.',
      ].join('\n'),
    );
  });

  it('an edited policy stands there by version and key, and in the subject', () => {
    const policy = { before: 3, after: 4, lines: ['accessKey.maxUnusedDays: 45 -> 365'] };
    expect(since(changed({ policy }))).toBe(
      [
        'Since the last run, 2026-11-19 07:00 UTC:',
        '  THE POLICY WAS CHANGED, from version 3 to version 4:',
        '    accessKey.maxUnusedDays: 45 -> 365',
      ].join('\n'),
    );
    expect(subjectOf(changed({ policy }))).toBe('iam-lapse 123456789012 dry-run: policy CHANGED');
  });

  it.each([
    ['no rule', [], 'in its layout alone, no rule is another.'],
    [
      'twenty-one',
      Array.from({ length: 21 }, (_, index) => `overrides "${index}": removed`),
      'overrides "19": removed ... and 1 more',
    ],
  ])('a policy of which the text is another, and %s', (_, lines, expected) => {
    const policy = { before: undefined, after: undefined, lines };
    const told = unwrapped(since(changed({ policy })));
    expect(told).toContain('THE POLICY WAS CHANGED:');
    expect(told).toContain(expected);
  });
});

describe('what is new stands apart from what has stood there before', () => {
  const evaluation = anEvaluation([unused('told', 60), unused('new', 70)], {
    announcements: ({ user }) => (user.name === 'told' ? NOW - DAY : undefined),
  });
  const credentialOf = (name: string) =>
    evaluation.judged.flatMap(({ credential }) => (credential.user.name === name ? [credential] : []));
  const body = bodyOf({ evaluation, ...changed({ onNotice: new Set(credentialOf('new')) }) });

  it('on notice', () => {
    expect(unwrapped(sectionsOf(body).get('NEWLY ON NOTICE (1)') ?? '')).toContain(
      'From 2026-11-27 on: new, password unused for 70 days',
    );
    expect(unwrapped(sectionsOf(body).get('ON NOTICE (1)') ?? '')).toContain(
      'From 2026-11-26 on: told, password unused for 60 days',
    );
    expect(subjectOf({ evaluation, ...changed({ onNotice: new Set(credentialOf('new')) }) })).toBe(
      'iam-lapse 123456789012 dry-run: 2 on notice, 1 new',
    );
  });

  it('to the first run nothing is', () => {
    expect([...sectionsOf(bodyOf({ evaluation })).keys()]).toContain('ON NOTICE (2)');
  });

  it('stale: with the day that it was promised', () => {
    const stale = bodyOf({ evaluation, ...changed({ stale: new Set(credentialOf('told')) }) });
    expect(sectionsOf(stale).get('NEWLY STALE (1)')).toContain('told, password: from 2026-11-26 on');
  });

  it('stale and told for the first time is new on notice, and said once', () => {
    const both = new Set(credentialOf('new'));
    const titles = [
      ...sectionsOf(bodyOf({ evaluation, ...changed({ stale: both, onNotice: both }) })).keys(),
    ];
    expect(titles).not.toContain('NEWLY STALE (1)');
    expect(titles).toContain('NEWLY ON NOTICE (1)');
  });

  it.each([
    [
      'a tag',
      { tags: { 'on-leave': '*' } },
      'erin, password break-glass (no end): tested yearly, by the tag on-leave',
    ],
    ['a name', { users: ['erin'] }, 'erin, password break-glass (no end): tested yearly'],
  ])('exempt, by %s', (_, match, expected) => {
    const policy = aPolicy({ exemptions: [anExemption({ match })] });
    const tags = new Map([['on-leave', 'x']]);
    const exempt = anEvaluation([unused('erin', 60)], {
      policy,
      lookedUp: ({ name, arn, path }) => ({
        kind: 'read',
        identity: { name, arn, path, createdAt: Date.parse('2024-01-01T00:00:00Z') },
        tags,
        groups: [],
      }),
    });
    const news = new Set(exempt.judged.map(({ credential }) => credential));
    const section = sectionsOf(bodyOf({ evaluation: exempt, ...changed({ exempt: news }) })).get(
      'NEWLY EXEMPT (1)',
    );
    expect(unwrapped(section ?? '').trim()).toMatch(new RegExp(`${expected.replaceAll(/[()]/g, '\\$&')}$`));
  });
});
