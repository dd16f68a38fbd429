import {
  breakGlassLines,
  contextLines,
  looksLikeBreakGlass,
} from '../../../../lambda/domain/digest/credential-lines';
import type { CredentialContext } from '../../../../lambda/domain/evaluation/credential-context';
import { NOW, aUser } from '../../../support/builders';

const credential = (path = '/', name = 'erin') =>
  ({ kind: 'password', user: aUser({ name, path }) }) as const;
const keyContextLines = (context: CredentialContext, options?: Parameters<typeof contextLines>[1]) =>
  contextLines({ credential: credential(), ...context }, options);

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
    [
      'one of several that is in use',
      { verdict: 'inUse', lastUsed: NOW, isOneOfSeveral: true },
      ['    another key of the user is in use, last 2026-11-20'],
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
    expect(lines).toEqual([`    this key's description: "nightly 'export'"`]);
  });
});

describe('whom to ask', () => {
  it('path and owner, cleaned', () => {
    const owner = { tag: 'owner', value: 'ops@example.com\u202e\nDISABLED (1)' };
    expect(contextLines({ credential: credential('/contractors/'), owner })).toEqual([
      '    path: /contractors/',
      '    owner: ops@example.com DISABLED (1)',
    ]);
  });

  it('nothing for the path / and no tag', () => {
    expect(contextLines({ credential: credential() })).toEqual([]);
  });
});

describe('what looks like a break-glass user', () => {
  it.each([
    'break-glass-1',
    'breakglass',
    'BreakGlass2',
    'aws_break_glass',
    'svc.breakglass.admin',
    'break-the-glass',
    'emergency',
    'Emergency-Access',
    'EmergencyAdmin2',
    'aws-emergency-user',
    'firefighter',
    'fire-fighter-01',
  ])('%s', (name) => {
    expect(looksLikeBreakGlass(name)).toBe(true);
    expect(breakGlassLines(credential('/', name))).toEqual([
      '    (looks like a break-glass user: exempt it?)',
    ]);
  });

  it.each([
    'erin',
    'admin',
    'glass-break-sensor',
    'breaking-glass',
    'unbreakglass',
    'breakglasses',
    'emergency-alerts',
    'emergency.jones',
    'svc-emergency',
    'non-emergency',
    'emergencyroom',
    'firefighter-roster',
    'emergency-emergency',
  ])('but not %s', (name) => {
    expect(breakGlassLines(credential('/', name))).toEqual([]);
  });
});
