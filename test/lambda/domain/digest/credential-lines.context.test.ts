import { keyContextLines } from '../../../../lambda/domain/digest/credential-lines';
import type { CredentialContext } from '../../../../lambda/domain/evaluation/credential-context';
import { NOW } from '../../../support/builders';

describe('what helps to find out what a key is for', () => {
  it.each<[string, CredentialContext['otherKey'], string[]]>([
    ['no other key', undefined, []],
    [
      'another that is older than the record of its uses',
      { verdict: 'stale', lastUsed: 'notRecorded' },
      ["    no use of the user's other key is recorded"],
    ],
    [
      'another that is in use',
      { verdict: 'inUse', lastUsed: NOW },
      ["    the user's other key is in use, last 2026-11-20"],
    ],
    [
      'another that is not',
      { verdict: 'stale', lastUsed: NOW },
      ["    the user's other key is unused, too, since 2026-11-20"],
    ],
    [
      'another that never was',
      { verdict: 'due', lastUsed: 'never' },
      ["    the user's other key has never been used"],
    ],
    ['another of which nothing is known', { verdict: 'unclear', lastUsed: 'never' }, []],
  ])('%s', (_, otherKey, lines) => {
    expect(keyContextLines(otherKey ? { otherKey } : {})).toEqual(lines);
  });

  const keyDescriptions = [
    { keyId: 'AKIAIOSFODNN7EXAMPLE', text: 'nightly "export"' },
    { keyId: 'AKIAI44QH8DHBEXAMPLE', text: 'x'.repeat(101) },
  ];

  it('is what people wrote about the keys, in no more than 100 characters and one pair of quotes', () => {
    const text = keyContextLines({ keyDescriptions }, { indent: 0 }).join('').replaceAll(/ +/g, ' ');
    expect(text).toContain(`key AKIA...MPLE is described as "nightly 'export'"`);
    expect(text).toContain(`${'x'.repeat(10)}..."`);
    expect(text.match(/x/g)).toHaveLength(97 + 1);
  });

  it('is what they wrote about this key, where its id is known', () => {
    const lines = keyContextLines({ keyDescriptions }, { keyId: 'AKIAIOSFODNN7EXAMPLE' });
    expect(lines).toEqual([`    key AKIA...MPLE is described as "nightly 'export'"`]);
  });
});
