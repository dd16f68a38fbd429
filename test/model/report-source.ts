import { GenerateCredentialReportCommand } from '@aws-sdk/client-iam';
import { HOUR, MINUTE } from '../../lambda/domain/instant';
import type { FetchedReport } from '../../lambda/ports';
import type { Calls } from './calls';
import { faultOf } from './faults';
import type { Program } from './program';
import { cutShort, generateReport, withOddCell, withoutRows } from './report';
import { ledgerIn } from './stored';
import type { World } from './world';

/** "The report is cached up to 4 hours; Generate then answers COMPLETE with the old bytes." */
const CACHED_FOR = 4 * HOUR;

/** The function waits so long for a report, and leaves two minutes for the rest (docs/design.md §5.13). */
const WAITS_FOR = 8 * MINUTE;
const LEAVES = 2 * MINUTE;
/** Its last pause may end so long before that. */
const PAUSE = 10_000;

/** The function's own source of reports, in front of an IAM that may have none yet. */
export async function waitForReport(calls: Calls, { IamReportSource }: Program): Promise<FetchedReport> {
  const { world, run, faults } = calls;
  const late = faultOf(faults, 'reportLate')?.minutes ?? 0;
  const readyAt = world.now + (isCached(world) ? 0 : late * MINUTE);
  const givesUpAt = world.now + Math.min(WAITS_FOR, calls.remaining() - LEAVES) - PAUSE;
  if (readyAt >= givesUpAt) run.anomalies.add('report');
  const send = async (command: unknown) => {
    if (command instanceof GenerateCredentialReportCommand) {
      return { State: world.now < readyAt ? 'INPROGRESS' : 'COMPLETE' };
    }
    return calls.carry('reports.fetch', () => {
      const { content, generatedAt } = fetchReport(calls);
      return { Content: content, GeneratedTime: new Date(generatedAt), ReportFormat: 'text/csv' };
    });
  };
  const clock = {
    now: () => world.now,
    elapsed: () => world.now,
    remaining: () => calls.remaining(),
    sleep: async (ms: number) => {
      world.now += ms;
    },
  };
  return new IamReportSource(Object.assign(Object.create(null), { send }), clock).fetch();
}

function isCached({ report, now }: World): boolean {
  return report !== undefined && now - report.generatedAt < CACHED_FOR;
}

/** What the run gets, and what the journal keeps of it. */
function fetchReport({ world, run, faults }: Calls): FetchedReport {
  const { report: cached } = world;
  let report = cached && isCached(world) ? cached : (world.report = generateReport(world));
  const odd = faultOf(faults, 'oddCell');
  if (odd) {
    const changed = withOddCell(report, world, odd);
    report = changed.report;
    run.odd.push(...changed.odd);
  }
  const missing = faultOf(faults, 'rowsMissing');
  if (missing) {
    const cut = withoutRows(report, missing.rows);
    report = cut.report;
    // Fewer by over a fifth and over five than the run before counted, or none at all: the design's own trigger.
    const before = ledgerIn(world.bucket.ledger?.text).lastRun?.users ?? 0;
    const drop = before - cut.left;
    if (before > 0 && cut.missing && (cut.left === 0 || (drop > 5 && drop > before * 0.2)))
      run.anomalies.add('cutShort');
  }
  if (faultOf(faults, 'reportCutShort')) {
    report = cutShort(report);
    run.anomalies.add('report');
  } else if (faultOf(faults, 'reportOld')) {
    report = { ...report, generatedAt: world.now - 5 * HOUR };
    run.anomalies.add('stale-report');
  }
  run.report = report;
  return { content: report.content, generatedAt: report.generatedAt, fetchedAt: world.now };
}
