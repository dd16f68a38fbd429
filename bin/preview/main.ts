import { inspect } from 'node:util';
import { unreadableFactsOf } from '../../lambda/domain/account-checks/check';
import { ReportError } from '../../lambda/domain/credential-report/parse';
import { digestOf } from '../../lambda/domain/digest/digest';
import { MAX_BYTES } from '../../lambda/domain/digest/layout';
import { type RunReport, countsOf } from '../../lambda/domain/run-report';
import { printable, printableLine, wrap } from '../../lambda/domain/text';
import type { Assessment } from './assessment';
import { BadInput, isRefusal, MISSING_PERMISSIONS, Unavailable } from './errors';
import { assertWritable, readInput, writeOutput } from './files';
import { gateOf } from './fail-on';
import { forecastText } from './forecast-text';
import { judgeReport } from './judge-report';
import { toJson } from './json';
import { judgeLive } from './live/judge-live';
import { warningsOf } from './notes';
import { type JudgeOptions, type Options, OPTIONS, parseOptions } from './options';
import { type Environment, isRunByNpm, refuseTakenByNpm } from '../npm-took';
import { pageOfOrganization } from './organization/page';
import { parseOrganizationRecord } from './organization/record';
import { pageOf } from './page/page';
import { pageOfRun } from './page-data';
import { pageOfRecord } from './past-record';
import { type PolicyRead, readPolicy } from './policy-source';
import { readRecord } from './record-files';
import { NotAReport, unpackReport } from './report-file';
import { bold, type Emphasis, emphasizeTitles, plain, type Terminal } from './terminal';
import { USAGE } from './usage';

/** What `preview` writes to, and the environment and the clock that it reads. */
export interface PreviewIo {
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  readonly env: Environment;
  readonly now: () => number;
}

/**
 * Runs the command line. It never throws.
 *
 * @returns the exit code
 */
export async function preview(args: readonly string[], io: PreviewIo): Promise<number> {
  try {
    refuseTakenByNpm({ name: 'preview', options: OPTIONS }, args, io.env);
    return await runTask(parseOptions(args, io.now, { isRunByNpm: isRunByNpm('preview', io.env) }), io);
  } catch (error) {
    const isKnown = error instanceof BadInput || error instanceof Unavailable;
    // The message may quote untrusted text.
    io.stderr.write(`${isKnown ? error.message.split('\n').map(printable).join('\n') : inspect(error)}\n`);
    return error instanceof BadInput ? 2 : 1;
  }
}

/** Days of the page's forecast without `--days`. */
const DAYS_ON_PAGE = 30;

async function runTask(options: Options, io: PreviewIo): Promise<number> {
  switch (options.task) {
    case 'help':
      io.stdout.write(`${USAGE}\n`);
      return 0;
    case 'draw':
      assertWritable(options.html);
      writePage(options.html, await pageOfPlace(options.record), io);
      return 0;
    case 'judge':
      return judge(options, io);
  }
}

async function pageOfPlace(place: string): Promise<string> {
  const files = await readRecord(place);
  return files.kind === 'organization'
    ? pageOfOrganization(parseOrganizationRecord(files))
    : pageOf(pageOfRecord(files));
}

async function judge(options: JudgeOptions, io: PreviewIo): Promise<number> {
  const print = (text: string) => io.stdout.write(`${text}\n`);
  if (options.html !== undefined) assertWritable(options.html);
  const policy = await readPolicy(options.policy, options.now);
  const assessment =
    options.what.kind === 'live'
      ? await judgeLive(policy, options, io.stderr)
      : judgeFile(options.what.file, policy, options, io);
  const forecast = options.days === undefined ? undefined : await assessment.forecast(options.days);
  const { run } = assessment;
  if (options.json) {
    print(toJson(assessment, forecast));
  } else {
    const emphasis = io.stdout.isTTY && !process.env['NO_COLOR'] ? bold : plain;
    const ahead = forecast ? ['', ...forecastText(forecast, options).split('\n')] : [];
    print(digestLines(run, ahead, emphasis).join('\n'));
    print(assessment.notes.map((note) => wrap(note).join('\n')).join('\n\n'));
  }
  if (options.html !== undefined) {
    const days = forecast ?? (await assessment.forecast(DAYS_ON_PAGE));
    writePage(options.html, pageOf(pageOfRun(assessment, days)), io);
  }
  for (const warning of warningsOf(assessment)) io.stderr.write(`${warning}\n`);
  return exitCodeOf(run, options, io);
}

function writePage(file: string, page: string, io: PreviewIo): void {
  writeOutput(file, page);
  const size = Math.ceil(Buffer.byteLength(page) / 1024);
  io.stderr.write(`page written to ${printableLine(file)} (${size} KB): open it in a browser\n`);
}

/** JSON, because base64 is not on every system, and every shell may write the file as it likes. */
const HOW_TO_GET_A_REPORT = `To get a report of your account: aws iam generate-credential-report, then
aws iam get-credential-report --output json > report.json`;

function judgeFile(file: string, policy: PolicyRead, options: JudgeOptions, io: PreviewIo): Assessment {
  try {
    const { content, layers } = unpackReport(readInput(file));
    const assessment = judgeReport(content, policy, { ...options, file });
    if (layers.length > 0) io.stderr.write(`${printableLine(file)}: read as ${layers.join(', then ')}\n`);
    return assessment;
  } catch (error) {
    if (!(error instanceof ReportError || error instanceof NotAReport)) throw error;
    throw new BadInput(`${file}: ${error.message}\n${HOW_TO_GET_A_REPORT}`, { cause: error });
  }
}

function digestLines(run: RunReport, forecast: readonly string[], emphasis: Emphasis): string[] {
  const { subject, body } = digestOf(run, MAX_BYTES, forecast);
  const title = run.example ? 'Subject of the example' : 'Subject';
  return [emphasis(`${title}: ${subject}`), '', emphasizeTitles(body, emphasis)];
}

/** A run that halted, or failed to confirm a candidate, fails here as it does in Lambda. */
function exitCodeOf(run: RunReport, { failOn }: JudgeOptions, io: PreviewIo): number {
  const { failed } = countsOf(run);
  const causes = run.results.map(({ outcome }) => ('cause' in outcome ? outcome.cause : ''));
  const unread = (run.accountChecks?.checks ?? []).flatMap(({ result }) =>
    unreadableFactsOf(result).map(({ cause }) => cause),
  );
  const unclear = (run.evaluated?.evaluation.judged ?? []).map(({ verdict }) =>
    verdict.kind === 'unclear' ? verdict.cause : '',
  );
  const messages = [...run.halts.map(({ message }) => message), ...causes, ...unread, ...unclear];
  if (messages.some(isRefusal)) io.stderr.write(`${MISSING_PERMISSIONS}\n`);
  if (run.halts.length > 0 || failed > 0) return 1;
  const { exitCode, line } = gateOf(run, failOn);
  if (line !== undefined) io.stderr.write(`${line}\n`);
  return exitCode;
}
