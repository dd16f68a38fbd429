import { aRunReport } from '../digest/run-reports';
import { parse } from 'csv-parse/sync';
import { utcSecond } from '../../../../lambda/domain/instant';
import { candidatesOf } from '../../../../lambda/domain/remediation/candidate';
import type { ReportedUser } from '../../../../lambda/domain/credential';
import type { Result } from '../../../../lambda/domain/remediation/outcome';
import { findingsCsv } from '../../../../lambda/domain/records/findings-csv';
import type { VerdictKind } from '../../../../lambda/domain/evaluation/verdict';
import {
  aKey,
  aLookUp,
  anEvaluation,
  anExemption,
  anOverride,
  aPassword,
  aPolicy,
  aReportRow,
  type Cells,
  candidatesIn,
  daysAgo,
  LONG_AGO,
  NOW,
  type ReportRow,
  type Scene,
} from '../../../support/builders';
import { OUTCOMES, targetOf, together } from '../digest/run-reports';
import { KEY_ID } from '../ledger/a-ledger';

/** The CSV as any program reads it: strict RFC 4180, all fields of all rows. */
function rowsOf(csv: string): Record<string, string>[] {
  return parse(csv, { columns: true, record_delimiter: '\r\n' });
}

/** What stands in the CSV about these rows of the report, empty cells left out. */
function findings(rows: readonly ReportRow[], scene: Scene = {}): Record<string, string>[] {
  const csv = findingsCsv(aRunReport({ evaluation: anEvaluation(rows, scene), results: [] }));
  return rowsOf(csv).map((row) => Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== '')));
}

const ALICE = { user: 'alice', arn: 'arn:aws:iam::123456789012:user/alice' };
const PASSWORD = { ...ALICE, credential: 'password' };
const policy = aPolicy({
  exemptions: [anExemption()],
  overrides: [anOverride({ match: { users: ['carol'] } })],
});

