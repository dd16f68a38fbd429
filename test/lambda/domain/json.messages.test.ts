import { JsonError, parseStrictJson } from '../../../lambda/domain/json';

describe('JSON: what was found, and where', () => {
  it.each([
    ['', 'at line 1 column 1: it ends too early'],
    ['{"a": 1', 'at line 1 column 8: it ends too early'],
    ['{"a": 1\n', 'at line 2 column 1: it ends too early'],
    ['{"a" 1}', 'at line 1 column 6: a colon is missing'],
    ['{"a"= 1}', 'at line 1 column 5: unexpected "="'],
    ['{"a"', 'at line 1 column 5: it ends too early'],
    ['{"a": 1,}', 'at line 1 column 8: a comma before }; remove it'],
    ['{"a": 1 ,\n\n}', 'at line 1 column 9: a comma before }; remove it'],
    ['[1,\n2,\n]', 'at line 2 column 2: a comma before ]; remove it'],
    ['[,]', 'at line 1 column 2: unexpected ","'],
    ['[1,,2]', 'at line 1 column 4: unexpected ","'],
    ['{"a": 1\n "b": 2}', 'at line 1 column 8: a comma is missing'],
    ['{"a": [1 2]}', 'at line 1 column 9: a comma is missing'],
    ['[{}\n  {}]', 'at line 1 column 4: a comma is missing'],
    ['["a" true]', 'at line 1 column 5: a comma is missing'],
    ['{"a": 1]', 'at line 1 column 8: unexpected "]"'],
    ["{'a': 1}", 'at line 1 column 2: a single quote; JSON has double quotes (")'],
    ['{"a": \'b\'}', 'at line 1 column 7: a single quote; JSON has double quotes (")'],
    ['{\u201Ca\u201D: 1}', 'at line 1 column 2: the quote "\u201C"; JSON has straight double quotes (")'],
    ['{a: 1}', 'at line 1 column 2: the key a must be in double quotes'],
    ['{"a": 1,\n notice-days: 2}', 'at line 2 column 2: the key notice-days must be in double quotes'],
    ['{"a": 1, // b\n "c": 2}', 'at line 1 column 10: a comment; JSON has none, so remove it'],
    ['{"a": 1 /* b */}', 'at line 1 column 9: a comment; JSON has none, so remove it'],
    ['# a\n{}', 'at line 1 column 1: a comment; JSON has none, so remove it'],
    ['{"a": nope}', 'at line 1 column 7: nope is not a JSON value; a text must be in double quotes'],
    ['{"a": True}', 'at line 1 column 7: True is not a JSON value; write true'],
    ['{"a": 1} x', 'at line 1 column 10: unexpected "x"'],
    ['[1,\n\n  07]', 'at line 3 column 3: 07 is not a number of JSON'],
    ['[0x2d]', 'at line 1 column 2: 0x2d is not a number of JSON'],
    ['[45days]', 'at line 1 column 2: 45days is not a number of JSON'],
    ['["a]', 'at line 1 column 2: a text without its closing quote'],
    ['{"a": "b,\n"c": 1}', 'at line 1 column 7: a text without its closing quote'],
    ['["a\tb"]', 'at line 1 column 2: a text with U+0009 in it'],
    ['\uFFFD\uFFFD{\0', 'at line 1 column 1: a byte that is not UTF-8; save it as UTF-8'],
    ['[\u00A01]', 'at line 1 column 2: unexpected U+00A0'],
    ['[\u200B1]', 'at line 1 column 2: unexpected U+200B'],
    ['[\u202E1]', 'at line 1 column 2: unexpected U+202E'],
    ['[\t\f1]', 'at line 1 column 3: unexpected U+000C'],
    ['[\u{1F600}]', 'at line 1 column 2: unexpected "\u{1F600}"'],
    [
      '["\\x"]',
      'at line 1 column 2: a text with a backslash that JSON does not know; write \\\\ for a backslash',
    ],
  ])('%j: %s', (text, found) => {
    expect(() => parseStrictJson(text)).toThrow(
      expect.objectContaining({ name: 'JsonError', message: `is not valid JSON ${found}` }),
    );
  });

  it('keeps what JSON.parse had against it', () => {
    expect(() => parseStrictJson('[07]')).toThrow(
      expect.objectContaining({ name: 'JsonError', cause: expect.any(SyntaxError) }),
    );
  });

  it.each([
    ['[\n1 ,\t2\r\n]', [1, 2]],
    ['  [ ]  ', []],
    ['{ "a" : { } }\n', { a: {} }],
  ])('white space is nothing: %j', (text, value) => {
    expect(parseStrictJson(text)).toEqual(value);
  });

  it.each([
    ['{"a.b": 1, "a.b": 2}', '["a.b"]'],
    ['{"x": {"a b": 1, "a b": 2}}', 'x["a b"]'],
    ['{"x": {".a": 1, ".a": 2}}', 'x[".a"]'],
    ['{"x": {"a.": 1, "a.": 2}}', 'x["a."]'],
    ['{"$x-y": [{"a": 1, "a": 2}]}', '$x-y[0].a'],
  ])('a key that is no word stands in quotes: %s', (text, place) => {
    expect(() => parseStrictJson(text)).toThrow(new JsonError(`${place}: the key is given twice; keep one`));
  });
});
