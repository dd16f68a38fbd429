import { HOUR } from '../../lambda/domain/instant';
import type { FetchedReport } from '../../lambda/ports';
import type { Calls } from './calls';
import { faultOf } from './faults';
import { cutShort, generateReport, withOddCell } from './report';

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