describe('every credential that was judged has a row, with what the verdict rests on', () => {
  const verdicts: Record<VerdictKind, [ReportRow, Scene, Readonly<Record<string, string>>]> = {
    inUse: [
      aReportRow(aPassword({ lastUsed: daysAgo(1) })),
      {},
      {
        ...PASSWORD,
        lastUsed: '2026-11-19T07:00:00Z',
        reference: '2026-11-19T07:00:00Z',
        referenceBy: 'lastUsed',
        lastChanged: '2024-01-01T00:00:00Z',
        strictCis: 'pass',
      },
    ],
    due: [
      aReportRow(aPassword({ lastChanged: daysAgo(40) })),
      {},
      {
        ...PASSWORD,
        reference: '2026-10-11T07:00:00Z',
        referenceBy: 'lastChanged',
        maxUnusedDays: '45',
        actOn: '2026-11-27',
        lastChanged: '2026-10-11T07:00:00Z',
        strictCis: 'pass',
      },
    ],
    stale: [
      aReportRow({ user: 'carol', ...aKey(2, { lastUsed: daysAgo(100) }) }),
      { announcements: () => daysAgo(7) },
      {
        user: 'carol',
        arn: 'arn:aws:iam::123456789012:user/carol',
        credential: 'accessKey',
        keyCreated: '2024-01-01T00:00:00Z',
        lastUsed: '2026-08-12T07:00:00Z',
        lastUsedService: 's3',
        lastUsedRegion: 'eu-west-1',
        reference: '2026-08-12T07:00:00Z',
        referenceBy: 'lastUsed',
        maxUnusedDays: '90',
        override: 'service accounts',
        actOn: '2026-11-20',
        noticeGiven: 'true',
        announcedAt: '2026-11-13T07:00:00Z',
        strictCis: 'fail',
      },
    ],
    exempt: [
      aReportRow({ user: 'break-glass-1', ...aPassword() }),
      {},
      {
        user: 'break-glass-1',
        arn: 'arn:aws:iam::123456789012:user/break-glass-1',
        credential: 'password',
        reference: '2024-01-01T00:00:00Z',
        referenceBy: 'lastChanged',
        exemption: 'break-glass',
        lastChanged: '2024-01-01T00:00:00Z',
        strictCis: 'fail',
      },
    ],
    held: [
      aReportRow(aPassword()),
      { history: () => ({ restored: { at: daysAgo(1), times: 1 } }) },
      {
        ...PASSWORD,
        reference: '2024-01-01T00:00:00Z',
        referenceBy: 'lastChanged',
        lastChanged: '2024-01-01T00:00:00Z',
        strictCis: 'fail',
        cause:
          'somebody enabled it again, seen 2026-11-19; its clock restarted then, and it is on notice from 2026-12-27 if it stays unused',
      },
    ],
    unclear: [
      aReportRow(aPassword({ lastUsed: 'soon' })),
      {},
      {
        ...PASSWORD,
        cause: 'password_last_used is "soon", which is not understood',
        strictCis: 'unknown',
      },
    ],
  };

  it.each(Object.entries(verdicts))('%s', (verdict, [row, scene, expected]) => {
    expect(findings([row], { policy, ...scene })).toEqual([{ verdict, ...expected }]);
  });

  it('a notice that was not given yet says so', () => {
    expect(findings([aReportRow(aPassword())])).toEqual([
      expect.objectContaining({ verdict: 'stale', noticeGiven: 'false', actOn: '2026-11-27' }),
    ]);
  });

  it('one that is due and was announced says since when', () => {
    const scene: Scene = { announcements: () => daysAgo(2) };
    expect(findings([aReportRow(aPassword({ lastChanged: daysAgo(40) }))], scene)).toEqual([
      expect.objectContaining({ verdict: 'due', announcedAt: '2026-11-18T07:00:00Z' }),
    ]);
  });

  it('a password has the day on which it was set, also where a later use counts; a key has none', () => {
    const lastChanged = daysAgo(90);
    const used = { ...aPassword({ lastUsed: daysAgo(60), lastChanged }), ...aKey(1) };
    expect(findings([aReportRow(used)])).toEqual([
      expect.objectContaining({ referenceBy: 'lastUsed', lastChanged: utcSecond(lastChanged) }),
      expect.not.objectContaining({ lastChanged: expect.anything() }),
    ]);
  });

  it('the owner is there where a tag names one, on one line', () => {
    const lookedUp = (user: ReportedUser) => aLookUp(user, { tags: { Contact: 'edi@example.com\u2028x' } });
    expect(findings([aReportRow(aPassword())], { lookedUp })).toEqual([
      expect.objectContaining({ owner: 'edi@example.com x' }),
    ]);
    expect(Object.keys(findings([aReportRow(aPassword())])[0] ?? {})).not.toContain('owner');
  });

  it('a key that was never used names no service and no region', () => {
    const [row] = findings([aReportRow(aKey(1))]);
    expect(Object.keys(row ?? {})).toEqual(
      expect.not.arrayContaining(['lastUsed', 'lastUsedService', 'lastUsedRegion']),
    );
    expect(row).toMatchObject({ credential: 'accessKey', referenceBy: 'lastRotated' });
  });

  it('all of them, in the order of the report', () => {
    const both: Cells = { ...aPassword(), ...aKey(1) };
    const rows = [aReportRow({ user: 'bob', ...both }), aReportRow(both)];
    expect(findings(rows).map(({ user, credential }) => `${user} ${credential}`)).toEqual([
      'bob password',
      'bob accessKey',
      'alice password',
      'alice accessKey',
    ]);
  });

  it.each([
    ['nobody was judged', anEvaluation([])],
    ['a sweep was halted before it judged', undefined],
  ])('without a row, but with its header, when %s', (_, evaluation) => {
    const csv = findingsCsv(aRunReport({ evaluation, results: [] }));
    expect(csv).toMatch(
      /^user,arn,credential,[^\r\n]*,outcome,outcomeCause,keyId,announcedAt,lastChanged,owner,strictCis\r\n$/,
    );
  });
});

describe('a planned credential has its outcome beside its verdict', () => {
  const rows = [aReportRow(aPassword()), aReportRow({ user: 'bob', ...aPassword() })];
  const evaluation = anEvaluation(rows, { announcements: () => LONG_AGO });

  /** The outcome is alice's; bob was not planned. */
  function outcomes(outcome: Result['outcome']): object[] {
    const [alice] = evaluation.judged;
    if (alice?.verdict.kind !== 'stale') throw new Error('expected a stale credential');
    const candidate = { ...alice, verdict: alice.verdict };
    const csv = findingsCsv(aRunReport({ evaluation, results: [{ candidate, outcome }] }));
    return rowsOf(csv).map((row) => ({
      user: row['user'],
      outcome: row['outcome'],
      outcomeCause: row['outcomeCause'],
    }));
  }

  it.each(Object.values(OUTCOMES))('$kind', (outcome) => {
    expect(outcomes(outcome)).toEqual([
      {
        user: 'alice',
        outcome: outcome.kind,
        outcomeCause: 'cause' in outcome ? outcome.cause : '',
      },
      { user: 'bob', outcome: '', outcomeCause: '' },
    ]);
  });

  it('a cause that a spreadsheet would calculate is text', () => {
    expect(outcomes({ kind: 'refused', cause: '=HYPERLINK("http://example.com","x")' })[0]).toMatchObject({
      outcomeCause: `'=HYPERLINK("http://example.com","x")`,
    });
  });
});

