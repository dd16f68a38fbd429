import { pageOfRecord } from '../../../bin/preview/past-record';
import { pageOfRun } from '../../../bin/preview/page-data';
import { BadInput } from '../../../bin/preview/errors';
import { findingsCsv } from '../../../lambda/domain/records/findings-csv';
import { resultRecord } from '../../../lambda/domain/records/json-records';
import type { AccountChecks } from '../../../lambda/domain/account-checks/run-checks';
import type { RunReport } from '../../../lambda/domain/run-report';
import { aKey, anEvaluation, aPassword, aReportRow, daysAgo, LONG_AGO } from '../../support/builders';
import { aPolicyInForce, aRunReport, halted } from '../../lambda/domain/digest/run-reports';

/** Three that come to be disabled, on two days, and one in use; a name that a spreadsheet would calculate. */
const EVALUATION = anEvaluation(
  [
    aReportRow({ user: '=alice', ...aPassword({ lastUsed: daysAgo(60) }) }),
    aReportRow({
      user: 'bob',
      ...aPassword({ lastUsed: daysAgo(60) }),
      ...aKey(1, { lastUsed: daysAgo(1) }),
    }),
    aReportRow({ user: 'carol', ...aKey(1, { lastUsed: daysAgo(60) }) }),
  ],
  { announcements: ({ user }) => (user.name === 'carol' ? LONG_AGO : undefined) },
);
/** One of each result. */
const CHECKS: AccountChecks = {
  checks: [
    {
      id: 'consoleMfa',
      title: 'console users without MFA',
      result: {
        kind: 'failing',
        findings: [
          {
            subject: { kind: 'user', name: 'bob' },
            severity: 'high',
            fact: 'no MFA device',
            fix: 'Register one.',
            controls: ['CIS 1.10', 'Security Hub IAM.5'],
          },
        ],
        unreadable: [{ subject: { kind: 'user', name: 'carol' }, cause: 'mfa_active is empty' }],
      },
    },
    {
      id: 'passwordPolicy',
      title: 'password policy of the account below the baseline',
      result: { kind: 'unreadable', unreadable: [{ subject: { kind: 'account' }, cause: 'AccessDenied' }] },
    },
    { id: 'rootMfa', title: 'root user without MFA', result: { kind: 'compliant' } },
    {
      id: 'sshKeys',
      title: 'active SSH public keys of users with credentials that this run acts on',
      result: { kind: 'notAsked' },
    },
  ],
};
const RUN = aRunReport({
  evaluation: EVALUATION,
  policy: aPolicyInForce({ version: 3 }),
  accountChecks: CHECKS,
});

const filesOf = (sweep: RunReport) => ({
  place: 'run/',
  result: resultRecord(sweep),
  findings: findingsCsv(sweep),
});
const whole = filesOf(RUN);

it('a record draws the page that the sweep itself would have drawn, but for what is to come', () => {
  const page = pageOfRecord(whole);
  const expected = pageOfRun({ run: RUN, notes: [] }, []);
  // The table does not tell a cell that is empty from one that does not apply.
  const findings = expected.findings.map((finding) =>
    Object.fromEntries(Object.entries(finding).filter(([, cell]) => cell !== '')),
  );
  expect(page).toStrictEqual({ ...expected, findings, forecast: undefined });
  expect(page.findings.map(({ user }) => user)).toStrictEqual(['=alice', 'bob', 'bob', 'carol']);
});

it('the page of a new run marks the credentials of administrators; a record does not name them', () => {
  const arn = EVALUATION.judged.find(({ credential }) => credential.user.name === 'bob')?.credential.user.arn;
  const run = { ...RUN, administrators: new Set([arn ?? '']) };
  const marks = ({ findings }: ReturnType<typeof pageOfRun>) => findings.map((each) => each.administrator);
  expect(marks(pageOfRun({ run, notes: [] }, []))).toStrictEqual([undefined, true, true, undefined]);
  expect(marks(pageOfRecord(filesOf(run)))).toStrictEqual([undefined, undefined, undefined, undefined]);
});

it('its account checks have their titles, findings and what could not be read', () => {
  const { checks = [] } = pageOfRecord(whole);
  expect(checks.map(({ title, result }) => [title, result])).toStrictEqual([
    ['console users without MFA', 'failing'],
    ['password policy of the account below the baseline', 'unreadable'],
    ['root user without MFA', 'compliant'],
    ['active SSH public keys of users with credentials that this run acts on', 'notAsked'],
  ]);
  expect(checks[0]).toMatchObject({
    findings: [
      {
        user: 'bob',
        severity: 'high',
        fact: 'no MFA device',
        fix: 'Register one.',
        controls: ['CIS 1.10', 'Security Hub IAM.5'],
      },
    ],
    unreadable: [{ user: 'carol', cause: 'mfa_active is empty' }],
  });
  expect(checks[1]?.unreadable).toStrictEqual([{ user: null, cause: 'AccessDenied' }]);
});

it('a check and a severity of another release are shown as they are', () => {
  const result = whole.result.replace('"consoleMfa"', '"unheardOf"').replace('"high"', '"severe"');
  const [check] = pageOfRecord({ ...whole, result }).checks ?? [];
  expect(check).toMatchObject({ title: 'unheardOf', findings: [{ severity: 'severe' }] });
});

