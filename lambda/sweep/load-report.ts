import { Halted, messageOf, orHalt } from '../errors';
import type { LedgerSession } from '../ledger-session';
import type { FetchedReport, ListedUser, Ports } from '../ports';
import type { CredentialReport } from '../domain/credential-report/facts';
import { parseCredentialReport } from '../domain/credential-report/parse';
import type { AccountId } from '../domain/identity';
import { type Instant, MINUTE } from '../domain/instant';
import { type KeyListing, withListedKeys } from '../domain/evaluation/key-identity';
import { compareWithReport, usersToCompare } from '../domain/ledger/queries';
import { targetIn } from '../domain/ledger/planned';
import {
  withConfirmed,
  withLateEffect,
  withoutTries,
  withPossiblyRestored,
  withRestored,
} from '../domain/ledger/updates';
import type { ReportSummary } from '../domain/run-report';
import { count } from '../domain/text';
import { learn, type RunContext } from './run';

export interface LoadedReport {
  readonly fetched: FetchedReport;
  readonly credentialReport: CredentialReport;
}

/**
 * Fetches and parses the credential report, and compares it with what the ledger says was disabled.
 *
 * @throws Halted with the reason `report` or `user-drop`
 */
export async function loadReport(run: RunContext, session: LedgerSession): Promise<LoadedReport> {
  const { account, now } = run.report;
  const fetched = await orHalt('report', () => run.ports.reports.fetch());
  const credentialReport = await withAllKeys(await readReport(fetched, account), run.ports);
  run.credentialReport = credentialReport;
  const summary = { generatedAt: credentialReport.generatedAt, users: credentialReport.users.length };
  learn(run, { report: { ...summary, confirmed: [], restored: [] } });
  try {
    await refuseUserDrop(credentialReport, session.ledger.lastRun?.users, run.ports);
  } catch (error) {
    // Nothing may be concluded from it, and the next report is measured by the last whole one.
    if (error instanceof CutShort) delete run.credentialReport;
    throw error;
  }
  const toCompare = usersToCompare(session.ledger, credentialReport);
  const listings =
    toCompare.length === 0
      ? new Map<string, KeyListing>()
      : await orHalt('report', () => run.ports.directory.listKeys(toCompare, 'twins'));
  const comparison = applyReportComparison(session, { report: credentialReport, listings, now });
  learn(run, { report: { ...summary, ...comparison } });
  return { fetched, credentialReport };
}

/** @throws Halted with the reason `report` */
export function readReport(fetched: FetchedReport, account: AccountId): Promise<CredentialReport> {
  return orHalt('report', () => parseCredentialReport(fetched.content, fetched.generatedAt, account));
}

/**
 * The report shows two access keys of a user, and says where there are more. All keys of such a user are then judged as
 * IAM lists them (docs/design.md §4.4). Where they cannot be listed, the user's keys are unclear.
 */
async function withAllKeys(
  report: CredentialReport,
  { directory }: Pick<Ports, 'directory'>,
): Promise<CredentialReport> {
  const incomplete = report.users.filter(({ hasMoreKeys }) => hasMoreKeys);
  if (incomplete.length === 0) return report;
  const listings = await orHalt('report', () =>
    directory.listKeys(
      incomplete.map(({ user }) => user),
      'all',
    ),
  );
  const users = report.users.map((facts) =>
    facts.hasMoreKeys ? withListedKeys(facts, listings.get(facts.user.arn)) : facts,
  );
  return { ...report, users };
}

/** A user may be created while the report is collected, and its date may lie a little after that. */
const REPORT_LAG = 5 * MINUTE;

/**
 * A report that is cut off at the end of a row looks complete. So "if it has over 20% and over 5 users fewer than the
 * last readable one, or none at all where there were some", IAM is asked for all users. The run halts only if one of
 * them existed before the report and has no row, or if they cannot be listed (docs/design.md §5.12).
 *
 * @throws Halted with the reason `user-drop`
 */
export async function refuseUserDrop(
  { users, generatedAt }: CredentialReport,
  before: number | undefined,
  { directory }: Pick<Ports, 'directory'>,
): Promise<void> {
  if (before === undefined || before === 0) return;
  const missing = before - users.length;
  if (users.length > 0 && !(missing > 5 && missing > before * 0.2)) return;
  const drop = `the credential report has ${count(users.length, 'user')}, and the last one had ${before}`;
  let listed: readonly ListedUser[];
  try {
    listed = await directory.listUsers();
  } catch (error) {
    throw new Halted('user-drop', `${drop}; whether they still exist is not known: ${messageOf(error)}`, {
      cause: error,
    });
  }
  const rows = new Set<string>(users.map(({ user }) => user.arn));
  const cutOff = listed.filter(({ arn, createdAt }) => createdAt < generatedAt - REPORT_LAG && !rows.has(arn));
  const [first] = cutOff;
  if (!first) return;
  throw new CutShort(
    `${drop}; ${count(cutOff.length, 'user')} who existed before it ${cutOff.length === 1 ? 'has' : 'have'} no row, such as ${first.arn}`,
  );
}

/** The report is proven to lack users. */
class CutShort extends Halted {
  constructor(message: string) {
    super('user-drop', message);
  }
}

/** Updates the ledger by the report, which confirms or contradicts what iam-lapse disabled (docs/design.md §5.10). */
function applyReportComparison(
  session: LedgerSession,
  {
    report,
    listings,
    now,
  }: {
    readonly report: CredentialReport;
    readonly listings: ReadonlyMap<string, KeyListing>;
    readonly now: Instant;
  },
): Pick<ReportSummary, 'confirmed' | 'restored' | 'lateEffect'> {
  const found = compareWithReport(session.ledger, report, listings);
  const { confirmed, restored, possiblyRestored, lateEffect, neverDone } = found;
  let ledger = withPossiblyRestored(session.ledger, possiblyRestored, now);
  ledger = withConfirmed(ledger, confirmed, now);
  ledger = withLateEffect(withoutTries(ledger, neverDone), lateEffect, now);
  session.ledger = withRestored(ledger, restored, now);
  return {
    confirmed: [...confirmed, ...lateEffect],
    restored: [...restored, ...possiblyRestored],
    lateEffect: lateEffect.map((id) => ({ id, target: targetIn(ledger, id) })),
  };
}
