import type { Changes, ExemptBefore } from '../../../../lambda/domain/changes/changes';
import { DAY } from '../../../../lambda/domain/instant';
import type { Exemption } from '../../../../lambda/domain/policy/schema';
import {
  aLookUp,
  anEvaluation,
  anExemption,
  aPassword,
  aPolicy,
  aReportRow,
  daysAgo,
  NOW,
} from '../../../support/builders';
import { digestOf } from '../../../../lambda/domain/digest/digest';
import {
  aPolicyInForce,
  aRunReport,
  bodyOf,
  sectionsOf,
  subjectOf,
  unwrapped,
  type ReportParts,
} from './run-reports';

const NOTHING: Changes = {
  since: NOW - DAY,
  counts: [],
  onNotice: new Set(),
  stale: new Set(),
  spared: new Map(),
  exempt: new Map(),
};
const changed = (changes: Partial<Changes>, more: ReportParts = {}): ReportParts => ({
  changes: { ...NOTHING, ...changes },
  ...more,
});
/** What stands between the counts and the first heading. */
const since = (options: ReportParts): string =>
  /Since the last completed run.*?(?=\n\n)/s.exec(bodyOf(options))?.[0] ?? '';

const unused = (user: string, days: number) =>
  aReportRow({ user, ...aPassword({ lastUsed: daysAgo(days) }) });

it('who was spared until the last run is on notice with the exemption that spared them', () => {
  const evaluation = anEvaluation([aReportRow(aPassword({ lastUsed: daysAgo(60) }))]);
  const credentials = evaluation.judged.map(({ credential }) => credential);
  const spared = new Map(credentials.map((credential) => [credential, 'on leave']));
  expect(bodyOf(changed({ spared, onNotice: new Set(credentials) }, { evaluation }))).toContain(
    'unused for 60 days: last used 2026-09-21\n      WAS SPARED until the last run by on leave\n',
  );
  expect(bodyOf(changed({ onNotice: new Set(credentials) }, { evaluation }))).not.toContain('WAS SPARED');
});

describe('what changed since the last run comes first', () => {
  it('there is nothing to compare the first run with', () => {
    expect(since({})).toBe('');
  });

  it('a quiet day says so', () => {
    expect(since(changed({}))).toBe(
      'Since the last completed run, 2026-11-19 07:00 UTC: mode, policy and\ncounts are unchanged.',
    );
  });

  it('mode and counts', () => {
    const counts: Changes['counts'] = [
      { verdict: 'inUse', before: 7, after: 5 },
      { verdict: 'stale', before: 0, after: 2 },
    ];
    expect(since(changed({ mode: { before: 'dry-run', after: 'enforce' }, counts }))).toBe(
      [
        'Since the last completed run, 2026-11-19 07:00 UTC:',
        '  The mode was changed from dry-run to enforce.',
        '  in use 7 -> 5, stale 0 -> 2.',
      ].join('\n'),
    );
  });

  it('an edited policy stands there by version and key, and in the subject', () => {
    const policy = { before: 3, after: 4, lines: ['accessKey.maxUnusedDays: 45 -> 365'] };
    expect(since(changed({ policy }))).toBe(
      [
        'Since the last completed run, 2026-11-19 07:00 UTC:',
        '  THE POLICY WAS CHANGED, from version 3 to version 4:',
        '    accessKey.maxUnusedDays: 45 -> 365',
      ].join('\n'),
    );
    expect(subjectOf(changed({ policy }))).toBe('iam-lapse 123456789012 dry-run: policy CHANGED');
  });

  it.each([
    ['no rule', [], 'The policy was written again: its rules are the same.'],
    [
      'twenty-one',
      Array.from({ length: 21 }, (_, index) => `overrides "${index}": removed`),
      'THE POLICY WAS CHANGED: overrides "0": removed overrides "1"',
    ],
  ])('a policy of which the text is another, and %s', (_, lines, expected) => {
    const policy = { before: undefined, after: undefined, lines };
    const told = unwrapped(since(changed({ policy })));
    expect(told).toContain(expected);
  });
});

