import { parse } from 'csv-parse/sync';
import type { Credential } from '../../lambda/domain/credential';
import { DAY } from '../../lambda/domain/instant';
import { evaluate } from '../../lambda/domain/evaluation/evaluate';
import { PolicyError, parsePolicy } from '../../lambda/domain/policy/parse';
import { parseCredentialReport, ReportError } from '../../lambda/domain/credential-report/parse';
import {
  ACCOUNT,
  aKey,
  aLookUp,
  anEvaluation,
  anExemption,
  anOverride,
  aPassword,
  aPolicy,
  aReport,
  aReportRow,
  daysAgo,
  NOW,
  policyText,
} from '../support/builders';
import { fc, runs } from '../support/runs';

// Properties of whatever may arrive, tried with fast-check: never an error that is not ours, never an action on
// what was not understood.

const RUNS = { numRuns: runs(200) };

/** `text` with a piece of it replaced by anything. */
const damaged = (text: string) =>
  fc
    .tuple(fc.nat(text.length), fc.nat(20), fc.oneof(fc.string({ unit: 'binary' }), fc.constant('"')))
    .map(([start, length, piece]) => text.slice(0, start) + piece + text.slice(start + length));

/** `understood`, or how it was refused. */
function answerTo(action: () => unknown): string {
  try {
    action();
    return 'understood';
  } catch (error) {
    if (error instanceof PolicyError || error instanceof ReportError)
      return `${error.name}: ${error.message}`;
    throw error;
  }
}

describe('whatever the text, it is understood or refused by name, on one line', () => {
  const anyPolicy = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    damaged(policyText()),
    fc.dictionary(fc.constantFrom(...Object.keys(aPolicy())), fc.jsonValue()).map(policyText),
  );
  const anyReport = fc.oneof(
    fc.uint8Array(),
    fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
    damaged(Buffer.from(aReport([aReportRow(aPassword())])).toString()).map((text) => Buffer.from(text)),
  );

  it('a policy', () => {
    fc.assert(
      fc.property(anyPolicy, (text) => {
        expect(answerTo(() => parsePolicy(text, NOW))).toMatch(/^(understood|PolicyError: [^\r\n]+)$/);
      }),
      RUNS,
    );
  });

  it('a credential report', () => {
    fc.assert(
      fc.property(anyReport, (content) => {
        const answer = answerTo(() => parseCredentialReport(content, NOW, ACCOUNT));
        expect(answer).toMatch(/^(understood|ReportError: [^\r\n]+)$/);
      }),
      RUNS,
    );
  });
});

describe('whatever stands in its date columns, a credential is stale by dates and sentinels alone', () => {
  /** Written by hand, so that the parser's own idea of a date does not judge itself. */
  const good =
    /^(N\/A|no_information|20\d\d-(0[1-9]|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(Z|\+00:00))$/;
  const date = fc.nat(3000).map((days) => `${new Date(daysAgo(days)).toISOString().slice(0, 19)}Z`);
  const placeholders = ['', 'not_supported', '1970-01-01T00:00:00Z', '2026-02-30T00:00:00Z'];
  const token = fc.oneof(
    { weight: 8, arbitrary: date },
    { weight: 2, arbitrary: fc.constantFrom('N/A', 'no_information') },
    { weight: 1, arbitrary: fc.constantFrom(...placeholders) },
    { weight: 1, arbitrary: damaged('2025-03-04T05:06:07Z') },
    { weight: 1, arbitrary: fc.string() },
  );
  const isGood = (text: string) => good.test(text) && !text.startsWith('2026-02-30');

  it('its own, those of the other credential under judge: user, and the creation of its user', () => {
    let found = 0;
    fc.assert(
      fc.property(
        fc.record({ used: token, set: token }),
        fc.record({ used: token, set: token }),
        token,
        fc.constantFrom<('credential' | 'user')[]>('credential', 'user'),
        (password, key, created, judge) => {
          const row = aReportRow({
            user_creation_time: created,
            ...aPassword({ lastUsed: password.used, lastChanged: password.set }),
            ...aKey(1, { lastUsed: key.used, lastRotated: key.set }),
          });
          const stale = anEvaluation([row], { policy: aPolicy({ judge }) }).judged.filter(
            ({ verdict }) => verdict.kind === 'stale',
          );
          found += stale.length;
          const restOn = stale.flatMap(({ credential }) => {
            if (judge === 'user') return [password.used, password.set, key.used, key.set, created];
            const own = credential.kind === 'password' ? password : key;
            return [own.used, own.set, created];
          });
          expect(restOn.filter((text) => !isGood(text))).toEqual([]);
        },
      ),
      { numRuns: runs(200) },
    );
    // Or it would have shown nothing.
    expect(found).toBeGreaterThan(runs(5));
  });
});

describe('a policy that is understood is all that its text says', () => {
  const shipped = policyText({
    exemptions: [anExemption({ until: '2027-01-31' })],
    overrides: [anOverride({ password: { maxUnusedDays: 60 } })],
  });

  it('whatever was done to the text', () => {
    let understood = 0;
    fc.assert(
      fc.property(damaged(shipped), (text) => {
        if (answerTo(() => parsePolicy(text, NOW)) !== 'understood') return;
        understood += 1;
        expect(parsePolicy(text, NOW)).toEqual(JSON.parse(text));
      }),
      RUNS,
    );
    expect(understood).toBeGreaterThan(runs(2));
  });

  /** Where every key of the text begins. */
  const keys = [...shipped.matchAll(/"(\w[\w-]*)":/g)].map(({ index, 1: key = '' }) => ({ index, key }));
  const value = fc.oneof(fc.json(), fc.constantFrom('[]', '{}', '0', '45', 'null', '"*"'));

  it('none of its keys can be given twice, before or after, whatever the other one says', () => {
    fc.assert(
      fc.property(fc.constantFrom(...keys), value, ({ index, key }, other) => {
        const twice = `${shipped.slice(0, index)}"${key}":${other},${shipped.slice(index)}`;
        expect(() => parsePolicy(twice, NOW)).toThrow(PolicyError);
      }),
      RUNS,
    );
  });

  it('none of its keys can be spelt otherwise', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...keys),
        fc.nat(),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 2 }),
        ({ index, key }, at, letters) => {
          const place = at % (key.length + 1);
          const name = JSON.stringify(key.slice(0, place) + letters + key.slice(place));
          const misspelt = shipped.slice(0, index) + name + shipped.slice(index + key.length + 2);
          expect(() => parsePolicy(misspelt, NOW)).toThrow(PolicyError);
        },
      ),
      RUNS,
    );
  });
});

