import { setTimeout as sleep } from 'node:timers/promises';
import { format } from 'node:util';
import { countCalls, pacedIamClient } from '../../../lambda/aws/iam-client';
import { IamReportSource } from '../../../lambda/aws/iam-credential-report';
import { IamUserDirectory } from '../../../lambda/aws/iam-user-directory';
import { IamAccountFacts } from '../../../lambda/aws/iam-account-facts';
import { IamInspector } from '../../../lambda/aws/iam-inspector';
import { UserReader } from '../../../lambda/aws/iam-user-reader';
import { type Instant, DAY } from '../../../lambda/domain/instant';
import { emptyLedger, type Ledger } from '../../../lambda/domain/ledger/schema';
import { parseCredentialReport } from '../../../lambda/domain/credential-report/parse';
import type { RunReport } from '../../../lambda/domain/run-report';
import type { Clock, Ports } from '../../../lambda/ports';
import { runSweep } from '../../../lambda/sweep/sweep';
import { assumeAllAnnounced } from '../assume-announced';
import { type Assessment, newestDate, withoutLedger } from '../assessment';
import type { PolicyRead } from '../policy-source';
import { regionOrAny, callersAccount } from '../aws-session';
import { NO_TOPIC, recordsInMemory } from './in-memory-ports';
import { Progress, showProgress, type Terminal } from './progress';
import { CachingDirectory, CachingReports } from './caching';
import { forecast, type ForecastDay } from '../../../lambda/domain/forecast/forecast';
import { usersToLookUp } from '../../../lambda/domain/evaluation/evaluate';
import { asksAboutGroups } from '../../../lambda/domain/policy/rules';
import { historyOf } from '../../../lambda/domain/ledger/queries';
import type { Policy } from '../../../lambda/domain/policy/schema';

/**
 * The dry-run of the deployed function on the account behind this shell's credentials: the same sweep over the
 * same adapters, without a writer, and with a ledger, a topic and records that are not there.
 *
 * @throws BadInput or Unavailable before anything is judged; what goes wrong later is a halt of the sweep
 */
export async function judgeLive(
  policy: PolicyRead,
  options: { readonly now: Instant; readonly assumeAnnounced: boolean },
  stderr: Terminal,
): Promise<Assessment> {
  const progress = new Progress(stderr);
  const region = await regionOrAny();
  const account = await callersAccount(region);
  const iam = pacedIamClient(undefined, { region });
  showProgress(iam, progress);
  const clock = clockAt(options.now);
  const reader = new UserReader(iam);
  const reports = new CachingReports(new IamReportSource(iam, clock));
  const directory = new CachingDirectory(new IamUserDirectory(iam, reader));
  const ports: Omit<Ports, 'records'> = {
    settings: settingsOf(policy),
    reports,
    directory,
    inspector: new IamInspector(reader),
    accountFacts: new IamAccountFacts(iam, reader, clock),
    writer: undefined,
    topic: NO_TOPIC,
    clock,
    iamCalls: countCalls(iam),
    log: (level, event, fields) => {
      if (level === 'ERROR') stderr.write(`${format(event, fields)}\n`);
    },
  };
  const sweepWith = async (ledger: Ledger): Promise<RunReport> => {
    const { report } = await runSweep(
      { trigger: 'preview', runId: 'preview', preview: true },
      { account, deployedPolicySha256: policy.sha256 },
      { ...ports, records: recordsInMemory(ledger) },
    );
    progress.clear();
    // What only a deployment has is not known.
    return {
      ...report,
      settings: report.settings && { ...report.settings, policy },
      subscribers: undefined,
      records: undefined,
    };
  };
  let ledger = emptyLedger(account.id);
  let run = await sweepWith(ledger);
  if (options.assumeAnnounced && run.evaluated) {
    ledger = assumeAllAnnounced(run.evaluated.evaluation, account.id);
    run = await sweepWith(ledger);
  }
  return {
    run,
    source: 'the live account',
    notes: [withoutLedger(options)],
    newest: newestIn(run, reports),
    forecast: (days) =>
      forecastLive({ run, policy: policy.policy, ledger, days }, { reports, directory }).finally(() =>
        progress.clear(),
      ),
  };
}

/** Whoever was judged, was by a report that can be read. */
function newestIn({ account, evaluated }: RunReport, { answer }: CachingReports): Instant | undefined {
  if (!evaluated || !answer) return undefined;
  return newestDate(parseCredentialReport(answer.content, answer.generatedAt, account));
}

/** One `now` for all that is judged; IAM's time to write a report is the real one. */
function clockAt(now: Instant): Clock {
  return {
    now: () => now,
    elapsed: () => performance.now(),
    remaining: () => Infinity,
    sleep: (ms) => sleep(ms),
  };
}

/** The policy that was read already, and no mode but dry-run. */
function settingsOf({ text, sha256, version = 0 }: PolicyRead): Ports['settings'] {
  return {
    read: async () => ({
      mode: { name: 'mode', value: 'dry-run' },
      policy: { name: 'policy', value: { text, sha256, version } },
    }),
  };
}

/** Goes on from what a sweep has read, with the tags and groups of those who come to matter later. */
export async function forecastLive(
  asked: {
    readonly run: RunReport;
    readonly policy: Policy;
    readonly ledger: Ledger;
    readonly days: number;
  },
  {
    reports: { answer },
    directory,
  }: { readonly reports: CachingReports; readonly directory: CachingDirectory },
): Promise<readonly ForecastDay[]> {
  const { run, policy, ledger, days } = asked;
  // Halted before anybody was judged.
  if (!answer || !run.evaluated) return [];
  const report = parseCredentialReport(answer.content, answer.generatedAt, run.account);
  const users = usersToLookUp(report, policy, run.now + (days - 1) * DAY);
  const lookedUp = await directory.lookUp(users, {
    groups: asksAboutGroups(policy),
    totalUsers: report.users.length,
  });
  return forecast({
    report,
    policy,
    lookedUp: ({ arn }) => lookedUp.get(arn),
    history: historyOf(ledger),
    now: run.now,
    days,
  });
}
