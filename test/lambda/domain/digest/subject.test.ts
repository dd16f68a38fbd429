import { subjectOf as subject } from '../../../../lambda/domain/digest/subject';
import { HALT_REASONS, type Halt } from '../../../../lambda/domain/halt';
import { aKey, aPassword, anEvaluation, aReportRow, daysAgo, NOW } from '../../../support/builders';
import { knownFindings, runChecks } from '../../../../lambda/domain/account-checks/run-checks';
import { aSummary, factsOf } from '../account-checks/facts-of';
import { aRunReport, candidateOf, halted, notEnforced, OUTCOMES, resultOf, subjectOf } from './run-reports';
import { fc, runs } from '../../../support/runs';

const due = aReportRow({ user: 'due', ...aPassword({ lastUsed: daysAgo(40) }) });
const stale = aReportRow({ user: 'stale', ...aPassword({ lastUsed: daysAgo(60) }) });
const odd = aReportRow({ user: 'odd', ...aKey(1, { lastUsed: 'unavailable' }) });

describe('the subject says whose account, in which mode, and what came of it', () => {
  it.each([
    ['nothing at all', {}, 'iam-lapse 123456789012 dry-run: nothing stale'],
    ['the mode', { mode: 'enforce' as const }, 'iam-lapse 123456789012 enforce: nothing stale'],
    [
      'due and stale ones alike are on notice',
      { evaluation: anEvaluation([due, stale, odd]) },
      'iam-lapse 123456789012 dry-run: 2 on notice, 1 unclear',
    ],
    [
      'what would be done',
      { results: [resultOf(OUTCOMES.wouldDisable), resultOf(OUTCOMES.wouldDisable)] },
      'iam-lapse 123456789012 dry-run: 2 would be disabled',
    ],
    [
      'failures come first',
      { mode: 'enforce' as const, results: [resultOf(OUTCOMES.disabled), resultOf(OUTCOMES.failed)] },
      'iam-lapse 123456789012 enforce: 1 FAILED, 1 disabled',
    ],
    [
      'what an earlier run has done after all',
      {
        mode: 'enforce' as const,
        report: { generatedAt: NOW, users: 0, lateEffect: [{ id: 'a', target: undefined }] },
      },
      'iam-lapse 123456789012 enforce: 1 disabled after all',
    ],
    [
      'a halt, and why',
      { ...halted('policy'), mode: undefined, evaluation: undefined },
      'iam-lapse 123456789012 HALTED (policy): nothing was changed',
    ],
    [
      'an enforce that ran as dry-run',
      { ...notEnforced('subscribers'), evaluation: anEvaluation([stale]) },
      'iam-lapse 123456789012 dry-run: NOT ENFORCED (subscribers), 1 on notice',
    ],
  ])('%s', (_, options, expected) => {
    expect(subjectOf(options)).toBe(expected);
  });

  it.each([
    ['put off', { results: [resultOf(OUTCOMES.deferred)] }],
    ["beyond today's limit", { overLimit: [candidateOf()], allowed: 0 }],
  ])('the subject never says "nothing stale" when something is: %s', (_, options) => {
    const evaluation = anEvaluation([stale], { announcements: () => 0 });
    expect(subjectOf({ mode: 'enforce', evaluation, ...options })).not.toContain('nothing stale');
  });
});

describe('grave findings are in the subject', () => {
  const withoutMfa = (...users: readonly string[]) =>
    runChecks(
      factsOf({
        liveExemptions: 0,
        rows: users.map((user) => ({ user, ...aPassword(), mfa_active: 'false' })),
        account: { summary: aSummary({ hasMfa: users.length < 3 }) },
      }),
    );
  const since = (findings?: ReturnType<typeof knownFindings>) => ({
    since: NOW,
    counts: [],
    onNotice: new Set<never>(),
    stale: new Set<never>(),
    spared: new Map(),
    exempt: new Map(),
    ...(findings ? { findings } : {}),
  });

  it.each<[string, Parameters<typeof subjectOf>[0], string]>([
    ['none that is grave', { accountChecks: withoutMfa() }, 'nothing stale'],
    ['one, without an earlier run', { accountChecks: withoutMfa('a') }, '1 high finding'],
    ['two of them', { accountChecks: withoutMfa('a', 'b') }, '2 high findings'],
    [
      'critical ones first',
      { accountChecks: withoutMfa('a', 'b', 'c') },
      '1 critical finding, 3 high findings',
    ],
    [
      'one that the last run did not have',
      { accountChecks: withoutMfa('a', 'b'), changes: since(knownFindings(withoutMfa('a'))) },
      '1 new high finding',
    ],
    [
      'none that is new',
      { accountChecks: withoutMfa('a'), changes: since(knownFindings(withoutMfa('a', 'b'))) },
      'nothing stale',
    ],
    ['a last run without checks', { accountChecks: withoutMfa('a'), changes: since() }, 'nothing stale'],
    [
      'after those on notice',
      { accountChecks: withoutMfa('a'), evaluation: anEvaluation([stale, odd]) },
      '1 on notice, 1 high finding, 1 unclear',
    ],
  ])('%s', (_, options, expected) => {
    expect(subjectOf(options)).toBe(`iam-lapse 123456789012 dry-run: ${expected}`);
  });
});

describe('SNS takes at most 99 characters of ASCII', () => {
  const anyHalt = fc.record<Halt>({
    effect: fc.constantFrom('halted', 'ranAsDryRun'),
    reason: fc.constantFrom(...HALT_REASONS),
    message: fc.string(),
  });
  const [judged] = anEvaluation([stale]).judged;
  if (judged === undefined) throw new Error('nobody was judged');
  const [failed, disabled] = [resultOf(OUTCOMES.failed), resultOf(OUTCOMES.disabled)];

  it('whatever happened, and however often', () => {
    const number = fc.constantFrom(0, 1, 2, 99);
    const most: Halt[] = HALT_REASONS.map((reason) => ({ effect: 'halted', reason, message: '' }));
    fc.assert(
      fc.property(fc.array(anyHalt, { maxLength: 5 }), number, number, (halts, notices, results) => {
        const sweep = aRunReport({
          mode: 'enforce',
          halts,
          evaluation: {
            judged: Array.from({ length: notices }, () => judged),
            activeCredentials: notices,
            matchNobody: [],
          },
          results: Array.from({ length: results }, (_, index) => (index % 2 === 0 ? failed : disabled)),
        });
        expect(subject(sweep)).toMatch(/^iam-lapse 123456789012 [\x20-\x7e]{1,76}$/);
      }),
      { numRuns: runs(20), examples: [[most, 20_000, 20_000]] },
    );
  });

  it('a subject that is cut says so', () => {
    const reasons = ['report-only', 'subscribers', 'report'] as const;
    const halts = reasons.flatMap((reason) => notEnforced(reason).halts ?? []);
    const evaluation = anEvaluation([due, stale, odd]);
    const cut = subjectOf({ halts, evaluation, results: [resultOf(OUTCOMES.wouldDisable)] });
    expect(cut.length).toBeLessThanOrEqual(99);
    // At a comma, so that no number is cut in two.
    expect(cut).toMatch(/NOT ENFORCED \(report-only, subscribers, report\), \.\.\.$/);
  });
});
