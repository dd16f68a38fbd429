import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROTOCOLS } from '../../../../lambda/domain/audience';
import { PolicyError, parsePolicy, thresholdsOf } from '../../../../lambda/domain/policy/parse';
import { anExemption, anOverride, aPolicy, NOW, policyText } from '../../../support/builders';

const exempting = (match: unknown) => ({ exemptions: [{ ...anExemption(), match }] });
const until = (date: unknown) => ({ exemptions: [{ ...anExemption(), until: date }] });
const password = (maxUnusedDays: unknown) => ({ password: { maxUnusedDays } });
const limits = (replaced: Record<string, unknown>) => ({ limits: { ...aPolicy().limits, ...replaced } });

/** Where the policy is refused, and in which words. */
function refusal(text: string): string {
  try {
    parsePolicy(text, NOW);
  } catch (error) {
    if (error instanceof PolicyError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('a policy that is right is taken as it stands', () => {
  it.each<[string, Record<string, unknown>]>([
    ['as shipped', {}],
    ['the shortest limit', password(30)],
    ['the longest limit', password(365)],
    ['no notice', { noticeDays: 0 }],
    ['the longest notice', { noticeDays: 30 }],
    ['limits of zero', limits({ maxDisabledPerDay: 0, maxDisabledPercent: 0 })],
    ['a share that is no whole number', limits({ maxDisabledPercent: 2.5 })],
    ['an exemption that ends 400 days ahead', until('2027-12-25')],
    ['an exemption that has ended', until('2020-01-01')],
    ['an exemption that ends on a leap day', until('2024-02-29')],
    ['an exemption without end', { exemptions: [anExemption()] }],
    ['an override of both sections', { overrides: [anOverride({ password: { maxUnusedDays: 90 } })] }],
    ['a glob that names one character', exempting({ users: ['*a*'] })],
    ['a tag of any value', exempting({ tags: { owner: '*' } })],
    ['tags named like members of every object', exempting({ tags: { constructor: 'a', toString: 'b' } })],
    ['no check named', { checks: {} }],
    ['every protocol', { hearers: [...PROTOCOLS] }],
    ['a queue alone', { hearers: ['sqs'] }],
    ['with the event history', { evidence: true }],
    ['without it', { evidence: false }],
    [
      'checks on, off and with thresholds',
      {
        checks: {
          rootMfa: true,
          sshKeys: false,
          keyRotation: { maxAgeDays: 180 },
          rootUsed: { withinDays: 7 },
          passwordPolicy: { minimumLength: 16, reusePrevention: 0, maxAgeDays: 365 },
        },
      },
    ],
    [
      'an exemption and an override of one name',
      { exemptions: [anExemption({ name: 'a' })], overrides: [anOverride({ name: 'a' })] },
    ],
  ])('%s', (_, replaced) => {
    const text = policyText(replaced);
    expect(parsePolicy(text, NOW)).toEqual(JSON.parse(text));
  });

  const FOLDER = join(__dirname, '../../../../examples');
  it.each(readdirSync(FOLDER).filter((name) => name.startsWith('policy-')))(
    'the example that the repository ships: %s',
    (name) => {
      const text = readFileSync(join(FOLDER, name), 'utf8');
      expect(parsePolicy(text, NOW)).toEqual(JSON.parse(text));
    },
  );
});

describe('an error names its place', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['a check that there is not', { checks: { rootMFA: true } }, 'checks: unknown key "rootMFA"'],
    ['a check that is a word', { checks: { rootMfa: 'on' } }, 'checks.rootMfa: must be true or false'],
    [
      'a threshold for a check that has none',
      { checks: { rootMfa: { maxAgeDays: 1 } } },
      'checks.rootMfa: must be true or false',
    ],
    [
      'a threshold that is misspelt',
      { checks: { keyRotation: { maxDays: 90 } } },
      'checks.keyRotation: must be true, false or {"maxAgeDays": 90}',
    ],
    [
      'a threshold that is a word',
      { checks: { rootUsed: { withinDays: '30' } } },
      'checks.rootUsed: must be true, false or {"withinDays": 30}',
    ],
    [
      'half a password policy',
      { checks: { passwordPolicy: { minimumLength: 14 } } },
      'checks.passwordPolicy: must be true, false or {"minimumLength": 14, "reusePrevention": 24}',
    ],
    ['a misspelt key', { noticeDay: 7 }, 'unknown key "noticeDay"'],
    [
      'a misspelt key in a section',
      { password: { maxUnusedDays: 45, maxDays: 1 } },
      'password: unknown key "maxDays"',
    ],
    ['a misspelt key in a match', exempting({ user: ['a'] }), 'exemptions[0].match: unknown key "user"'],
    ['two misspelt keys', { a: 1, b: 1 }, 'unknown key "a", "b"'],
    ['`constructor` as a key', { constructor: {} }, 'unknown key "constructor"'],
    ['`toString` as a key', { toString: 1 }, 'unknown key "toString"'],
    [
      '`hasOwnProperty` in a match',
      exempting({ users: ['a'], hasOwnProperty: 1 }),
      'exemptions[0].match: unknown key',
    ],
    ['a missing key', { judge: undefined }, 'judge: '],
    ['a missing section', { password: undefined }, 'password: '],
    ['no exemptions, which must be said', { exemptions: undefined }, 'exemptions: '],
    ['null', { overrides: null }, 'overrides: '],

    ['another version', { version: 2 }, 'version: '],
    ['a version as a string', { version: '1' }, 'version: '],
    ['an unknown benchmark', { benchmark: 'cis-9.0' }, 'benchmark: '],
    ['a benchmark that every object has', { benchmark: 'toString' }, 'benchmark: '],
    ['a word in another case', { judge: 'User' }, 'judge: '],

    ['a limit below 30', password(29), 'password.maxUnusedDays: '],
    ['a limit above 365', password(366), 'password.maxUnusedDays: '],
    ['a limit that is no whole number', password(45.5), 'password.maxUnusedDays: '],
    ['a limit as a string', password('45'), 'password.maxUnusedDays: '],
    ['a limit as a boolean', password(true), 'password.maxUnusedDays: '],
    ['a limit of null', password(null), 'password.maxUnusedDays: '],
    [
      'a limit in an override',
      { overrides: [anOverride({ accessKey: { maxUnusedDays: 29 } })] },
      'overrides[0].accessKey.maxUnusedDays: ',
    ],

    ['a negative notice', { noticeDays: -1 }, 'noticeDays: '],
    ['a notice above 30', { noticeDays: 31 }, 'noticeDays: '],
    ['a notice as a string', { noticeDays: '7' }, 'noticeDays: '],
    [
      'a notice as long as a limit',
      { noticeDays: 30, ...password(30) },
      'noticeDays: 30 must be less than password.maxUnusedDays (30)',
    ],
    [
      "a notice as long as an override's limit",
      { noticeDays: 30, overrides: [anOverride({ accessKey: { maxUnusedDays: 30 } })] },
      'noticeDays: 30 must be less than overrides[0].accessKey.maxUnusedDays (30)',
    ],

    ['a negative count', limits({ maxDisabledPerDay: -1 }), 'limits.maxDisabledPerDay: '],
    ['a count that is no whole number', limits({ maxDisabledPerDay: 1.5 }), 'limits.maxDisabledPerDay: '],
    ['a negative share', limits({ maxDisabledPercent: -1 }), 'limits.maxDisabledPercent: '],
    ['a share above 100', limits({ maxDisabledPercent: 101 }), 'limits.maxDisabledPercent: '],
    ['an unknown word', limits({ onExceed: 'oldest first' }), 'limits.onExceed: '],

    ['a match of everybody by nothing', exempting({}), 'exemptions[0].match: '],
    ['a match of everybody by *', exempting({ users: ['*'] }), 'exemptions[0].match.users[0]: '],
    ['a match of everybody by **', exempting({ users: ['**'] }), 'exemptions[0].match.users[0]: '],
    ['a match of everybody by ?*', exempting({ users: ['?*'] }), 'exemptions[0].match.users[0]: '],
    [
      'a match of everybody beside a name',
      exempting({ users: ['a', '*'] }),
      'exemptions[0].match.users[1]: ',
    ],
    ['a match of everybody by /', exempting({ paths: ['/'] }), 'exemptions[0].match.paths[0]: '],
    ['a path that does not begin with /', exempting({ paths: ['team/'] }), 'exemptions[0].match.paths[0]: '],
    [
      'a match of everybody in an override',
      { overrides: [{ ...anOverride(), match: { users: ['*'] } }] },
      'overrides[0].match.users[0]: ',
    ],
    ['an empty name', exempting({ users: [''] }), 'exemptions[0].match.users[0]: '],
    ['an empty path', exempting({ paths: [''] }), 'exemptions[0].match.paths[0]: '],
    ['an empty group', exempting({ groups: [''] }), 'exemptions[0].match.groups[0]: '],
    ['an empty tag key', exempting({ tags: { '': 'a' } }), 'exemptions[0].match.tags'],
    ['an empty tag value', exempting({ tags: { owner: '' } }), 'exemptions[0].match.tags.owner: '],
    ['no users', exempting({ users: [] }), 'exemptions[0].match.users: '],
    ['no paths', exempting({ paths: [] }), 'exemptions[0].match.paths: '],
    ['no groups', exempting({ groups: [] }), 'exemptions[0].match.groups: '],
    ['no tags', exempting({ tags: {} }), 'exemptions[0].match.tags: '],
    ['users that are no list', exempting({ users: 'alice' }), 'exemptions[0].match.users: '],
    ['tags that are a list', exempting({ tags: ['owner'] }), 'exemptions[0].match.tags: '],
    ['a tag value that is a number', exempting({ tags: { owner: 1 } }), 'exemptions[0].match.tags.owner: '],

    [
      'an exemption without reason',
      { exemptions: [{ ...anExemption(), reason: undefined }] },
      'exemptions[0].reason: ',
    ],
    [
      'an exemption with an empty reason',
      { exemptions: [anExemption({ reason: '' })] },
      'exemptions[0].reason: ',
    ],
    ['an exemption without name', { exemptions: [anExemption({ name: '' })] }, 'exemptions[0].name: '],
    [
      'two exemptions of one name',
      { exemptions: [anExemption(), anExemption()] },
      'exemptions[1].name: "break-glass" is already the name of exemptions[0]',
    ],
    [
      'two overrides of one name',
      { overrides: [anOverride(), anOverride()] },
      'overrides[1].name: "service accounts" is already the name of overrides[0]',
    ],
    ['an override of nothing', { overrides: [{ name: 'a', match: { users: ['a'] } }] }, 'overrides[0]: '],

    ['`until` that is no date', until('next year'), 'exemptions[0].until: '],
    ['`until` that does not exist', until('2026-02-30'), 'exemptions[0].until: '],
    ['`until` on a leap day of no leap year', until('2027-02-29'), 'exemptions[0].until: '],
    ['`until` with a time', until('2027-06-30T00:00:00Z'), 'exemptions[0].until: '],
    ['`until` without leading zeros', until('2027-6-3'), 'exemptions[0].until: '],
    ['`until` as a number', until(20270630), 'exemptions[0].until: '],
    ['`until` that is empty', until(''), 'exemptions[0].until: '],
    [
      '`until` 401 days ahead',
      until('2027-12-26'),
      'exemptions[0].until: 2027-12-26 is more than 400 days ahead',
    ],
  ])('%s', (_, replaced, place) => {
    expect(refusal(policyText(replaced))).toMatch(new RegExp(`^${place.replaceAll(/[[\]().?*]/g, '\\$&')}`));
  });

  it.each([
    ['maxUnusedDays', 'password.maxUnusedDays: '],
    ['maxDisabledPerDay', 'limits.maxDisabledPerDay: '],
    ['maxDisabledPercent', 'limits.maxDisabledPercent: '],
    ['noticeDays', 'noticeDays: '],
  ])('a %s of 1e400, which JSON.parse reads as Infinity', (key, place) => {
    const text = policyText().replace(new RegExp(`"${key}":\\d+`), `"${key}":1e400`);
    expect(refusal(text)).toContain(place);
  });

  it('all of several', () => {
    expect(refusal(policyText({ ...password(1), noticeDays: 99 }))).toMatch(
      /password\.maxUnusedDays: .*; noticeDays: /,
    );
  });

  it('on one line, whatever the key', () => {
    expect(refusal(policyText(exempting({ tags: { 'a\nb': 1 } })))).not.toMatch(/[\n\r]/);
  });

  it.each(['null', '[]', '"policy"', '1', 'true'])('%s is no policy', (text) => {
    expect(refusal(text)).toContain('must be an object, not ');
  });
});

