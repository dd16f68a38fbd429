import { literalKeys, withErrorsOf } from '../../../lib/bundle/lighter';

describe('literalKeys', () => {
  const names = 'const _xN = "xml-name";\nconst _b = "b\\"c";\n';

  it.each([
    ['a key that is a constant text of the file', 'var a = { [_xN]: 1 };', 'var a = { "xml-name": 1 };'],
    [
      'two of one object',
      'var a = { [_xN]: { [_xN]: _xN } };',
      'var a = { "xml-name": { "xml-name": _xN } };',
    ],
    ['a name that the file does not declare', 'var a = { [_other]: 1 };', 'var a = { [_other]: 1 };'],
    ['a text with an escape, which is left alone', 'var a = { [_b]: 1 };', 'var a = { [_b]: 1 };'],
    ['an index, which is not a key', 'var a = b[_xN];', 'var a = b[_xN];'],
  ])('%s', (_, text, expected) => {
    expect(literalKeys(`${names}${text}`)).toBe(`${names}${expected}`);
  });
});

it('withErrorsOf leaves the other errors unregistered', () => {
  const lines = [
    'n0_registry.registerError(InvalidKeyId$, InvalidKeyId);',
    'n0_registry.registerError(TooManyUpdates$, TooManyUpdates);',
  ];
  const base = '_s_registry.registerError(SSMServiceException$, SSMServiceException);';
  const text = [base, ...lines].join('\n');
  expect(withErrorsOf(new Set(['InvalidKeyId']), text)).toBe(`${base}\n${lines[0]}\n`);
});
