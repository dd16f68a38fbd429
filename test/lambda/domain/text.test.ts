import { asSentence, clean, COLUMNS, count, nearest, wrap } from '../../../lambda/domain/text';
import { tooWide } from './digest/run-reports';
import { fc } from '../../support/runs';

/** Everything that is no character of its own: controls, marks of direction, halves of pairs, the unassigned. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]/u;
/** Any code point, halves of pairs too; fast-check's own unit takes half a second to set up. */
const unit = fc.integer({ min: 0, max: 0x10_ff_ff }).map((code) => String.fromCodePoint(code));

describe('clean: what strangers wrote becomes harmless in a line of plain text', () => {
  it.each([
    ['plain text stays as it is', 'tested once a year', 'tested once a year'],
    ['letters of every script stay', 'Zoë, Ærø, 田中, ω', 'Zoë, Ærø, 田中, ω'],
    ['characters beyond the first plane stay whole', 'key 🔑', 'key 🔑'],
    ['line breaks become spaces', 'one\r\ntwo\nthree', 'one two three'],
    ['so do tabs and the separators of Unicode', 'one\ttwo\u2028three\u2029four', 'one two three four'],
    ['several spaces become one', 'one   two', 'one two'],
    ['spaces at either end go', '  one ', 'one'],
    ['an escape sequence loses its escape', 'a\u001B[31mb', 'a [31mb'],
    ['so does the one-character form of it', 'a\u009B31mb', 'a 31mb'],
    ['a bell and a null go', 'a\u0007\u0000b', 'a b'],
    ['marks that turn the direction of writing go', 'a\u202Egnp.exe\u2066', 'agnp.exe'],
    ['what has no width goes', 'al\u200Bi\u00ADce\uFEFF', 'alice'],
    ['half of a pair goes', 'a\uD800b', 'ab'],
    ['private and unassigned characters go', 'a\uE000\u0378b', 'ab'],
    ['a spreadsheet formula is only text here', '=HYPERLINK("x")', '=HYPERLINK("x")'],
  ])('%s', (_, given, expected) => {
    expect(clean(given)).toBe(expected);
  });

  it.each([
    ['as long as allowed', 10, 'a'.repeat(10), 'a'.repeat(10)],
    ['one character longer', 10, 'a'.repeat(11), 'aaaaaaa...'],
    ['by characters, not by halves of them', 5, '🔑🔑🔑🔑🔑🔑', '🔑🔑...'],
  ])('what is too long is cut and says so: %s', (_, longest, given, expected) => {
    expect(clean(given, longest)).toBe(expected);
  });

  it('whatever it is given, it is one line without an invisible character and no longer than allowed', () => {
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 200 }), fc.integer({ min: 4, max: 80 }), (text, longest) => {
        const cleaned = clean(text, longest);
        expect(cleaned).not.toMatch(INVISIBLE);
        expect(Array.from(cleaned).length).toBeLessThanOrEqual(longest);
      }),
    );
  });
});

describe('wrap: no line is wider than 72 columns', () => {
  const x = (columns: number) => 'x'.repeat(columns);

  it.each<[string, [string, number?, number?], string[]]>([
    ['nothing is one empty line', [''], ['']],
    ['a short text is one line', ['one two'], ['one two']],
    ['the first line is indented', ['one', 2], ['  one']],
    ['72 columns fit', [`${x(35)} ${x(36)}`], [`${x(35)} ${x(36)}`]],
    ['73 do not', [`${x(36)} ${x(36)}`], [x(36), x(36)]],
    ['the indentation counts', [`${x(35)} ${x(35)}`, 2], [`  ${x(35)}`, `  ${x(35)}`]],
    ['the other lines hang', [`${x(40)} ${x(40)}`, 2, 4], [`  ${x(40)}`, `    ${x(40)}`]],
    ['several spaces are one', ['one   two'], ['one two']],
    ['a word as wide as a line stays whole', [`a ${x(72)} b`], ['a', x(72), 'b']],
    ['a wider word is broken', [x(73)], [x(72), 'x']],
    ['and begins on a line of its own', [`a ${x(73)} b`], ['a', x(72), 'x b']],
    ['with the indentation of each line', [x(72), 2, 4], [`  ${x(70)}`, '    xx']],
    ['characters are counted, not their halves', ['🔑'.repeat(73)], ['🔑'.repeat(72), '🔑']],
  ])('%s', (_, given, expected) => {
    expect(wrap(...given)).toStrictEqual(expected);
  });

  const anyText = fc.string({ unit, maxLength: 400 }).map((text) => clean(text, 1000));
  const indents = [fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 8 })] as const;

  it('whatever the text: no line is wider, and nothing but spaces is lost', () => {
    fc.assert(
      fc.property(anyText, ...indents, (text, indent, hanging) => {
        const lines = wrap(text, indent, hanging);
        expect(tooWide(lines.join('\n'))).toStrictEqual([]);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
    );
  });

  it('words that fit stay whole, in their order', () => {
    const word = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: COLUMNS - 8 });
    const words = fc.array(word.map((text) => text.replaceAll(' ', '_')));
    fc.assert(
      fc.property(words, ...indents, (given, indent, hanging) => {
        const text = wrap(given.join(' '), indent, hanging).join('\n');
        expect(text.split(/\s+/).filter((each) => each !== '')).toStrictEqual(given);
      }),
    );
  });
});

describe('count', () => {
  it.each([
    [0, '0 users'],
    [1, '1 user'],
    [2, '2 users'],
  ])('%i', (number, expected) => {
    expect(count(number, 'user')).toBe(expected);
  });
});

describe('nearest', () => {
  const KNOWN = ['email', 'schedule', 'heartbeatHours', 'reportOnly', 'kms'];
  it.each([
    ['emial', 'email'],
    ['mail', 'email'],
    ['e-mail', 'email'],
    ['EMAIL', 'email'],
    ['emails', 'email'],
    ['shcedule', 'schedule'],
    ['schedul', 'schedule'],
    ['report_only', 'reportOnly'],
    ['heartBeatHour', 'heartbeatHours'],
    ['km', 'kms'],
    // Two of eight letters are wrong, and a third letter would still do for ten.
    ['schxxule', 'schedule'],
    ['rxxxrtOnly', 'reportOnly'],
  ])('%s is like %s', (word, meant) => {
    expect(nearest(word, KNOWN)).toBe(meant);
  });

  it.each(['team', 'mode', 'schxxxle', 'rxxxxtOnly', 'k', '', 'x'.repeat(100_000)])(
    '%s is like none',
    (word) => {
      expect(nearest(word, KNOWN)).toBeUndefined();
    },
  );

  it('of several, the most alike; of equals, the first', () => {
    expect(nearest('limit', ['limits', 'limit'])).toBe('limit');
    expect(nearest('abcx', ['abca', 'abcb'])).toBe('abca');
    expect(nearest('email', [])).toBeUndefined();
  });
});

it.each([
  ['IAM did not answer', 'IAM did not answer.'],
  ['Is the bucket versioned?', 'Is the bucket versioned?'],
  ['Rate exceeded.', 'Rate exceeded.'],
  ['', '.'],
])('%p as a sentence', (text, expected) => {
  expect(asSentence(text)).toBe(expected);
});
