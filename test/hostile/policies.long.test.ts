import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { matches } from '../../lambda/domain/policy/rules';
import { parsePolicy } from '../../lambda/domain/policy/parse';
import { anExemption, NOW, policyText } from '../support/builders';
import { closeAll } from '../support/clients';
import { STALE_WRITES } from '../support/staff';
import { anArmedDeployment } from './armed';
import { countedReads } from './counted-reads';

// What may stand in the policy parameter, a file each, byte for byte.

const FOLDER = join(__dirname, 'policies');

/** Every file, with the words in which it is refused. */
const REFUSED: Readonly<Record<string, string>> = {
  'blank-that-is-none-of-jsons': 'is not valid JSON at line 11 column 1: unexpected U+00A0',
  'byte-order-mark': 'starts with a byte order mark',
  comment: 'is not valid JSON at line 11 column 3: a comment; JSON has none',
  'cut-short': 'is not valid JSON at line 11 column 3: a text without its closing quote',
  'cut-short-by-its-last-brace': 'is not valid JSON at line 19 column 1: it ends too early',
  'digits-of-another-script': 'is not valid JSON at line 11 column 17: unexpected "７"',
  'empty-object': 'overrides: is missing; an empty list is []; limits: is missing',
  html: 'is an HTML or XML text, not a policy',
  'key-constructor': 'unknown key "constructor"',
  'key-misspelt': 'unknown key "noticedays": did you mean "noticeDays"?',
  'key-of-a-look-alike-letter': 'unknown key "nоticeDays"',
  'key-proto': '__proto__: no such key',
  'key-proto-in-tags': 'exemptions[0].match.tags.__proto__: no such key',
  'key-twice': 'exemptions: the key is given twice',
  'key-twice-in-a-list': 'exemptions[0].until: the key is given twice',
  'key-twice-in-another-spelling': 'noticeDays: the key is given twice',
  'key-twice-saying-the-same': 'noticeDays: the key is given twice',
  'key-with-a-character-without-width': 'unknown key "notice\\u200bDays"',
  list: 'must be an object, not a list',
  'match-everybody-beside-a-name': 'exemptions[0].match.users[1]: matches every user',
  'match-everybody-by-a-star': 'exemptions[0].match.users[0]: matches every user',
  'match-everybody-by-nothing': 'exemptions[0].match: matches every user',
  'match-everybody-by-the-root-path': 'exemptions[0].match.paths[0]: must start with "/"',
  'match-everybody-by-wildcards': 'exemptions[0].match.users[0]: matches every user',
  'match-everybody-in-an-override': 'overrides[0].match.users[0]: matches every user',
  'match-nobody-by-a-glob-on-a-tag-key': 'exemptions[0].match.tags["*"]: no IAM tag can have this key',
  'match-nobody-by-a-glob-on-a-tag-value': 'exemptions[0].match.tags.team: no IAM tag can have this value',
  'match-nobody-by-a-glob-on-groups': 'exemptions[0].match.groups[0]: no IAM group can have this name',
  'match-nobody-by-a-glob-on-paths':
    'exemptions[0].match.paths[0]: is a prefix, in which "*" and "?" are not wildcards',
  'match-nobody-by-a-look-alike-group': 'exemptions[0].match.groups[0]: no IAM group can have this name',
  'match-nobody-by-a-look-alike-letter':
    'exemptions[0].match.users[0]: has a character that no IAM user name',
  'match-nobody-by-a-look-alike-path': 'exemptions[0].match.paths[0]: has a character that no IAM path has',
  'match-nobody-by-a-path-with-a-blank': 'exemptions[0].match.paths[0]: has a character that no IAM path has',
  'match-nobody-by-a-path-with-a-character-without-width':
    'exemptions[0].match.paths[0]: has a character that no IAM path',
  'match-nobody-by-a-path-with-a-line-break':
    'exemptions[0].match.paths[0]: has a character that no IAM path has',
  'match-nobody-by-a-path-without-slash': 'exemptions[0].match.paths[0]: must start with "/"',
  'match-nobody-by-a-regular-expression':
    'exemptions[0].match.users[0]: has a character that no IAM user name',
  'match-nobody-by-a-tag-key-too-long': ': no IAM tag can have this key',
  'match-nobody-by-a-tag-key-with-a-character-without-width':
    'exemptions[0].match.tags["on-leave\\u200b"]: no IAM tag can',
  'match-nobody-by-a-tag-value-in-quotes': 'exemptions[0].match.tags.team: no IAM tag can have this value',
  'match-nobody-by-a-tag-value-with-a-control-character':
    'exemptions[0].match.tags.team: no IAM tag can have this value',
  'match-nobody-by-an-empty-list': 'exemptions[0].match.users: must have at least 1 entry',
  'match-keys-of-look-alike-letters': 'exemptions[0].match.keys: must be "none"',
  'match-keys-that-are-some': 'exemptions[0].match.keys: must be "none"',
  'match-nobody-by-an-empty-name': 'exemptions[0].match.users[0]: must not be empty',
  'match-nobody-by-no-tag': 'exemptions[0].match.tags: must name at least one tag',
  'minus-of-a-word-processor': 'is not valid JSON at line 11 column 17: unexpected "−"',
  'name-that-nobody-sees': 'exemptions[0].name: has no visible character',
  'nested-17-levels': 'is nested more than 16 levels deep',
  'nested-deep': 'is nested more than 16 levels deep',
  null: 'must be an object, not null',
  'null-character': 'is not valid JSON at line 11 column 18: unexpected U+0000',
  'number-1e400': 'password.maxUnusedDays: must be a number, not Infinity',
  'number-1e400-in-limits': 'limits.maxDisabledPerDay: must be a number, not Infinity',
  'number-1e400-percent': 'limits.maxDisabledPercent: must be a number, not Infinity',
  'number-as-text': 'password.maxUnusedDays: must be a number, not a string',
  'number-hexadecimal': 'is not valid JSON at line 6 column 22: 0x2D is not a number of JSON',
  'number-minus-1e400': 'noticeDays: must be a number, not -Infinity',
  'number-nan': 'is not valid JSON at line 6 column 22: NaN is not a JSON value',
  'number-near-to-zero': 'noticeDays: 1e-400 is so close to 0',
  'number-near-to-zero-percent': 'limits.maxDisabledPercent: -0.0004e-400 is so close to 0',
  'number-one-too-small': 'password.maxUnusedDays: must be at least 30',
  'number-with-a-hair': 'password.maxUnusedDays: must be a whole number, not 45.0000001',
  'number-zero-days': 'password.maxUnusedDays: must be at least 30',
  'over-8-kb': 'is over 8192 bytes',
  'over-8-kb-in-bytes-alone': 'is over 8192 bytes',
  'policy-in-a-string': 'must be an object, not a string',
  'quotes-of-a-word-processor':
    'is not valid JSON at line 11 column 3: the quote "“"; JSON has straight double quotes',
  'reason-that-nobody-sees': 'exemptions[0].reason: has no visible character',
  'trailing-comma': 'is not valid JSON at line 10 column 94: a comma before }; remove it',
  'two-policies': 'is not valid JSON at line 20 column 1: unexpected "{"',
  'until-30-february': 'exemptions[0].until: must be a date, such as 2027-06-30',
  'until-the-end-of-time': 'exemptions[0].until: 9999-12-31 is more than 400 days ahead',
  'until-with-a-time': 'exemptions[0].until: must be a date, such as 2027-06-30',
  'evidence-in-quotes': 'evidence: must be true or false',
  'hearer-of-look-alike-letters':
    'hearers[0]: must be "email", "email-json", "https", "http", "sqs", "lambda", "sms", "firehose" or "application"',
  'word-in-capitals': 'limits.onExceed: must be "oldest-first" or "stop"',
  'word-of-look-alike-letters': 'benchmark: must be "cis-1.2", "cis-1.4"',
  'wrong-everywhere': 'exemptions[9]: must be an object, not a number; and 3790 more;',
};

