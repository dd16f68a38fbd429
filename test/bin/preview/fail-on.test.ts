import { gateOf } from '../../../bin/preview/fail-on';
import type { FailOn } from '../../../bin/preview/options';
import type { CheckResult, Finding, Severity } from '../../../lambda/domain/account-checks/check';
import { aKey, anEvaluation, aPassword, aReportRow, daysAgo } from '../../support/builders';
import { aRunReport } from '../../lambda/domain/digest/run-reports';

const stale = (user: string) => aReportRow({ user, ...aKey(1, { lastUsed: daysAgo(60) }) });
const unclear = (user: string) => aReportRow({ user, ...aPassword({ lastUsed: 'soon' }) });

const finding = (severity: Severity): Finding => ({
  subject: { kind: 'account' },
  severity,
  fact: 'so it is',
  fix: 'Do it.',
  controls: [],
});
const failing = (first: Severity, ...more: readonly Severity[]): CheckResult => ({
  kind: 'failing',
  findings: [finding(first), ...more.map(finding)],
  unreadable: [],
});
const UNREADABLE: CheckResult = {
  kind: 'unreadable',
  unreadable: [{ subject: { kind: 'account' }, cause: 'AccessDenied' }],
};

const runOf = (rows: Parameters<typeof anEvaluation>[0], ...results: readonly CheckResult[]) =>
  aRunReport({
    evaluation: anEvaluation(rows),
    accountChecks: {
      checks: results.map((result, index) => ({ id: `c${index}`, title: 'a check', result })),
    },
  });

const MIXED = runOf([stale('a'), stale('b'), unclear('c')], failing('high', 'high', 'low'), UNREADABLE);

describe('exit 3 comes with its reason', () => {
  it.each<[readonly FailOn[], string]>([
    [['stale'], '2 stale: exit 3. (1 unclear could not be judged and does not count.)'],
    [['unclear'], '1 unclear: exit 3.'],
    [['stale', 'unclear'], '2 stale, 1 unclear: exit 3.'],
    [['high'], '2 high findings: exit 3. (1 account check could not be completed.)'],
    [
      ['high', 'stale'],
      '2 high findings, 2 stale: exit 3. (1 unclear could not be judged and does not count; 1 account check could not be completed.)',
    ],
    [['stale', 'stale', 'unclear'], '2 stale, 1 unclear: exit 3.'],
  ])('%j', (failOn, line) => {
    expect(gateOf(MIXED, failOn)).toStrictEqual({ exitCode: 3, line });
  });

  it('one kind is enough, and the others are left out', () => {
    const run = runOf([stale('a')], failing('low'));
    expect(gateOf(run, ['stale', 'unclear', 'high'])).toStrictEqual({
      exitCode: 3,
      line: '1 stale: exit 3.',
    });
  });
});

describe('high', () => {
  it.each<[Severity, string | undefined]>([
    ['critical', '1 critical finding: exit 3.'],
    ['high', '1 high finding: exit 3.'],
    ['medium', undefined],
    ['low', undefined],
  ])('%s', (severity, line) => {
    const exitCode = line === undefined ? 0 : 3;
    expect(gateOf(runOf([], failing(severity)), ['high'])).toStrictEqual({ exitCode, line });
  });

  it('counts critical findings by themselves', () => {
    const { line } = gateOf(runOf([], failing('high', 'critical'), failing('critical')), ['high']);
    expect(line).toBe('2 critical findings, 1 high finding: exit 3.');
  });
});

describe('exit 0 says what could not be judged', () => {
  it.each<[readonly FailOn[], string | undefined]>([
    [[], undefined],
    [['stale'], '0 stale: exit 0. (2 unclear could not be judged and do not count.)'],
    [['high'], '0 high findings: exit 0. (1 account check could not be completed.)'],
  ])('%j', (failOn, line) => {
    const run = runOf([unclear('a'), unclear('b')], UNREADABLE, { kind: 'compliant' });
    expect(gateOf(run, failOn)).toStrictEqual({ exitCode: 0, line });
  });

  it('and nothing where all was judged', () => {
    expect(gateOf(runOf([], { kind: 'compliant' }), ['stale', 'unclear', 'high'])).toStrictEqual({
      exitCode: 0,
      line: undefined,
    });
  });
});
