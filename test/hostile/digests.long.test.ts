import { MAX_BYTES } from '../../lambda/domain/digest/layout';
import {
  bodyOf,
  OUTCOMES,
  resultOf,
  sectionsOf,
  subjectOf,
  tooWide,
} from '../lambda/domain/digest/run-reports';
import { sweepOf } from '../lambda/domain/digest/untrusted-text';
import { aKey, anEvaluation, aPassword, aReportRow, daysAgo } from '../support/builders';

// What strangers write, in the digest: the domain alone, without a run.

describe('whatever strangers call things, the digest keeps its form', () => {
  it.each([
    ['64 characters', 'n'.repeat(64)],
    ['256 characters of four bytes each', '🔑'.repeat(256)],
    ['many words', 'many words '.repeat(23).trim()],
    ['line breaks that begin a section', 'a\n\nDISABLED (3)\n  bob, password\n'],
    ['256 characters', 'n'.repeat(256)],
    ['64 characters beyond ASCII', 'ø'.repeat(64)],
    ['the line break of old Macs', 'a\rHALTED (policy): call 555'],
    ['line and paragraph separators', 'a\u2028DISABLED (3)\u2029'],
    ['terminal escapes', 'a\u001B[2J\u001B]0;title\u0007\u009B31m'],
    ['null and delete', 'a\u0000\u007F'],
    ['marks that turn the direction of writing', '\u202Egnp.exe\u2066\u200F'],
    ['characters without width', 'a\u200B\u200C\u200D\u2060\uFEFFb'],
    ['a spreadsheet formula', '=HYPERLINK("http://example.com","x")'],
    ['signs that begin a formula', '+1-1@sum'],
    ['an HTML page', '<script>alert(1)</script>'],
    ['a shell command', '$(rm -rf ~);`id`'],
  ])('%s', (_, text) => {
    const sweep = sweepOf(text);
    const body = bodyOf(sweep);
    expect(tooWide(body)).toStrictEqual([]);
    expect(body).not.toMatch(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/u);
    // No name makes a section, or hides one.
    expect([...sectionsOf(body).keys()]).toStrictEqual([...sectionsOf(bodyOf(sweepOf('alice'))).keys()]);
    expect(subjectOf(sweep)).toMatch(/^[\x20-\x7e]{1,99}$/);
  });
});

it('a cell of the report that is far too long is cut', () => {
  const row = aReportRow(aKey(1, { lastUsed: 'x'.repeat(100_000) }));
  expect(bodyOf({ evaluation: anEvaluation([row]) }).length).toBeLessThan(3_000);
});

it('a digest too long for SNS is cut to 262,144 bytes of UTF-8, says so, and keeps what was done', () => {
  const rows = Array.from({ length: 2_000 }, (_, index) =>
    aReportRow({ user: `${'語'.repeat(40)}${index}`, ...aPassword({ lastUsed: daysAgo(60) }) }),
  );
  const results = [resultOf(OUTCOMES.disabled, { user: 'erin', kind: 'accessKey' })];
  const body = bodyOf({ evaluation: anEvaluation(rows), results });
  const shown = [...body.matchAll(/語\d+, password$/gm)].length;
  expect(Buffer.byteLength(body, 'utf8')).toBeLessThanOrEqual(MAX_BYTES);
  expect(shown).toBeGreaterThan(1_000);
  expect(body).toContain('ON NOTICE (2000)');
  expect(body).toContain(`... and ${2_000 - shown} more, which this mail has no room for`);
  expect(body).toMatch(/^iam-lapse: IAM credentials/);
  expect(body).toContain('aws iam update-access-key --user-name erin');
  expect(body).toContain('WHAT THIS RESTS ON');
});
