import { anEvaluation, aKey, aReportRow } from '../../../support/builders';
import { bodyOf, sectionsOf, subjectOf, tooWide } from './run-reports';
import { sweepOf } from './untrusted-text';

// More of it is in test/hostile.

describe('whatever strangers call things, the digest keeps its form', () => {
  it.each([
    ['256 characters of four bytes each', '🔑'.repeat(256)],
    ['many words', 'many words '.repeat(23).trim()],
    ['line breaks that begin a section', 'a\n\nDISABLED (3)\n  bob, password\n'],
  ])('%s', (_, text) => {
    const sweep = sweepOf(text);
    const body = bodyOf(sweep);
    expect(tooWide(body)).toStrictEqual([]);
    expect(body).not.toMatch(/[^\P{C}\n]|[\p{Zl}\p{Zp}]/u);
    // No name makes a section, or hides one.
    expect([...sectionsOf(body).keys()]).toStrictEqual([...sectionsOf(bodyOf(sweepOf('alice'))).keys()]);
    expect(subjectOf(sweep)).toMatch(/^[\x20-\x7e]{1,99}$/);
  });

  it('a cell of the report that is far too long is cut', () => {
    const body = bodyOf({
      evaluation: anEvaluation([aReportRow(aKey(1, { lastUsed: 'x'.repeat(100_000) }))]),
    });
    expect(body.length).toBeLessThan(3_000);
  });
});