it('a run that made no account check has none on its page', () => {
  const files = filesOf({ ...RUN, accountChecks: undefined });
  expect(pageOfRecord(files).checks).toBeUndefined();
});

it('a run that was a preview says so', () => {
  expect(pageOfRecord(whole).source).toMatchObject({ kind: 'record', preview: false });
  expect(pageOfRecord(filesOf({ ...RUN, preview: true })).source).toMatchObject({ preview: true });
});

it('a record of a release without the columns lastChanged, owner and strictCis has a page', () => {
  const findings = whole.findings.replaceAll(/(?:,[^,\r\n]*){3}(?=\r\n)/g, '');
  expect(findings).not.toMatch(/lastChanged|owner|strictCis/);
  expect(pageOfRecord({ ...whole, findings }).findings).toHaveLength(4);
});

it('by a policy of another release the page has all but the policy', () => {
  const result: unknown = JSON.parse(whole.result, (key, value: unknown) =>
    key === 'rules' ? { version: 1, unheardOf: true } : value,
  );
  const page = pageOfRecord({ ...whole, result: JSON.stringify(result) });
  expect(page).toStrictEqual({ ...pageOfRecord(whole), policy: undefined });
});

it('a halted run without mode, policy and findings has a page, too', () => {
  const sweep = aRunReport({
    ...halted('policy', 'no such parameter'),
    mode: undefined,
    policy: undefined,
    evaluation: undefined,
  });
  expect(pageOfRecord(filesOf(sweep))).toMatchObject({
    halts: ['no such parameter'],
    policy: undefined,
    mode: undefined,
    findings: [],
    forecast: undefined,
  });
});

describe('what is no record is one line that names the file', () => {
  const result = (change: object) => JSON.stringify({ ...JSON.parse(whole.result), ...change });
  /** The row of carol's key, which is stale, with another text in place of one of its cells. */
  const carol = (from: RegExp, to: string) => {
    const findings = whole.findings.replace(/^carol,.*$/m, (row) => row.replace(from, to));
    expect(findings).not.toBe(whole.findings);
    return { findings };
  };
  const cases: readonly [string, Partial<typeof whole>, RegExp][] = [
    [
      'a limit in words',
      carol(/,45,/, ',forty,'),
      /^run\/findings\.csv: 3\.maxUnusedDays: "forty" is not a number of days$/,
    ],
    [
      'a limit that is below zero',
      carol(/,45,/, ',-45,'),
      /^run\/findings\.csv: 3\.maxUnusedDays: "-45" is not/,
    ],
    [
      'a day in words',
      carol(/,2026-11-\d\d,/, ',zzz,'),
      /^run\/findings\.csv: 3\.actOn: "zzz" is not a date$/,
    ],
    [
      'a day that does not exist',
      carol(/,2026-11-\d\d,/, ',2026-11-31,'),
      /^run\/findings\.csv: 3\.actOn: "2026-11-31" is not a date$/,
    ],
    ['no day for what is stale', carol(/,2026-11-\d\d,/, ',,'), /^run\/findings\.csv: 3\.actOn: is missing/],
    [
      'notice that is neither given nor not',
      carol(/,(true|false),/, ',perhaps,'),
      /^run\/findings\.csv: 3\.noticeGiven: /,
    ],
    [
      'a key that was created some day',
      carol(/,2024-01-01T[^,]*,/, ',2024,'),
      /^run\/findings\.csv: 3\.keyCreated: "2024" is not a time$/,
    ],
    [
      'JSON that was cut short',
      { result: whole.result.slice(0, 200) },
      /^run\/result\.json: it is incomplete/,
    ],
    [
      'foreign JSON',
      { result: '{"hello":"world"}' },
      /^run\/result\.json: version: this release reads only version 1/,
    ],
    ['JSON that is no object', { result: '[]' }, /^run\/result\.json: /],
    [
      'another version',
      { result: result({ version: 2 }) },
      /^run\/result\.json: version: this release reads/,
    ],
    [
      'a check with a result that is none',
      { result: whole.result.replace('"compliant"', '"fine"') },
      /^run\/result\.json: hygiene\.2\.result: /,
    ],
    ['a date that is none', { result: result({ at: 'today' }) }, /^run\/result\.json: at: /],
    [
      'a table that was cut short in a row',
      { findings: whole.findings.slice(0, -30) },
      /^run\/findings\.csv: it is incomplete or not a record of iam-lapse: /,
    ],
    [
      'a table that was cut short between two rows',
      { findings: whole.findings.split('\r\n').slice(0, 3).join('\r\n') },
      /^run\/findings\.csv: has 2 rows, but result\.json counts 4: /,
    ],
    ['another table', { findings: 'a,b\r\n1,2\r\n' }, /^run\/findings\.csv: 0\.user: /],
    ['an empty table', { findings: '' }, /^run\/findings\.csv: has 0 rows/],
  ];
  it.each(cases)('%s', (_, change, expected) => {
    const draw = () => pageOfRecord({ ...whole, ...change });
    expect(draw).toThrow(BadInput);
    expect(draw).toThrow(expected);
    expect(draw).not.toThrow(/\n/);
  });
});
