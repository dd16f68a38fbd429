import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NotAReport, unpackReport } from '../../../bin/preview/report-file';
import { aKey, aReport, aReportRow, COLUMNS, policyText } from '../../support/builders';
import { runPreview } from './run-preview';

const folder = mkdtempSync(join(tmpdir(), 'iam-lapse-'));
afterAll(() => rmSync(folder, { recursive: true }));

const CSV = Buffer.from(aReport([aReportRow({ user: 'Zoë', ...aKey(1) })])).toString();
const BASE64 = Buffer.from(CSV).toString('base64');
const ANSWER = { Content: BASE64, ReportFormat: 'text/csv', GeneratedTime: '2026-11-20T06:00:00+00:00' };
const JSON_OF_CLI = JSON.stringify(ANSWER, null, 4);
const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');

describe('a report is taken out of what it is in', () => {
  it.each<[string, Uint8Array | string, readonly string[]]>([
    ['nothing', CSV, []],
    ['base64', BASE64, ['base64']],
    ['base64, as a shell writes it', `${BASE64}\r\n`, ['base64']],
    ['base64 in lines', BASE64.replaceAll(/.{76}/g, '$&\n'), ['base64']],
    ['base64 after a byte order mark', `\uFEFF${BASE64}`, ['base64']],
    ['--output text without --query', `${BASE64}\t2026-11-20T06:00:00+00:00\ttext/csv\n`, ['base64']],
    ["the CLI's JSON", JSON_OF_CLI, ['JSON of the AWS CLI', 'base64']],
    ["the CLI's JSON after a byte order mark", `\uFEFF${JSON_OF_CLI}\r\n`, ['JSON of the AWS CLI', 'base64']],
    ['UTF-16', utf16(CSV), ['UTF-16']],
    ['UTF-16, big endian', utf16(CSV).swap16(), ['UTF-16']],
    ['base64 in UTF-16', utf16(`${BASE64}\r\n`), ['UTF-16', 'base64']],
    ['base64 in UTF-16, big endian', utf16(BASE64).swap16(), ['UTF-16', 'base64']],
    ['JSON in UTF-16', utf16(JSON_OF_CLI), ['UTF-16', 'JSON of the AWS CLI', 'base64']],
  ])('%s', (_, file, layers) => {
    const unpacked = unpackReport(Buffer.from(file));
    expect(unpacked.layers).toStrictEqual(layers);
    expect(new TextDecoder().decode(unpacked.content)).toBe(CSV);
  });
});

/** What the file is, as it is refused. */
function refusal(file: Uint8Array | string): string {
  try {
    unpackReport(Buffer.from(file));
  } catch (error) {
    if (error instanceof NotAReport) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('anything else is refused as what it is', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const AS_GIVEN = 'separate its fields, as when Excel saved it';
  it.each<[string, Uint8Array | string, string]>([
    ['nothing', '', 'it is empty'],
    ['blanks', ' \r\n\t\n', 'it is empty'],
    ['a byte order mark alone', '\uFEFF', 'it is empty'],
    ['semicolons', CSV.replaceAll(',', ';'), `semicolons ${AS_GIVEN}`],
    ['semicolons in UTF-16', utf16(CSV.replaceAll(',', ';')), `semicolons ${AS_GIVEN}`],
    ['tabs', CSV.replaceAll(',', '\t'), `tabs ${AS_GIVEN}`],
    ['a header alone', `${COLUMNS.join(',')}\n\n`, 'it has a header and no row, not even of the root user'],
    [
      'an Excel workbook',
      Buffer.from('PK\u0003\u0004\u0014\u0000\u0006', 'latin1'),
      'it is an Excel workbook or',
    ],
    ['HTML', '\n<!doctype html><p>arn:aws:iam::123456789012:root', 'it is HTML or XML'],
    ['a policy of iam-lapse', policyText(), 'it is a policy of iam-lapse, which --policy takes'],
    ['an IAM policy', '{"Version":"2012-10-17","Statement":[]}', 'it is an IAM policy'],
    ['the state of the report', '{"State":"COMPLETE"}', 'it is the answer of generate-credential-report'],
    ['our own output', '{"version":1,"policySha256":"ab"}', 'it is the output of preview --json'],
    ['other JSON', '{"name":"x"}', 'it is JSON, but not the answer of get-credential-report'],
    ['a list', '[1]', 'it is JSON, but not the answer of get-credential-report'],
    ['JSON that was cut short', JSON_OF_CLI.slice(0, -9), 'it begins as JSON does, but is not valid JSON'],
    [
      'JSON with a Content of another kind',
      '{"Content":"user,arn"}',
      'it is JSON, and its Content is not base64',
    ],
    ['base64 that was cut short', BASE64.slice(0, -3), 'it is base64 text that was cut short'],
    [
      'base64 of HTML',
      base64('<html>Sign in, please'),
      'it is base64 text, and of what it contains: it is HTML',
    ],
    [
      'base64 of semicolons',
      base64(CSV.replaceAll(',', ';')),
      'it is base64 text, and of what it contains: semicolons',
    ],
    ['base64 of base64', base64(BASE64), 'it is base64 text, and of what it contains: it begins with "dXNl'],
    ['a word', 'user', 'it begins with "user", not with the header'],
    ['prose', 'To be, or not', 'it begins with "To be, or not", not with the header of a credential report'],
    ['a long line', 'x,'.repeat(99), `it begins with "${'x,'.repeat(30)}...", not with the header`],
  ])('%s', (_, file, message) => {
    expect(refusal(file)).toContain(message);
  });

  it('but a report that lacks a column is the business of the parser, which names it', () => {
    expect(refusal('arn,password_enabled\narn:aws:iam::123456789012:user/a,true')).toBe('accepted');
  });
});

it('the preview says on stderr, in a line, what it took the report out of', async () => {
  const file = join(folder, 'report.json');
  writeFileSync(file, utf16(JSON_OF_CLI));
  const { code, stdout, stderr } = await runPreview(['--now', '2024-01-02', '--report', file]);
  expect({ code, stderr }).toStrictEqual({
    code: 0,
    stderr: `${file}: read as UTF-16, then JSON of the AWS CLI, then base64\n`,
  });
  expect(stdout).toMatch(/^Subject: /);
});

it('what a stranger wrote in the file reaches the terminal as visible text', async () => {
  const file = join(folder, 'hostile.csv');
  writeFileSync(file, 'a\u001B[2J\u202E,b\n');
  const { code, stderr } = await runPreview(['--report', file]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/it begins with "a/);
  expect(stderr).not.toMatch(/[^\P{C}\n]/u);
});
