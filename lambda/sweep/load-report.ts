import { Halted, orHalt } from '../errors';
import type { LedgerSession } from '../ledger-session';
import { CutShort, type FetchedReport, type Ports } from '../ports';
import type { CredentialReport } from '../domain/credential-report/facts';
import { parseCredentialReport } from '../domain/credential-report/parse';
import type { AccountId } from '../domain/identity';
import type { Instant } from '../domain/instant';
import { type KeyListing, withListedKeys } from '../domain/evaluation/key-identity';
import { compareWithReport, usersToCompare } from '../domain/ledger/queries';
import { targetIn } from '../domain/ledger/credential-id';
import {
  withConfirmed,
  withLateEffect,
  withoutTries,
  withPossiblyRestored,
  withRestored,
} from '../domain/ledger/updates';
import type { ReportSummary } from '../domain/run-report';
import { listKeys } from './list-keys';
import { compareLocks } from './locks';
import { learn, type RunContext } from './run';
import { refuseUserDrop } from './preconditions';

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
    if (error instanceof Halted && error.cause instanceof CutShort) delete run.credentialReport;
    throw error;
  }
  await compareLocks(run, credentialReport);
  const toCompare = usersToCompare(session.ledger, credentialReport);
  const listings = await orHalt('report', () => listKeys(toCompare, 'twins', run.ports));
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
  ports: Pick<Ports, 'directory' | 'clock'>,
): Promise<CredentialReport> {
  const incomplete = report.users.filter(({ hasMoreKeys }) => hasMoreKeys);
  if (incomplete.length === 0) return report;
  const listings = await orHalt('report', () =>
    listKeys(
      incomplete.map(({ user }) => user),
      'all',
      ports,
    ),
  );
  const users = report.users.map((facts) =>
    facts.hasMoreKeys ? withListedKeys(facts, listings.get(facts.user.arn)) : facts,
  );
  return { ...report, users };
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
): Pick<ReportSummary, 'confirmed' | 'restored' | 'lateEffect' | 'perhapsNeverDisabled'> {
  const found = compareWithReport(session.ledger, report, listings);
  const { confirmed, restored, possiblyRestored, lateEffect, neverDone } = found;
  let ledger = withPossiblyRestored(session.ledger, possiblyRestored, now);
  ledger = withConfirmed(ledger, confirmed, now);
  ledger = withLateEffect(withoutTries(ledger, neverDone, now), lateEffect, now);
  session.ledger = withRestored(ledger, restored, now);
  return {
    confirmed: [...confirmed, ...lateEffect],
    restored: [...restored, ...possiblyRestored],
    perhapsNeverDisabled: possiblyRestored,
    lateEffect: lateEffect.map((id) => ({ id, target: targetIn(ledger, id) })),
  };
}
