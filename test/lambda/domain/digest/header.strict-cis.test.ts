import {
  aKey,
  anEvaluation,
  anExemption,
  aPassword,
  aPolicy,
  aReportRow,
  daysAgo,
  type ReportRow,
} from '../../../support/builders';
import { aPolicyInForce, bodyOf, type ReportParts, unwrapped } from './run-reports';

const reset = (user: string) =>
  aReportRow({ user, ...aPassword({ lastUsed: daysAgo(60), lastChanged: daysAgo(10) }) });
const unused = (user: string) => aReportRow({ user, ...aKey(1, { lastUsed: daysAgo(60) }) });

/** The sentences of the head that cite the letter; empty if there are none. */
function told(rows: readonly ReportRow[], policy = aPolicy(), parts: ReportParts = {}): string {
  const evaluation = anEvaluation(rows, { policy });
  const body = unwrapped(bodyOf({ evaluation, policy: aPolicyInForce({ policy }), ...parts }));
  return /\d+ \w+ in use here .*?(?= Account checks:)/.exec(body)?.[0] ?? '';
}

describe('what is in use here and fails the letter of CIS is told in the head', () => {
  it.each<[string, readonly ReportRow[], ReturnType<typeof aPolicy>, string]>([
    [
      'one password',
      [reset('ann')],
      aPolicy(),
      '1 password in use here was not used for 45 days: set since then. CIS 1.11 fails it by its letter: see column strictCis of findings.csv.',
    ],
    [
      'two, by the number of the benchmark',
      [reset('ann'), reset('bob')],
      aPolicy({ benchmark: 'cis-6.0' }),
      '2 passwords in use here were not used for 45 days: set since then. CIS 2.11 fails them by its letter: see column strictCis of findings.csv.',
    ],
    [
      'by another cause each',
      [
        reset('ann'),
        unused('bob'),
        aReportRow({
          user: 'carol',
          ...aPassword({ lastUsed: daysAgo(60) }),
          ...aKey(1, { lastUsed: daysAgo(1) }),
        }),
      ],
      aPolicy({ judge: 'user', accessKey: { maxUnusedDays: 90 } }),
      "3 credentials in use here were not used for 45 days: 1 set since then, 1 by the user's other credentials, 1 within a limit above 45 days. CIS 1.11 fails them by its letter: see column strictCis of findings.csv.",
    ],
  ])('%s', (_, rows, policy, expected) => {
    expect(told(rows, policy)).toBe(expected);
  });

  it('a preview, which has no findings.csv, names the field of --json', () => {
    expect(told([reset('ann')], aPolicy(), { trigger: 'preview' })).toContain(
      'see field strictCis of --json.',
    );
  });

  it.each<[string, readonly ReportRow[], ReturnType<typeof aPolicy>]>([
    ['nobody fails', [aReportRow(aPassword({ lastUsed: daysAgo(1) }))], aPolicy()],
    ['those who fail are stale', [unused('bob')], aPolicy()],
    [
      'those who fail are exempt',
      [unused('bob')],
      aPolicy({ exemptions: [anExemption({ match: { users: ['bob'] } })] }),
    ],
    ['the benchmark has 90 days', [reset('ann')], aPolicy({ benchmark: 'cis-1.2' })],
  ])('not a word where %s', (_, rows, policy) => {
    expect(
      bodyOf({ evaluation: anEvaluation(rows, { policy }), policy: aPolicyInForce({ policy }) }),
    ).not.toContain('letter');
  });
});
