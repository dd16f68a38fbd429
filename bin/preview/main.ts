import { inspect } from 'node:util';
import { unreadableFactsOf } from '../../lambda/domain/account-checks/check';
import { ReportError } from '../../lambda/domain/credential-report/parse';
import { digestOf } from '../../lambda/domain/digest/digest';
import { MAX_BYTES } from '../../lambda/domain/digest/layout';
import { type RunReport, countsOf } from '../../lambda/domain/run-report';
import { printable, wrap } from '../../lambda/domain/text';
import type { Assessment } from './assessment';
import { BadInput, isRefusal, MISSING_PERMISSIONS, Unavailable } from './errors';
import { asUtf8, assertWritable, readInput, writeOutput } from './files';
import { forecastText } from './forecast-text';
import { judgeReport } from './judge-report';
import { toJson } from './json';
import { judgeLive } from './live/judge-live';
import { warningsOf } from './notes';
import { type JudgeOptions, type Options, parseOptions } from './options';
import { pageOf } from './page/page';
import { pageOfRun } from './page-data';
import { pageOfRecord } from './past-record';
import { type PolicyRead, readPolicy } from './policy-source';
import { readRecord } from './record-files';
import { bold, type Emphasis, emphasizeTitles, plain, type Terminal } from './terminal';
import { USAGE } from './usage';

/** What `preview` writes to, and the clock it reads. */
export interface PreviewIo {
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  readonly now: () => number;
}

/**
 * Runs the command line. It never throws.
 *
 * @returns the exit code
 */
export async function preview(args: readonly string[], io: PreviewIo): Promise<number> {
  try {
    return await runTask(parseOptions(args, io.now), io);
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
      writeOutput(options.html, pageOf(pageOfRecord(await readRecord(options.record))));
      return 0;
    case 'judge':
      return judge(options, io);
  }
}

async function judge(options: JudgeOptions, io: PreviewIo): Promise<number> {
  const print = (text: string) => io.stdout.write(`${text}\n`);
  if (options.html !== undefined) assertWritable(options.html);
  const policy = await readPolicy(options.policy, options.now);
  const assessment =
    options.what.kind === 'live'
      ? await judgeLive(policy, options, io.stderr)
      : judgeFile(options.what.file, policy, options);
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
    writeOutput(options.html, pageOf(pageOfRun(assessment, days)));
  }
  for (const warning of warningsOf(assessment, options)) io.stderr.write(`${warning}\n`);
  return exitCodeOf(run, options, io);
}

function judgeFile(file: string, policy: PolicyRead, options: JudgeOptions): Assessment {
  const content = asUtf8(readInput(file));
  try {
    return judgeReport(content, policy, { ...options, file });
  } catch (error) {
    if (!(error instanceof ReportError)) throw error;
    throw new BadInput(
      `${file}: ${error.message}\nTo get a report of your account: aws iam generate-credential-report, then\naws iam get-credential-report --query Content --output text | base64 -d > report.csv`,
      { cause: error },
    );
  }
}

function digestLines(run: RunReport, forecast: readonly string[], emphasis: Emphasis): string[] {
  const { subject, body } = digestOf(run, MAX_BYTES, forecast);
  const title = run.example ? 'Subject of the example' : 'Subject';
  return [emphasis(`${title}: ${subject}`), '', emphasizeTitles(body, emphasis)];
}

/** A run that halted, or failed to confirm a candidate, fails here as it does in Lambda. */
function exitCodeOf(run: RunReport, { failOnStale }: JudgeOptions, io: PreviewIo): number {
  const { stale, failed } = countsOf(run);
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
  return failOnStale && stale > 0 ? 3 : 0;
}
