import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { sha256 } from '../lambda/aws/parameters';
import { countsOf } from '../lambda/domain/counts';
import { digestOf } from '../lambda/domain/digest/digest';
import { wrap } from '../lambda/domain/digest/text';
import { parsePolicy, PolicyError } from '../lambda/domain/policy/parse';
import { printable } from '../lambda/domain/printable';
import { ReportError } from '../lambda/domain/report/parse';
import type { PolicyInForce } from '../lambda/domain/sweep';
import { toJson } from './preview/json';
import { judgeReport } from './preview/judge-report';
import { BadInput, parseOptions, type PreviewOptions, USAGE } from './preview/options';

/** `npm run preview`: what a dry-run would say about a credential report. */
function preview(options: PreviewOptions): number {
  const policy = readPolicy(options);
  const sweep = judge(options, policy);
  if (options.json) {
    console.log(toJson(sweep));
  } else {
    const { subject, body } = digestOf(sweep);
    const note = wrap(
      'From a report alone: tags, groups and key ids are not known, and no live look was taken. A credential whose exemption hangs on a tag or a group is called unclear.',
    );
    console.log([embolden(`Subject: ${subject}`), '', emboldenTitles(body), ...note].join('\n'));
  }
  return options.failOnStale && countsOf(sweep).stale > 0 ? 3 : 0;
}

function readPolicy({ policyFile, now }: PreviewOptions): PolicyInForce {
  const text = read(policyFile).toString('utf8');
  try {
    return { policy: parsePolicy(text, now), sha256: sha256(text) };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw new BadInput(
      error.issues
        .map(({ place, message }) => `${shown(policyFile)}: ${place ? `${place}: ` : ''}${message}`)
        .join('\n'),
      { cause: error },
    );
  }
}

function judge(options: PreviewOptions, policy: PolicyInForce) {
  const content = read(options.reportFile);
  try {
    return judgeReport(content, policy, options);
  } catch (error) {
    if (!(error instanceof ReportError)) throw error;
    throw new BadInput(
      `${shown(options.reportFile)}: ${error.message}\nA report of your account: aws iam generate-credential-report, then\naws iam get-credential-report --query Content --output text | base64 -d > report.csv`,
      { cause: error },
    );
  }
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    throw new BadInput(`${shown(file)}: ${why}`, { cause: error });
  }
}

function shown(file: string): string {
  return relative(process.cwd(), file) || file;
}

const COLOURED = process.stdout.isTTY && !process.env['NO_COLOR'];

function embolden(text: string): string {
  return COLOURED ? `\u001B[1m${text}\u001B[22m` : text;
}

/** A title is a line that starts with a word in capitals. */
function emboldenTitles(body: string): string {
  return body.replaceAll(/^[A-Z]{2,}.*$/gm, (title) => embolden(title));
}

try {
  const options = parseOptions(process.argv.slice(2), () => Date.now());
  if (options === 'help') console.log(USAGE);
  else process.exitCode = preview(options);
} catch (error) {
  if (error instanceof BadInput) {
    // What it quotes is somebody else's text.
    console.error(error.message.split('\n').map(printable).join('\n'));
    process.exitCode = 2;
  } else {
    console.error(error);
    process.exitCode = 1;
  }
}
