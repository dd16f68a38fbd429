import { JsonError, parseStrictJson } from '../../../lambda/domain/json';

function refusal(text: string): string {
  try {
    parseStrictJson(text);
  } catch (error) {
    if (error instanceof JsonError) return error.message;
    throw error;
  }
  return 'accepted';
}

it.each([
  ['scalars', '[null, true, 1, 1.5e3, "a"]'],
  ['the same key in two objects', '[{"a": 1}, {"a": 1}]'],
  ['the same key at two depths', '{"a": {"a": {"a": 1}}, "b": [{"a": 1}]}'],
  ['a key that is also a value', '{"a": "b", "b": "a", "c": ["a", "b"]}'],
  ['braces, commas, colons and quotes in strings', '{"a": "{\\"a\\": 1, \\"a\\": 2}", "b": "],:\\\\"}'],
  ['keys that members of every object have', '{"constructor": 1, "toString": 2, "hasOwnProperty": 3}'],
  ['`__proto__` as a value', '{"a": "__proto__"}'],
  ['empty objects and lists', '{"a": {}, "b": [], "": {}}'],
  ['16 levels', `${'['.repeat(16)}${']'.repeat(16)}`],
])('reads what JSON.parse reads: %s', (_, text) => {
  expect(parseStrictJson(text)).toEqual(JSON.parse(text));
});

describe('a key that is given twice is refused, with its place', () => {
  it.each([
    ['at the top', '{"a": 1, "b": 2, "a": 1}', 'a: '],
    ['in an object', '{"limits": {"max": 1, "max": 2}}', 'limits.max: '],
    ['after an object', '{"a": {"b": {}}, "a": {}}', 'a: '],
    ['after a list', '{"a": [1, [2], {}], "a": {}}', 'a: '],
    [
      'in the third of a list',
      '{"exemptions": [{"a": 1}, [1, 2], {"until": 1, "until": 2}]}',
      'exemptions[2].until: ',
    ],
    ['in a list of lists', '[[1, [{"a": 1, "a": 2}]]]', '[0][1][0].a: '],
    ['behind another spelling', '{"a": 1, "\\u0061": 2}', 'a: '],
    ['with quotes in it', '{"a\\"": 1, "a\\"": 2}', '["a\\""]: '],
    ['though both say the same', '{"a": 1, "a": 1}', 'a: '],
    ['though it is empty', '{"": 1, "": 2}', '[""]: '],
  ])('%s', (_, text, place) => {
    expect(refusal(text)).toBe(`${place}the key is given twice; keep one`);
  });
});

describe('`__proto__` as a key is refused, with its place', () => {
  it.each([
    ['at the top', '{"__proto__": {}}', '__proto__: no such key'],
    ['in an object', '{"match": {"tags": {"__proto__": "x"}}}', 'match.tags.__proto__: no such key'],
    ['in a list', '{"exemptions": [{}, {"__proto__": []}]}', 'exemptions[1].__proto__: no such key'],
    ['behind another spelling', '{"\\u005f_proto__": {}}', '__proto__: no such key'],
  ])('%s', (_, text, message) => {
    expect(refusal(text)).toBe(message);
  });
});

describe('what is not JSON is refused', () => {
  it.each([
    ['nothing', ''],
    ['blanks', ' \n'],
    ['a comment', '{\n  // why\n  "a": 1\n}'],
    ['a block comment', '{"a": /* why */ 1}'],
    ['a trailing comma in an object', '{"a": 1,}'],
    ['a trailing comma in a list', '[1,]'],
    ['single quotes', "{'a': 1}"],
    ['a key without quotes', '{a: 1}'],
    ['two values', '{} {}'],
    ['an end too early', '{"a": 1'],
    ['NaN', '{"a": NaN}'],
    ['a leading zero', '{"a": 07}'],
    ['a line break in a string', '{"a": "b\nc"}'],
  ])('%s', (_, text) => {
    expect(refusal(text)).toMatch(/^is not valid JSON at line /);
  });

  it.each([
    ['a comment', '{\n  "a": 1,\n  // why\n  "b": 2\n}', /line 3\b/],
    ['a trailing comma', '{\n  "a": 1,\n}', /line 2 column 9/],
    ['a missing comma', '{\n  "a": 1\n  "b": 2\n}', /line 2 column 9/],
    ['a misspelt word', '{\n  "a": 1,\n  "b": nope,\n  "a quite long key that follows": 1\n}', /line 3\b/],
    ['an end too early', '{\n  "a": 1', /line 2\b/],
  ])('and the error says in which line: %s', (_, text, place) => {
    expect(refusal(text)).toMatch(place);
  });

  it('on one line', () => {
    expect(refusal('{\n"a": 1,\r\n"b": nope,\n"c": 2}')).not.toMatch(/[\n\r]/);
  });
});

it('a byte order mark is refused by name, since nobody sees it', () => {
  expect(refusal('\uFEFF{}')).toMatch(/byte order mark/);
});

it.each([
  ['lists', `${'['.repeat(17)}${']'.repeat(17)}`],
  ['objects', `${'{"a":'.repeat(17)}1${'}'.repeat(17)}`],
  ['as many lists as 8 KB hold', `${'['.repeat(4096)}${']'.repeat(4096)}`],
])('more than 16 levels are refused: %s', (_, text) => {
  expect(refusal(text)).toMatch(/16 levels/);
});

it('a string may be as long as a file', () => {
  const text = `${'x'.repeat(6_000_000)}"\\`.repeat(2);
  expect(parseStrictJson(JSON.stringify([text]))).toEqual([text]);
});
