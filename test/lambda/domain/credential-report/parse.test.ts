import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CredentialReport } from '../../../../lambda/domain/credential-report/facts';
import { parseCredentialReport, ReportError } from '../../../../lambda/domain/credential-report/parse';
import {
  ACCOUNT,
  aKey,
  aPassword,
  aReport,
  aReportRow,
  aRootRow,
  COLUMNS,
  csvOf,
  daysAgo,
  NOW,
  parsedReport,
} from '../../../support/builders';

const parse = (content: Uint8Array | string): CredentialReport =>
  parseCredentialReport(typeof content === 'string' ? Buffer.from(content) : content, NOW, ACCOUNT);

/** Why the report is refused. */
function refusal(content: Uint8Array | string): string {
  try {
    parse(content);
  } catch (error) {
    if (error instanceof ReportError) return error.message;
    throw error;
  }
  return 'accepted';
}

const alice = aReportRow({ user: 'alice', ...aPassword({ lastUsed: daysAgo(3), lastChanged: daysAgo(90) }) });
const bob = aReportRow({ user: 'bob', ...aKey(1, { lastUsed: daysAgo(2) }), ...aKey(2) });
const facts = () => parsedReport(alice, bob);
const text = Buffer.from(aReport([alice, bob])).toString();

describe('a report that is right', () => {
  it('is read in its own order', () => {
    expect(facts().users.map(({ user }) => user.name)).toEqual(['alice', 'bob']);
  });

  it('keeps the time at which it was generated', () => {
    expect(facts().generatedAt).toBe(NOW);
  });

  it('with root alone is an account without users', () => {
    expect(parsedReport().users).toEqual([]);
  });

  it.each([
    ['a final newline', `${text}\n`],
    ['CRLF', text.replaceAll('\n', '\r\n')],
    ['CRLF and a final one', `${text.replaceAll('\n', '\r\n')}\r\n`],
    ['a byte order mark', `\uFEFF${text}`],
    ['every field quoted', text.replaceAll(/[^,\n]+/g, '"$&"')],
    ['reordered columns', aReport([alice, bob], { columns: COLUMNS.toReversed() })],
    ['an extra column', aReport([alice, bob], { columns: [...COLUMNS, 'additional_credentials_info'] })],
    ['an extra column in front', aReport([alice, bob], { columns: ['new', ...COLUMNS] })],
  ])('reads the same with %s', (_, content) => {
    expect(parse(content)).toEqual(facts());
  });

  it('may have names with all that IAM allows in them', () => {
    const names = ['a,b', "o'neil", 'a=b', 'a+b@c.d-e_f'];
    const report = parsedReport(...names.map((user) => aReportRow({ user, path: '/x,y/' })));
    expect(report.users.map(({ user }) => [user.name, user.path])).toEqual(
      names.map((name) => [name, '/x,y/']),
    );
  });

  it('is the sample that the repository ships: every row but the header and root', () => {
    const sample = readFileSync(join(__dirname, '../../../../examples/credential-report.csv'), 'utf8');
    expect(parse(sample).users).toHaveLength(sample.trimEnd().split('\n').length - 2);
  });
});

describe('a header that is not understood aborts the run', () => {
  it.each(COLUMNS.filter((column) => /^(user|arn|password_(enabled|last)|access_key)/.test(column)))(
    'without %s',
    (missing) => {
      const columns = COLUMNS.filter((column) => column !== missing);
      expect(refusal(aReport([alice], { columns }))).toContain(missing);
    },
  );

  it.each([
    [3, 'the credential report lacks the column user, arn, user_creation_time'],
    [4, 'the credential report lacks the column user, arn, user_creation_time and 1 more'],
  ])('without %i columns: the first three have names', (number, message) => {
    const missing = ['user', 'arn', 'user_creation_time', 'password_enabled'].slice(0, number);
    expect(
      refusal(aReport([alice], { columns: COLUMNS.filter((column) => !missing.includes(column)) })),
    ).toBe(message);
  });

  it.each(['user', 'password_last_used', 'cert_1_active'])('with two columns %s', (twice) => {
    expect(refusal(aReport([alice], { columns: [...COLUMNS, twice] }))).toContain(twice);
  });

  it('in another case', () => {
    expect(refusal(text.replace('password_last_used', 'Password_Last_Used'))).toContain('password_last_used');
  });
});

describe('a row that is not understood aborts the run, and the error says which', () => {
  const lines = text.split('\n');
  const withLast = (line: string) => [...lines.slice(0, -1), line].join('\n');
  const [last = ''] = lines.slice(-1);

  it.each([
    ['a field too few', withLast(last.replace(/,[^,]*$/, ''))],
    ['a field too many', withLast(`${last},N/A`)],
    ['an unquoted comma in a name', withLast(last.replaceAll('bob', 'b,ob'))],
    ['an empty line', withLast(`\n${last}`)],
    ['a lone word', withLast('bob')],
    ['no name', withLast(last.replace('bob', ''))],
    ['blanks for a name', withLast(last.replace('bob', '  '))],
    ['the ARN of another user', withLast(last.replace('bob', 'rob'))],
    ['the ARN of a user of whose name this is the end', withLast(last.replace('/bob', '/jim-bob'))],
    ['the ARN of another case', withLast(last.replace('/bob', '/Bob'))],
    ['the ARN of another account', withLast(last.replace('123456789012', '210987654321'))],
    ['the ARN of another partition', withLast(last.replace('arn:aws:', 'arn:aws-cn:'))],
    ['the ARN of a role', withLast(last.replace(':user/', ':role/'))],
    ['no ARN', withLast(last.replace(/arn:[^,]*/, ''))],
  ])('%s', (_, content) => {
    expect(refusal(content)).toMatch(/\brow 4\b/);
  });

  it.each([
    [
      withLast(last.replace(/,[^,]*$/, '')),
      'row 4 of the credential report has 21 fields, the header 22: it was cut short or garbled',
    ],
    [withLast(last.replace('bob', '')), 'row 4 of the credential report has no user name'],
    [
      withLast(last.replace('/bob', '/rob')),
      'row 4 of the credential report says user "bob", but its ARN is "arn:aws:iam::123456789012:user/rob"',
    ],
    [aReport([bob, alice, bob]), 'rows 3 and 5 of the credential report are both of user "bob"'],
  ])('%#: in one sentence', (content, sentence) => {
    expect(refusal(content)).toBe(sentence);
  });

  it.each([
    ['twice', 'bob'],
    ['twice, in another case', 'BOB'],
  ])('a user who is there %s', (_, user) => {
    expect(refusal(aReport([bob, alice, aReportRow({ user })]))).toMatch(/rows 3 and 5 .*bob/i);
  });
});