describe('what strangers wrote stays in its cell', () => {
  it.each([
    ['a comma', 'doe,john', 'doe,john'],
    ['a quote', 'a"b', 'a"b'],
    ['a line feed', 'a\nb', 'a\nb'],
    ['a line break', 'a\r\nb', 'a\r\nb'],
    ['letters beyond ASCII', 'zoë', 'zoë'],
    ['a formula', '=1+1', `'=1+1`],
    ['a plus', '+1', `'+1`],
    ['a minus', '-1', `'-1`],
    ['an at', '@SUM(A1)', `'@SUM(A1)`],
    ['a tab', '\t=1', `'\t=1`],
    ['a carriage return', '\r=1', `'\r=1`],
    ['a formula with a comma and quotes', '=A("1,2")', `'=A("1,2")`],
    ['a formula in the middle', 'a=1', 'a=1'],
  ])('%s in a user name', (_, name, expected) => {
    expect(findings([aReportRow({ user: name, ...aPassword() })])).toEqual([
      expect.objectContaining({ user: expected, verdict: 'stale' }),
    ]);
  });

  it.each(['=', '+', '-', '@', '\t', '\r'])(
    'the name of an exemption or override that begins with %j',
    (sign) => {
      const named = aPolicy({
        exemptions: [anExemption({ name: `${sign}1` })],
        overrides: [anOverride({ name: `${sign}2`, match: { users: ['alice'] } })],
      });
      const rows = [
        aReportRow({ user: 'break-glass-1', ...aPassword() }),
        aReportRow(aKey(1, { lastRotated: daysAgo(400) })),
      ];
      expect(findings(rows, { policy: named })).toEqual([
        expect.objectContaining({ exemption: `'${sign}1` }),
        expect.objectContaining({ override: `'${sign}2` }),
      ]);
    },
  );

  it('every line has as many fields as the header, and ends in CR LF', () => {
    const names = ['a,b', 'a"b', 'a\nb', '=a'];
    const evaluation = together(
      ...names.map((user) => anEvaluation([aReportRow({ user, ...aPassword(), ...aKey(1) })])),
    );
    const csv = findingsCsv(aRunReport({ evaluation, results: [] }));
    const table: string[][] = parse(csv, { record_delimiter: '\r\n' });
    expect(new Set(table.map((fields) => fields.length))).toEqual(new Set([table[0]?.length]));
    expect(table).toHaveLength(1 + 2 * names.length);
    expect(csv.endsWith('\r\n')).toBe(true);
  });
});

describe('the id of a key', () => {
  const evaluation = anEvaluation([aReportRow({ ...aPassword(), ...aKey(1) })], {
    announcements: () => LONG_AGO,
  });
  const candidates = candidatesOf(evaluation, () => ({}));
  /** The id in each row. */
  const ids = (results: readonly Result[]) =>
    rowsOf(findingsCsv(aRunReport({ evaluation, results }))).map((row) => [row['credential'], row['keyId']]);
  const without = [
    ['password', ''],
    ['accessKey', ''],
  ];

  it('stands beside its outcome; a password has none', () => {
    const results = candidates.map((candidate): Result => {
      const target = targetOf({ kind: candidate.credential.kind, keyId: KEY_ID });
      return { candidate, target, outcome: OUTCOMES.disabled };
    });
    expect(ids(results)).toEqual([
      ['password', ''],
      ['accessKey', KEY_ID],
    ]);
  });

  it('is not known where the last look found none, or nobody looked', () => {
    expect(ids(candidates.map((candidate) => ({ candidate, outcome: OUTCOMES.refused })))).toEqual(without);
    expect(ids([])).toEqual(without);
  });
});

it('an outcome goes to the credential it is of, not to the other one of the user', () => {
  const rows = [aReportRow({ ...aPassword(), ...aKey(1) })];
  const [password] = candidatesIn(rows);
  const evaluation = anEvaluation(rows, { announcements: () => LONG_AGO, now: NOW });
  const key = evaluation.judged.find(({ credential }) => credential.kind === 'accessKey');
  if (!password || key?.verdict.kind !== 'stale') throw new Error('expected two stale credentials');
  const results = [{ candidate: { ...key, verdict: key.verdict }, outcome: OUTCOMES.disabled }];
  expect(
    rowsOf(findingsCsv(aRunReport({ evaluation, results }))).map((row) => [
      row['credential'],
      row['outcome'],
    ]),
  ).toEqual([
    ['password', ''],
    ['accessKey', 'disabled'],
  ]);
});
