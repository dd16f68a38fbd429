import { HOUR } from '../../lambda/domain/instant';
import type { FetchedReport } from '../../lambda/ports';
import type { Calls } from './calls';
import { faultOf } from './faults';
import { cutShort, generateReport, withOddCell, withoutRows } from './report';
import { ledgerIn } from './stored';

/** "The report is cached up to 4 hours; Generate then answers COMPLETE with the old bytes." */
const CACHED_FOR = 4 * HOUR;

/** What the run gets, and what the journal keeps of it. */
export function fetchReport({ world, run, faults }: Calls): FetchedReport {
  const cached = world.report;
  let report =
    cached && world.now - cached.generatedAt < CACHED_FOR ? cached : (world.report = generateReport(world));
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
