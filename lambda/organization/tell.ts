import { organizationDigestOf } from '../domain/organization/digest/digest';
import { emptyOrganizationLedger, type OrganizationLedger } from '../domain/organization/ledger/schema';
import {
  withClosed,
  withInFlight,
  withSpent,
  withUncovered,
  withUntold,
} from '../domain/organization/ledger/updates';
import { accountsCsv, organizationResult } from '../domain/organization/records';
import type { OrganizationReport, TakenOver } from '../domain/organization/run-report';
import { audienceNow } from './audience';
import type { Coordinator } from './coordinator';
import type { Execution, FrozenRun } from './coordinator-event';
import { endOf, type TellAnswer } from './end';
import { factsOf, type RunFacts } from './facts';
import { deliver, type Delivery, layDown, publish } from './mail';
import { OrganizationLedgerSession } from './organization-ledger';
import { NotOpen } from './ports';
import { reportOf } from './report';

/**
 * Tells a run from what stands in the bucket, and ends it (docs/design.md §9.7). It may be repeated from any point: what an
 * attempt before has laid down, published or told stays as it is.
 *
 * @throws NotOpen if the run does not have the organization, or what the store throws
 */
export async function tell(
  run: Pick<FrozenRun, 'runId'>,
  { id: executionArn }: Pick<Execution, 'id'>,
  coordinator: Coordinator,
): Promise<TellAnswer> {
  const { runId } = run;
  const { records } = coordinator.ports;
  const facts = await factsOf(runId, coordinator);
  if (!facts) throw new NotOpen(`run ${runId} has no roster`);
  if (facts.frozen.preview) return tellPreview(facts, executionArn, coordinator);
  const session = await OrganizationLedgerSession.read(coordinator);
  const { open, lastRun, untold } = session.ledger;
  if (open?.runId === runId && open.executionArn === executionArn) {
    return tellOpenRun(session, facts, { executionArn, takenOver: open.takenOver }, coordinator);
  }
  // An attempt before has closed it, and its answer was lost.
  if (lastRun?.runId !== runId) throw new NotOpen(`run ${runId} does not have the organization`);
  const isOut = !untold.some((each) => each.runId === runId && each.publishedAt === undefined);
  const delivery: Delivery = isOut
    ? { kind: 'published' }
    : { kind: 'notPublished', cause: 'its mail is not out' };
  return endOf(facts, delivery, records.location(runId));
}

interface Telling {
  readonly executionArn: string;
  readonly takenOver: TakenOver | undefined;
}

/** Tells the run that has the organization, and closes it. @throws ToldError, or what the store throws */
export async function tellOpenRun(
  session: OrganizationLedgerSession,
  facts: RunFacts,
  telling: Telling,
  coordinator: Coordinator,
): Promise<TellAnswer> {
  const { ports } = coordinator;
  const { roster, coverage, settings } = facts;
  const { runId } = roster;
  const now = ports.clock.now();
  const audience = await audienceNow(settings.policy, ports);
  const report = await reportOf(facts, session.ledger, { ...telling, audience }, coordinator);
  await writeRecords(report, facts, telling, coordinator);
  await layDown(runId, () => organizationDigestOf(report), {
    records: ports.records,
    isHeard: (audience.subscribers ?? 0) > 0,
  });
  // The ledger knows what was done, and that it is to be told, before it is told.
  await session.add((ledger) => withEnd(ledger, facts, now));
  const delivery = await deliver(session, runId, audience.subscribers, ports);
  const endedAt = ports.clock.now();
  await session.add((ledger) => withClosed(ledger, { runId, endedAt, roster, coverage }));
  return logged(report, endOf(facts, delivery, ports.records.location(runId)), delivery, coordinator);
}

function withEnd(
  ledger: OrganizationLedger,
  { roster, coverage }: RunFacts,
  now: number,
): OrganizationLedger {
  const { runId, only, accounts } = roster;
  const changed = withInFlight(withSpent(withUntold(ledger, runId), runId, coverage, now), runId, coverage);
  const { uncoveredSince, ...rest } = withUncovered(changed, coverage, now);
  if (only) return { ...rest, uncoveredSince };
  const ids = new Set(accounts.map(({ id }) => id));
  // Accounts that have left are covered by nobody.
  return {
    ...rest,
    uncoveredSince: Object.fromEntries(Object.entries(uncoveredSince).filter(([id]) => ids.has(id))),
  };
}

/** It leaves no trace but its records: it tells nobody, and what it does not deliver is not sent again. */
async function tellPreview(
  facts: RunFacts,
  executionArn: string,
  coordinator: Coordinator,
): Promise<TellAnswer> {
  const { options, ports } = coordinator;
  const { runId } = facts.roster;
  const audience = await audienceNow(facts.settings.policy, ports);
  const stored = await ports.records.readLedger();
  const { ledger } = stored
    ? await OrganizationLedgerSession.read(coordinator)
    : { ledger: emptyOrganizationLedger(options.organizationId) };
  const telling: Telling = { executionArn, takenOver: undefined };
  const report = await reportOf(facts, ledger, { ...telling, audience }, coordinator);
  await writeRecords(report, facts, telling, coordinator);
  const mail = await layDown(runId, () => organizationDigestOf(report), {
    records: ports.records,
    isHeard: false,
  });
  const delivery = await publish(runId, mail, audience.subscribers, ports);
  return logged(report, endOf(facts, delivery, ports.records.location(runId)), delivery, coordinator);
}

/** Before the mail goes out: whoever reads it finds them. */
async function writeRecords(
  report: OrganizationReport,
  facts: RunFacts,
  { executionArn }: Telling,
  { ports: { records } }: Coordinator,
): Promise<void> {
  const { runId } = report;
  const end = endOf(facts, { kind: 'published' }, records.location(runId));
  await Promise.all([
    records.write(runId, 'accounts.csv', accountsCsv(report)),
    records.write(runId, 'result.json', organizationResult(report, { executionArn, ...end })),
  ]);
}

/** The heartbeat counts this line of a scheduled run (docs/design.md §9.11). */
export function logged(
  { runId, trigger, preview, coverage }: OrganizationReport,
  answer: TellAnswer,
  { kind }: Delivery,
  { ports: { log } }: Coordinator,
): TellAnswer {
  const { status, cause } = answer;
  const published = kind === 'published';
  log(status === 'completed' ? 'INFO' : 'ERROR', 'organization-end', {
    runId,
    trigger,
    preview,
    status,
    cause,
    published,
    ...(coverage ? { counts: coverage.counts } : {}),
  });
  return answer;
}
