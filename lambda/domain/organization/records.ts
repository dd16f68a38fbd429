import { stringify } from 'csv-stringify/sync';
import { utcSecond } from '../instant';
import type { Coverage } from './coverage';
import type { OrganizationReport } from './run-report';
import { standingOf } from './roster-changes';

const COLUMNS = [
  'accountId',
  'name',
  'ou',
  'class',
  'mode',
  'cause',
  'users',
  'activeCredentials',
  'stale',
  'due',
  'exempt',
  'disabled',
  'failed',
  'uncoveredSince',
  'record',
] as const;

/** `accounts.csv`: a row for each account of the roster. A cell that a spreadsheet would take for a formula is disarmed. */
export function accountsCsv({
  coverage,
  uncoveredSince,
}: Pick<OrganizationReport, 'coverage' | 'uncoveredSince'>): string {
  const rows = (coverage?.accounts ?? []).map((each) => {
    const { account, answer, cause } = each;
    const since = uncoveredSince[account.id];
    const number = (word: string) => answer && (answer.counts[word] ?? 0);
    return {
      accountId: account.id,
      name: account.name,
      ou: account.parents?.at(-1),
      class: each.class,
      mode: answer?.mode ?? standingOf(account),
      cause,
      users: answer?.users,
      activeCredentials: answer?.activeCredentials,
      stale: number('stale'),
      due: number('due'),
      exempt: number('exempt'),
      disabled: number('disabled'),
      failed: number('failed'),
      uncoveredSince: since === undefined ? undefined : utcSecond(since),
      record: answer?.record,
    };
  });
  return stringify(rows, {
    header: true,
    columns: [...COLUMNS],
    escape_formulas: true,
    record_delimiter: 'windows',
  });
}

/** How an organization's run ended. */
export interface RunEnd {
  readonly executionArn: string;
  readonly status: string;
  /** One line. */
  readonly cause: string;
}

/** `result.json` of the organization's run, for people and programs. */
export function organizationResult(report: OrganizationReport, end: RunEnd): string {
  const { allotment, coverage, settings } = report;
  return `${JSON.stringify(
    {
      version: 1,
      runId: report.runId,
      organizationId: report.organizationId,
      executionArn: end.executionArn,
      trigger: report.trigger,
      preview: report.preview,
      only: report.only ?? null,
      at: utcSecond(report.now),
      status: end.status,
      cause: end.cause,
      halts: report.halts,
      mode: settings?.mode ?? null,
      policy: versionOf(settings?.policy),
      organizationPolicy: versionOf(settings?.organization),
      subscribers: report.subscribers ?? null,
      takenOver: report.takenOver ?? null,
      deliveredLate: report.deliveredLate,
      coverage: coverage ? coverageRecord(coverage) : null,
      allotment: allotment
        ? {
            room: allotment.room,
            planned: allotment.planned,
            barrier: allotment.barrier ?? null,
            allotted: allotment.items.reduce((sum, { ids }) => sum + ids.length, 0),
          }
        : null,
      inFlight: report.inFlight,
    },
    null,
    1,
  )}\n`;
}

function versionOf(source: { readonly version?: number; readonly sha256: string } | undefined) {
  return source ? { version: source.version ?? null, sha256: source.sha256 } : null;
}

function coverageRecord({ counts, expected, uncovered, failedActions, strays }: Coverage) {
  return { ...counts, expected, uncovered, failedActions, strays };
}
