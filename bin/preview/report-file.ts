import { asUtf8, encodingOf } from './files';

/** The CSV of a credential report, out of what the file holds. */
export interface Unpacked {
  readonly content: Uint8Array;
  /** What it was inside of, from the outside in, such as `UTF-16` and `base64`. Empty for plain CSV. */
  readonly layers: readonly string[];
}

/** The file is not a credential report in any form. The message is a clause that says what it is. */
export class NotAReport extends Error {
  override readonly name = 'NotAReport';
}

/**
 * Unpacks a credential report: plain CSV, base64 as `aws iam get-credential-report` prints it, its JSON, and each of
 * them in UTF-16, as Windows PowerShell's `>` writes it.
 *
 * @throws NotAReport
 */
export function unpackReport(file: Uint8Array): Unpacked {
  const encoding = encodingOf(file) === 'utf-8' ? [] : ['UTF-16'];
  const content = asUtf8(file);
  const text = textOf(content);
  if (text === '') throw new NotAReport('it is empty');
  if (/^[[{]/.test(text)) {
    return { content: contentOf(text), layers: [...encoding, 'JSON of the AWS CLI', 'base64'] };
  }
  const base64 = base64In(text);
  if (base64 !== undefined) return { content: decoded(base64), layers: [...encoding, 'base64'] };
  assertReport(text);
  return { content, layers: encoding };
}

/** Not strict, because the parser refuses what is no UTF-8, and says so. A byte order mark is no content. */
function textOf(content: Uint8Array): string {
  return new TextDecoder().decode(content).trim();
}

/** The text, if it can be nothing but base64. With `--output text` alone, the CLI prints two more fields after it. */
function base64In(text: string): string | undefined {
  const [first = '', ...more] = text.split('\t');
  const isAnswer = more.length === 0 || more.includes('text/csv');
  const joined = first.replaceAll(/\s+/g, '');
  // A word such as `user` is base64, too.
  return isAnswer && joined.length > 20 && /^[A-Za-z0-9+/]+={0,2}$/.test(joined) ? joined : undefined;
}

/** @throws NotAReport if it is cut short or holds something else */
function decoded(base64: string): Uint8Array {
  // Buffer.from drops the rest of a group of four without an error.
  if (base64.length % 4 !== 0) throw new NotAReport('it is base64 text that was cut short');
  const content = Buffer.from(base64, 'base64');
  try {
    assertReport(textOf(content));
  } catch (error) {
    if (!(error instanceof NotAReport)) throw error;
    throw new NotAReport(`it is base64 text, and of what it contains: ${error.message}`, { cause: error });
  }
  return content;
}

/** Keys of JSON files that people have beside a report, and what such a file is. The first that is there decides. */
const KNOWN_JSON: readonly (readonly [key: string, what: string])[] = [
  ['noticeDays', 'it is a policy of iam-lapse, which --policy takes'],
  ['exemptions', 'it is a policy of iam-lapse, which --policy takes'],
  ['Statement', 'it is an IAM policy'],
  ['State', 'it is the answer of generate-credential-report, not of get-credential-report'],
  ['policySha256', 'it is the output of preview --json'],
];

/** The report in the JSON that `aws iam get-credential-report` prints. */
function contentOf(json: string): Uint8Array {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new NotAReport('it begins as JSON does, but is not valid JSON; perhaps it was cut short', {
      cause: error,
    });
  }
  const fields = new Map<string, unknown>(
    typeof value === 'object' && value !== null ? Object.entries(value) : [],
  );
  const content = fields.get('Content');
  if (typeof content !== 'string') {
    const known = KNOWN_JSON.find(([key]) => fields.has(key));
    throw new NotAReport(known?.[1] ?? 'it is JSON, but not the answer of get-credential-report');
  }
  const base64 = base64In(content);
  if (base64 === undefined) throw new NotAReport('it is JSON, and its Content is not base64 text');
  return decoded(base64);
}

/** @throws NotAReport that says what the text is instead */
function assertReport(text: string): void {
  if (text === '') throw new NotAReport('it is empty');
  if (text.startsWith('<')) throw new NotAReport('it is HTML or XML, such as a sign-in page');
  if (text.startsWith('PK\u0003\u0004')) {
    throw new NotAReport('it is an Excel workbook or a zip archive; take the file as AWS gave it');
  }
  const [header = '', ...rows] = text.split(/\r?\n|\r/);
  for (const [separator, name] of [
    [';', 'semicolons'],
    ['\t', 'tabs'],
  ] as const) {
    if (!hasColumns(header.split(separator))) continue;
    throw new NotAReport(
      `${name} separate its fields, as when Excel saved it, which may have changed the dates as well; take the file as AWS gave it`,
    );
  }
  if (!hasColumns(header.split(','))) {
    throw new NotAReport(
      `it begins with ${JSON.stringify(shortened(header))}, not with the header of a credential report, which is user,arn,user_creation_time,...`,
    );
  }
  if (rows.length === 0) {
    throw new NotAReport('it has a header and no row, not even of the root user, so it was cut short');
  }
}

/** Columns may have any order, and a parser that needs more of them names those that are missing. */
function hasColumns(columns: readonly string[]): boolean {
  const names = columns.map((column) => column.replaceAll('"', '').trim());
  return names.length > 1 && (names.includes('user') || names.includes('arn'));
}

function shortened(line: string): string {
  const characters = Array.from(line);
  return characters.length > 60 ? `${characters.slice(0, 60).join('')}...` : line;
}