describe('a report that was damaged makes nobody stale who was not, but by a date that stands in it', () => {
  const rows = [
    aReportRow({
      user: 'alice',
      ...aPassword({ lastUsed: daysAgo(3) }),
      ...aKey(1, { lastUsed: daysAgo(2) }),
    }),
    aReportRow({
      user: 'bob',
      ...aPassword({ lastUsed: daysAgo(100) }),
      ...aKey(2, { lastUsed: daysAgo(1) }),
    }),
    aReportRow({
      user: 'carol',
      ...aKey(1, { lastUsed: daysAgo(90) }),
      ...aKey(2, { lastUsed: daysAgo(9) }),
    }),
  ];
  const text = Buffer.from(aReport(rows)).toString();

  /** What any program for CSV reads in the columns of a credential: enabled, and its two dates. */
  function cellsOf(csv: string, { user, ...credential }: Credential): (string | undefined)[] {
    const records: Record<string, string>[] = parse(csv, { columns: true, bom: true });
    const row = records.find((record) => record['arn'] === user.arn) ?? {};
    const columns =
      credential.kind === 'password'
        ? ['password_enabled', 'password_last_used', 'password_last_changed']
        : ['active', 'last_used_date', 'last_rotated'].map((name) => `access_key_${credential.slot}_${name}`);
    return columns.map((column) => row[column]);
  }

  it('one piece of it replaced by anything', () => {
    const aged = (cell: string | undefined) =>
      cell === 'N/A' || cell === 'no_information' || Date.parse(cell ?? '') <= NOW - 45 * DAY;
    let found = 0;
    fc.assert(
      fc.property(damaged(text), (csv) => {
        if (answerTo(() => parseCredentialReport(Buffer.from(csv), NOW, ACCOUNT)) !== 'understood') return;
        const report = parseCredentialReport(Buffer.from(csv), NOW, ACCOUNT);
        const { judged } = evaluate({
          report,
          policy: aPolicy(),
          now: NOW,
          lookedUp: aLookUp,
          history: () => ({}),
        });
        for (const { credential, verdict } of judged) {
          if (verdict.kind !== 'stale') continue;
          found += 1;
          const [enabled, lastUsed, set] = cellsOf(csv, credential);
          expect(enabled?.toLowerCase()).toBe('true');
          expect([lastUsed, set].every(aged)).toBe(true);
          expect(set).toMatch(/^2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|\+00:00)$/);
        }
      }),
      RUNS,
    );
    // Or it would have shown nothing.
    expect(found).toBeGreaterThan(runs(10));
  });
});