afterEach(closeAll);

it('every file of the folder has its line here', () => {
  const files = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));
  expect(files.toSorted()).toEqual(Object.keys(REFUSED).toSorted());
});

describe('a policy that is refused halts the sweep before anything is asked or done, and says why', () => {
  it.each(Object.entries(REFUSED))('%s', async (file, words) => {
    const deployment = await anArmedDeployment({
      policy: readFileSync(join(FOLDER, `${file}.json`), 'utf8'),
    });
    const run = await deployment.run();
    expect(run.ended).toBe('SweepHalted: policy');
    expect(run.message).toContain(words);
    // One line that people read: neither hidden characters nor thousands of places.
    expect(run.message).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]{1,2000}$/u);
    expect(deployment.digests()).toMatchObject([{ subject: expect.stringContaining('HALTED (policy)') }]);
    // The mail has the account's alias all the same.
    expect(deployment.calls()).toEqual({ ListAccountAliases: 1 });
  });

  it('and the same account with the policy as it should be is swept', async () => {
    const deployment = await anArmedDeployment();
    expect(await deployment.run()).toMatchObject({ ended: 'completed' });
    expect(deployment.writes()).toEqual(STALE_WRITES);
  });
});

describe('a glob takes no more steps than its length times that of the name', () => {
  const GLOBS = [
    `${'a*'.repeat(120)}b`,
    `${'*a'.repeat(120)}*b`,
    `${'a?*'.repeat(80)}b`,
    `${'*'.repeat(255)}b`,
    `${'a'.repeat(127)}*${'a'.repeat(127)}b`,
    `*${'?'.repeat(254)}b`,
  ];
  const NAMES = { 'of one letter': 'a'.repeat(5_000), 'that ends as it asks': `${'a'.repeat(5_000)}b` };
  const cases = GLOBS.flatMap((glob) => Object.entries(NAMES).map(([how, name]) => [glob, how, name]));

  it.each(cases)('%s on a name %s', (glob = '', _how, name = '') => {
    // Such a policy is not refused: people may write it.
    const match = { users: [glob] };
    expect(() => parsePolicy(policyText({ exemptions: [anExemption({ match })] }), NOW)).not.toThrow();
    const reads = countedReads(name);
    const subject = { name: reads.text, path: '/', tags: undefined, groups: undefined, hasKeys: undefined };
    expect(matches(match, subject)).toBe(name.endsWith('b') ? 'yes' : 'no');
    expect(reads.count()).toBeGreaterThan(0);
    expect(reads.count()).toBeLessThanOrEqual((glob.length + 1) * name.length);
  });
});
