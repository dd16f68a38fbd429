import { printable, printableJson, printableLine } from '../../../lambda/domain/text';

describe('what strangers wrote, made visible', () => {
  it.each([
    ['plain text stays as it is', 'zoë, 語, a.b@c', 'zoë, 語, a.b@c'],
    ['an escape sequence', 'a\u001B[2Jb', 'a\\u001b[2Jb'],
    ['a line break', 'a\nb', 'a\\u000ab'],
    ['a C1 control', 'a\u009Bb', 'a\\u009bb'],
    ['a mark that turns the direction of writing', 'a\u202Eb', 'a\\u202eb'],
    ['a line separator', 'a\u2028b', 'a\\u2028b'],
    ['a character of two units', 'a\u{E0001}b', 'a\\udb40\\udc01b'],
  ])('%s', (_, text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  it('in JSON it is still the same value', () => {
    const value = { name: 'a\u202E\u009B\u{E0001}b', list: ['x\n'] };
    const json = printableJson(JSON.stringify(value, null, 2));
    expect(JSON.parse(json)).toStrictEqual(value);
    expect(json).not.toMatch(/[^\P{C}\n]/u);
  });
});

describe('one short line of what somebody else wrote', () => {
  it.each([
    ['white space is a blank', ' a\r\n\t b ', 'a b'],
    ['what nobody sees is shown', 'a\u202Eb', 'a\\u202eb'],
    ['of 1,000 characters', 'x'.repeat(1_000), 'x'.repeat(1_000)],
    ['of one more', 'x'.repeat(1_001), `${'x'.repeat(1_000)}...`],
    ['counted by characters', '🙂'.repeat(1_001), `${'🙂'.repeat(1_000)}...`],
  ])('%s', (_, text, expected) => {
    expect(printableLine(text)).toBe(expected);
  });
});