describe('what is new stands apart from what has stood there before', () => {
  const evaluation = anEvaluation([unused('told', 60), unused('new', 70)], {
    announcements: ({ user }) => (user.name === 'told' ? NOW - DAY : undefined),
  });
  const credentialOf = (name: string) =>
    evaluation.judged.flatMap(({ credential }) => (credential.user.name === name ? [credential] : []));

  it('on notice', () => {
    const body = bodyOf({ evaluation, ...changed({ onNotice: new Set(credentialOf('new')) }) });
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

  it('stale since the last run', () => {
    const stale = bodyOf({ evaluation, ...changed({ stale: new Set(credentialOf('told')) }) });
    expect(unwrapped(sectionsOf(stale).get('ON NOTICE (2)') ?? '')).toMatch(
      /told, password unused for 60 days: last used \S+ reached its limit since the last run From/,
    );
  });

  const exemptBy = (match: Exemption['match']) =>
    anEvaluation([unused('erin', 60)], {
      policy: aPolicy({ exemptions: [anExemption({ match })] }),
      lookedUp: (user) => aLookUp(user, { tags: { 'on-leave': 'x' } }),
    });
  it.each<[string, ExemptBefore, Exemption['match'], string]>([
    [
      'after it was on notice, by a tag',
      { kind: 'onNotice' },
      { tags: { 'on-leave': '*' } },
      'erin, password WAS ON NOTICE until the last run: a tag, a group, a name or the policy has changed spared by break-glass (no end): tested yearly, by the tag on-leave',
    ],
    [
      'after it was on notice, as a user without keys',
      { kind: 'onNotice' },
      { keys: 'none' },
      'erin, password WAS ON NOTICE until the last run: the last access key is gone, or a tag, a group, a name or the policy has changed spared by break-glass (no end): tested yearly, as a user without access keys',
    ],
    [
      'as soon as it has reached its limit, by a name',
      { kind: 'notYet' },
      { users: ['erin'] },
      'erin, password was within its limit until the last run spared by break-glass (no end): tested yearly',
    ],
    [
      'by another exemption',
      { kind: 'otherwise', exemption: 'on leave' },
      { users: ['erin'] },
      'erin, password was spared until the last run by on leave spared by break-glass (no end): tested yearly',
    ],
  ])('exempt, %s', (_, before, match, expected) => {
    const exempt = exemptBy(match);
    const news = new Map(exempt.judged.map(({ credential }) => [credential, before]));
    const section = sectionsOf(bodyOf({ evaluation: exempt, ...changed({ exempt: news }) })).get(
      'NEWLY EXEMPT (1)',
    );
    expect(unwrapped(section ?? '')).toContain(
      `These would be due or stale, but an exemption now protects them. ${expected}`,
    );
  });
});

describe('a preview that was asked for is no notice', () => {
  const preview = { trigger: 'manual', preview: true, mode: 'dry-run', configuredMode: 'enforce' } as const;

  it('and says so, in the subject too, with the mode that is', () => {
    expect(unwrapped(bodyOf(preview))).toContain(
      'This is a preview: it changed nothing, and nothing below counts as notice. The mode is enforce.',
    );
    expect(subjectOf(preview)).toBe('iam-lapse 123456789012 preview: nothing stale');
  });

  it('its days are those of the mode that is', () => {
    const evaluation = anEvaluation([unused('erin', 60)]);
    expect(unwrapped(bodyOf({ ...preview, evaluation }))).toContain(
      'These will be disabled on the date shown',
    );
  });

  it('the command line has no mode to tell', () => {
    expect(bodyOf({ ...preview, trigger: 'preview' })).not.toMatch(/^Mode /m);
  });
});

describe('who receives the mail', () => {
  it.each<[string, Pick<ReportParts, 'subscribers' | 'uncounted'>, string]>([
    ['one', { subscribers: 1, uncounted: [] }, '1 subscription receives this mail. 0 active'],
    ['more', { subscribers: 2 }, '2 subscriptions receive this mail. 0 active'],
    [
      'and others',
      { subscribers: 1, uncounted: ['2 with a filter policy', '1 not confirmed'] },
      '1 subscription receives this mail. Not counted: 2 with a filter policy, 1 not confirmed. 0 active',
    ],
    [
      'nobody',
      { subscribers: 0 },
      'No subscription that counts receives this mail, so it gives no notice. 0',
    ],
    [
      'nobody that counts',
      { subscribers: 0, uncounted: ['1 of the protocol sqs'] },
      'so it gives no notice. Not counted: 1 of the protocol sqs. 0 active',
    ],
    [
      'not known',
      { subscribers: undefined },
      'Who receives this mail could not be read, so it gives no notice.',
    ],
  ])('%s', (_who, parts, expected) => {
    expect(unwrapped(bodyOf(parts))).toContain(expected);
  });

  it('is not said of a mail that nobody sends', () => {
    expect(bodyOf({ trigger: 'preview', subscribers: 0 })).not.toMatch(/receive/);
  });
});

describe('notices that have lapsed', () => {
  const lapsed = (number: number, policy = aPolicy()) => {
    const report = aRunReport({ policy: aPolicyInForce({ policy }) });
    return unwrapped(
      digestOf({ ...report, evaluated: report.evaluated && { ...report.evaluated, lapsed: number } }).body,
    );
  };

  it('are counted, and start again', () => {
    expect(lapsed(1)).toContain(
      '1 notice has lapsed: no mail repeated it for over 14 days. It starts again.',
    );
    expect(lapsed(3)).toContain(
      '3 notices have lapsed: no mail repeated them for over 14 days. Each starts again.',
    );
  });

  it('are no word on other days, or where no notice is given', () => {
    expect(lapsed(0)).not.toContain('lapsed');
    expect(lapsed(3, aPolicy({ noticeDays: 0 }))).not.toContain('lapsed');
  });
});