describe('what is no report at all is refused, and the error says what is wrong with it', () => {
  const latin1 = Buffer.from(text.replaceAll('bob', 'b\u00f6b'), 'latin1');
  const rows = csvOf([Object.values(aRootRow()), Object.values(alice)]);
  it.each<[string, string | Uint8Array, message: string]>([
    ['nothing', '', 'the credential report is empty'],
    ['a newline', '\n', 'lacks the column user, arn, user_creation_time'],
    ['a byte order mark', '\uFEFF', 'the credential report is empty'],
    ['a header alone', csvOf([COLUMNS]), 'the credential report has a header and no row'],
    ['rows without header', rows, 'the credential report has two columns "'],
    ['an HTML page', '<!DOCTYPE html>\n<html></html>', 'lacks the column user, arn'],
    ['JSON', '{"Content": "dXNlcixhcm4="}', 'the credential report is not valid CSV: '],
    ['Base64', Buffer.from(text).toString('base64'), 'lacks the column user, arn'],
    ['bytes that are not UTF-8', latin1, 'the credential report is not UTF-8 text'],
    ['UTF-16', Buffer.from(text, 'utf16le'), 'lacks the column user, arn'],
    ['a quote that is never closed', text.replace('bob', '"bob'), 'the credential report is not valid CSV: '],
    ['semicolons for commas', text.replaceAll(',', ';'), 'lacks the column user, arn'],
  ])('%s', (_, content, message) => {
    expect(refusal(content)).toContain(message);
    expect(() => parse(content)).toThrow(expect.objectContaining({ name: 'ReportError' }));
  });

  it.each<[string, string | Uint8Array]>([
    ['not UTF-8', latin1],
    ['not CSV', text.replace('bob', '"bob')],
  ])('and keeps the cause: %s', (_, content) => {
    expect(() => parse(content)).toThrow(expect.objectContaining({ cause: expect.anything() }));
  });
});

describe('the report of another account is refused by root’s row too, which may be its only one', () => {
  it.each([
    ['210987654321', 'row 2 of the credential report is of account 210987654321, not of 123456789012'],
    ['123456789012', 'accepted'],
  ])('%s', (account, message) => {
    const onlyRoot = Buffer.from(aReport([])).toString();
    expect(refusal(onlyRoot.replaceAll('123456789012', account))).toBe(message);
  });
});

describe('the error is on one line, whatever stands in the report', () => {
  it.each<[string, string | Uint8Array]>([
    ['a column named twice, with a line break in it', csvOf([[...COLUMNS, 'a\nb', 'a\nb'], ['x']])],
    ['a name with a line break in it', aReport([{ ...alice, user: 'a\nb' }])],
    ['a line break before a stray quote', 'user,arn\ra\nb"c'],
    ['a line break after a closing quote', 'user,arn\r"a"\nb'],
  ])('%s', (_, content) => {
    expect(refusal(content)).toMatch(/^[^\r\n]+$/);
    expect(refusal(content)).not.toBe('accepted');
  });

  it('a control character in it becomes a blank', () => {
    const header = text.slice(0, text.search(/[\r\n]/));
    expect(refusal(`${header}\r"a"\nb`)).toContain(
      'Invalid Closing Quote: got " " at line 2 instead of delimiter',
    );
  });
});

describe('a report that was cut short', () => {
  it('at the end of any field of a row is refused, up to the last, which decides nothing', () => {
    const start = text.lastIndexOf('\n') + 1;
    const lastField = text.lastIndexOf(',') + 1;
    const ends = [...text.slice(0, lastField - 1).matchAll(/,/g)].map(({ index }) => index);
    const cuts = ends.filter((end) => end > start);
    expect(cuts).toHaveLength(COLUMNS.length - 2);
    expect(cuts.filter((cut) => refusal(text.slice(0, cut)) === 'accepted')).toEqual([]);
    expect(refusal(text.slice(0, lastField))).toBe('accepted');
  });

  /** The report of alice without its last byte, which is of this column. */
  const byAByte = (column: string) =>
    aReport([alice], { columns: [...COLUMNS.filter((each) => each !== column), column] }).subarray(0, -1);

  it.each(['user_creation_time', 'password_last_used', 'password_last_changed', 'access_key_1_active'])(
    'by one byte in the column %s: what it says is not understood',
    (column) => {
      expect(JSON.stringify(facts().users)).not.toContain('notUnderstood');
      expect(JSON.stringify(parse(byAByte(column)).users)).toContain('"kind":"notUnderstood"');
    },
  );

  it.each(['user', 'arn'])('by one byte in the column %s is refused', (column) => {
    expect(refusal(byAByte(column))).toMatch(/\brow 3\b/);
  });
});
