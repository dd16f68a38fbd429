import { countsOf } from '../lambda/domain/counts';
import { digestOf } from '../lambda/domain/digest/digest';
import { wrap } from '../lambda/domain/digest/text';
import { unreadOf } from '../lambda/domain/hygiene/check';
import { printable } from '../lambda/domain/printable';
import { ReportError } from '../lambda/domain/report/parse';
import type { Sweep } from '../lambda/domain/sweep';
import { isRefusal, MISSING_PERMISSIONS } from './preview/aws-trouble';
import { readInput, refuseNoFile, writeOutput } from './preview/files';
import { forecastText } from './preview/forecast-text';
import type { Found } from './preview/found';
import { judgeReport } from './preview/judge-report';
import { toJson } from './preview/json';
import { judgeLive } from './preview/live/judge-live';
import { Progress } from './preview/live/progress';
import { type JudgeOptions, type Options, parseOptions, SAMPLE } from './preview/options';
import { pageOf } from './preview/page/page';
import { pageOfSweep } from './preview/page-of-sweep';
import { pageOfRecord } from './preview/past-record';
import { type PolicyRead, readPolicy } from './preview/policy-source';
import { readRecord } from './preview/record-files';
import { embolden, emboldenTitles } from './preview/terminal';
import { BadInput, Unavailable } from './preview/trouble';
import { USAGE } from './preview/usage';
import { warningsOf } from './preview/warnings';

/** How far the page looks ahead, where nobody says. */
const DAYS_ON_PAGE = 30;

/** `npm run preview`: what a dry-run would say, without a deployment. @returns the exit code */
async function preview(options: Options): Promise<number> {
  switch (options.task) {
    case 'help':
      console.log(USAGE);
      return 0;
    case 'draw':
      refuseNoFile(options.html);
      writeOutput(options.html, pageOf(pageOfRecord(await readRecord(options.record))));
      return 0;
    case 'judge':
      return judge(options);
  }
}

async function judge(options: JudgeOptions): Promise<number> {
  if (options.html !== undefined) refuseNoFile(options.html);
  const policy = await readPolicy(options.policy, options.now);
  const found =
    options.what.kind === 'live'
      ? await judgeLive(policy, options, new Progress(process.stderr))
      : judgeFile(options.what.file, policy, options);
  const forecast = options.days === undefined ? undefined : await found.forecast(options.days);
  const { sweep } = found;
  if (options.json) {
    console.log(toJson(found, forecast));
  } else {
    const ahead = forecast ? [emboldenTitles(forecastText(forecast, options))] : [];
    console.log([...digestLines(sweep), ...ahead].join('\n'));
    console.log(found.notes.map((note) => wrap(note).join('\n')).join('\n\n'));
  }
  if (options.html !== undefined) {
    const days = forecast ?? (await found.forecast(DAYS_ON_PAGE));
    writeOutput(options.html, pageOf(pageOfSweep(found, days)));
  }
  for (const warning of warningsOf(found, options)) console.error(warning);
  return exitCodeOf(sweep, options);
}

function judgeFile(file: string, policy: PolicyRead, options: JudgeOptions): Found {
  const content = readInput(file);
  try {
    const source = file === SAMPLE ? 'the sample credential report' : `credential report ${file}`;
    return { ...judgeReport(content, policy, options), source };
  } catch (error) {
    if (!(error instanceof ReportError)) throw error;
    throw new BadInput(
      `${file}: ${error.message}\nA report of your account: aws iam generate-credential-report, then\naws iam get-credential-report --query Content --output text | base64 -d > report.csv`,
      { cause: error },
    );
  }
}

function digestLines(sweep: Sweep): string[] {
  const { subject, body } = digestOf(sweep);
  return [embolden(`Subject: ${subject}`), '', emboldenTitles(body)];
}

/** A sweep that was halted, or could not look at what it planned, is a failed run in Lambda too. */
function exitCodeOf(sweep: Sweep, { failOnStale }: JudgeOptions): number {
  const { stale, failed } = countsOf(sweep);
  const causes = sweep.results.map(({ outcome }) => ('cause' in outcome ? outcome.cause : ''));
  const unread = (sweep.hygiene?.checks ?? []).flatMap(({ answer }) =>
    unreadOf(answer).map(({ cause }) => cause),
  );
  const messages = [...sweep.halts.map(({ message }) => message), ...causes, ...unread];
  if (messages.some(isRefusal)) console.error(MISSING_PERMISSIONS);
  if (sweep.halts.length > 0 || failed > 0) return 1;
  return failOnStale && stale > 0 ? 3 : 0;
}

async function main(): Promise<void> {
  try {
    process.exitCode = await preview(parseOptions(process.argv.slice(2), () => Date.now()));
  } catch (error) {
    const isKnown = error instanceof BadInput || error instanceof Unavailable;
    // What it quotes is somebody else's text.
    console.error(isKnown ? error.message.split('\n').map(printable).join('\n') : error);
    process.exitCode = error instanceof BadInput ? 2 : 1;
  }
}

// Node 20 is among the versions that this project is tested on, with the SDK's version that is locked here; the SDK
// would put eight lines about its later ones over every answer. It looks when the first client is made.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ||= 'true';

// Whoever reads no further, as `head` does, has seen enough.
process.stdout.on('error', () => process.exit());
void main();
