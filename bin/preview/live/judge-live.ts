import { format } from 'node:util';
import { CloudTrailClients, pacedCloudTrailClientIn } from '../../../lambda/aws/cloudtrail-client';
import { TrailReader } from '../../../lambda/aws/cloudtrail-trails';
import { CloudTrailUseEvents } from '../../../lambda/aws/cloudtrail-use-events';
import { IamAccountFacts } from '../../../lambda/aws/iam-account-facts';
import { AuthorizationDetails } from '../../../lambda/aws/iam-authorization-details';
import { countCalls, pacedIamClient } from '../../../lambda/aws/iam-client';
import { IamReportSource } from '../../../lambda/aws/iam-credential-report';
import { IamInspector } from '../../../lambda/aws/iam-inspector';
import { IamUserDirectory } from '../../../lambda/aws/iam-user-directory';
import { UserReader } from '../../../lambda/aws/iam-user-reader';
import type { CredentialReport } from '../../../lambda/domain/credential-report/facts';
import { parseCredentialReport } from '../../../lambda/domain/credential-report/parse';
import { usersToLookUp } from '../../../lambda/domain/evaluation/evaluate';
import { forecast, type ForecastDay } from '../../../lambda/domain/forecast/forecast';
import { HOME_REGIONS } from '../../../lambda/domain/identity';
import { type Instant, DAY } from '../../../lambda/domain/instant';
import { historyOf } from '../../../lambda/domain/ledger/queries';
import { emptyLedger, type Ledger } from '../../../lambda/domain/ledger/schema';
import { policyOfAccount } from '../../../lambda/domain/policy/of-account';
import { asksAboutGroups } from '../../../lambda/domain/policy/rules';
import type { Policy } from '../../../lambda/domain/policy/schema';
import type { RunReport } from '../../../lambda/domain/run-report';
import type { Ports } from '../../../lambda/ports';
import { mailOutlet } from '../../../lambda/sweep/mail-digest';
import { runSweep } from '../../../lambda/sweep/sweep';
import { arnsOf, type Assessment, newestDate } from '../assessment';
import { assumeAllAnnounced } from '../assume-announced';
import { callerAccount, regionOrDefault } from '../aws-session';
import { ledgerNote, noUsersNote } from '../notes';
import { type PolicyRead, UNKNOWN_OUS } from '../policy-source';
import type { Terminal } from '../terminal';
import { CachingDirectory, CachingReports } from './caching';
import { clockAt, NO_PASSWORD_EVENTS, NO_TOPIC, recordsInMemory, settingsInMemory } from './in-memory-ports';
import { Progress, showProgress } from './progress';

/**
 * Judges the account behind this shell's AWS credentials. It runs the deployed function's own sweep as a dry-run,
 * over the same IAM adapters. There is no writer; ledger, topic and records are in memory.
 *
 * @throws BadInput or Unavailable before anything is judged; a later failure halts the sweep
 */
export async function judgeLive(
  policy: PolicyRead,
  options: { readonly now: Instant; readonly assumeAnnounced: boolean },
  stderr: Terminal,
): Promise<Assessment> {
  const progress = new Progress(stderr);
  const region = await regionOrDefault();
  const account = await callerAccount(region);
  const iam = pacedIamClient(undefined, { region });
  showProgress(iam, progress);
  const clock = clockAt(options.now);
  const reader = new UserReader(iam);
  const details = new AuthorizationDetails(iam);
  const trails = new TrailReader(HOME_REGIONS[account.partition], pacedCloudTrailClientIn);
  const reports = new CachingReports(new IamReportSource(iam, clock));
  const directory = new CachingDirectory(new IamUserDirectory(details, reader));
  const ports: Omit<Ports, 'records'> = {
    settings: settingsInMemory(policy),
    reports,
    directory,
    inspector: new IamInspector(reader),
    accountFacts: new IamAccountFacts(iam, reader, details, trails, clock),
    passwordEvents: NO_PASSWORD_EVENTS,
    useEvents: new CloudTrailUseEvents(new CloudTrailClients(), { account, region }),
    writer: undefined,
    outlet: mailOutlet(NO_TOPIC),
    clock,
    iamCalls: countCalls(iam),
    log: (level, event, fields) => {
      if (level === 'ERROR') stderr.write(`${format(event, fields)}\n`);
    },
  };
  const sweepWith = async (ledger: Ledger): Promise<RunReport> => {
    const { report } = await runSweep(
      { trigger: 'preview', runId: 'preview', preview: true },
      { account, deployedPolicySha256: policy.sha256, organization: UNKNOWN_OUS },
      { ...ports, records: recordsInMemory(ledger) },
    );
    progress.clear();
    // Only a deployed stack has subscribers and records. A policy from a file has no version.
    return {
      ...report,
      source: { kind: 'live' },
      settings: report.settings && { ...report.settings, policy },
      subscribers: undefined,
      uncounted: undefined,
      records: undefined,
    };
  };
  let ledger = emptyLedger(account.id);
  let run = await sweepWith(ledger);
  if (options.assumeAnnounced && run.evaluated) {
    ledger = assumeAllAnnounced(run.evaluated.evaluation, account.id);
    run = await sweepWith(ledger);
  }
  const report = judgedReport(run, reports);
  return {
    run,
    notes: [...(report ? noUsersNote(report.users.length) : []), ledgerNote(options)],
    newest: report && newestDate(report),
    arns: report ? arnsOf(report) : new Map(),
    forecast: (days) =>
      forecastLive(
        {
          run,
          report,
          policy: policyOfAccount(policy.policy, { id: account.id, ...UNKNOWN_OUS }),
          ledger,
          days,
        },
        directory,
      ).finally(() => progress.clear()),
  };
}

/** Undefined if the sweep halted before it evaluated a report. */
function judgedReport(
  { account, evaluated }: RunReport,
  { fetched }: CachingReports,
): CredentialReport | undefined {
  return evaluated && fetched && parseCredentialReport(fetched.content, fetched.generatedAt, account);
}

/** Forecasts from the report that the sweep read. It also looks up users who become stale within the forecast. */
async function forecastLive(
  input: {
    readonly run: RunReport;
    readonly report: CredentialReport | undefined;
    readonly policy: Policy;
    readonly ledger: Ledger;
    readonly days: number;
  },
  directory: CachingDirectory,
): Promise<readonly ForecastDay[]> {
  const { run, report, policy, ledger, days } = input;
  if (!report) return [];
  const users = usersToLookUp(report, policy, run.now + (days - 1) * DAY);
  const lookedUp = await directory.lookUp(users, {
    groups: asksAboutGroups(policy),
    totalUsers: report.users.length,
  });
  return forecast({
    report,
    policy,
    lookedUp: ({ arn }) => lookedUp.get(arn),
    history: historyOf(ledger, run.now),
    now: run.now,
    days,
  });
}
