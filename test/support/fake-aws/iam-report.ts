import type { FakeAccount } from './account';
import { generateReport } from './report';
import { AwsError, isoSeconds, type XmlFields } from './wire';

// It embodies docs/assumptions.md A7 and A8.

export function generateCredentialReport(account: FakeAccount): XmlFields {
  if (isGenerating(account)) {
    poll(account);
    return { State: isGenerating(account) ? 'INPROGRESS' : 'COMPLETE' };
  }
  // AWS serves the old content, even after users were deleted.
  if (account.report.current && !isExpired(account)) return { State: 'COMPLETE' };
  start(account);
  return { State: 'STARTED', Description: 'No report exists. Starting a new report generation task' };
}

export function getCredentialReport(account: FakeAccount): XmlFields {
  if (isGenerating(account)) poll(account);
  if (isGenerating(account)) {
    throw new AwsError('ReportInProgress', 404, 'Report generation is in progress');
  }
  const { current, override } = account.report;
  if (!current) throw new AwsError('ReportNotPresent', 410, 'No report exists');
  if (isExpired(account)) throw new AwsError('ReportExpired', 410, 'The most recent report has expired');
  return {
    Content: Buffer.from(override ?? current.content).toString('base64'),
    ReportFormat: 'text/csv',
    GeneratedTime: isoSeconds(current.generatedAt),
  };
}

const isGenerating = ({ report }: FakeAccount) => report.pollsLeft > 0;

function isExpired({ report, now }: FakeAccount): boolean {
  return report.current !== undefined && now() - report.current.generatedAt >= report.cacheMs;
}

function start(account: FakeAccount): void {
  account.report.pollsLeft = account.report.pollsUntilReady;
  if (!isGenerating(account)) generateReport(account);
}

function poll(account: FakeAccount): void {
  account.report.pollsLeft -= 1;
  if (!isGenerating(account)) generateReport(account);
}