describe('the day on which `until` is too far ahead', () => {
  it.each([
    ['its first millisecond', '2026-11-20T00:00:00.000Z'],
    ['its last millisecond', '2026-11-20T23:59:59.999Z'],
  ])('does not depend on the hour: %s', (_, now) => {
    const at = Date.parse(now);
    expect(() => parsePolicy(policyText(until('2027-12-25')), at)).not.toThrow();
    expect(() => parsePolicy(policyText(until('2027-12-26')), at)).toThrow(PolicyError);
  });
});

describe('what SSM could not hold', () => {
  const padded = (bytes: number, letter = ' ') => {
    const text = policyText();
    return text + letter.repeat(bytes - text.length);
  };

  it('8192 bytes are not too many', () => {
    expect(refusal(padded(8192))).toBe('accepted');
  });

  it('8193 bytes are', () => {
    expect(refusal(padded(8193))).toMatch(/8192 bytes/);
  });

  it('bytes are not characters', () => {
    const reason = 'é'.repeat(250);
    const exemptions = Array.from({ length: 20 }, (_, index) => anExemption({ name: `${index}`, reason }));
    expect(policyText({ exemptions }).length).toBeLessThan(8192);
    expect(refusal(policyText({ exemptions }))).toMatch(/8192 bytes/);
  });
});

it('thresholdsOf gives every limit with its place', () => {
  const policy = aPolicy({
    overrides: [anOverride(), anOverride({ name: 'b', password: { maxUnusedDays: 60 } })],
  });
  expect(thresholdsOf(policy)).toEqual([
    { place: 'password.maxUnusedDays', maxUnusedDays: 45 },
    { place: 'accessKey.maxUnusedDays', maxUnusedDays: 45 },
    { place: 'overrides[0].accessKey.maxUnusedDays', maxUnusedDays: 90 },
    { place: 'overrides[1].password.maxUnusedDays', maxUnusedDays: 60 },
    { place: 'overrides[1].accessKey.maxUnusedDays', maxUnusedDays: 90 },
  ]);
});
