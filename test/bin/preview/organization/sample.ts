import { HOUR } from '../../../../lambda/domain/instant';
import { accountsCsv, organizationResult, type RunEnd } from '../../../../lambda/domain/organization/records';
import type { OrganizationReport } from '../../../../lambda/domain/organization/run-report';
import type { OrganizationFiles } from '../../../../bin/preview/record-files';
import { NOW } from '../../../support/builders';
import {
  accountId,
  anAnswer,
  aRoster,
  RUN,
  SANDBOX,
  toSweep,
} from '../../../lambda/domain/organization/an-organization';
import { aReport } from '../../../lambda/domain/organization/digest/reports';

/** `result.json` and `accounts.csv` as Tell writes them. */
export function filesOf(report: OrganizationReport, end: Partial<RunEnd> = {}): OrganizationFiles {
  const ended = { executionArn: 'arn', status: 'completed', cause: '1 account covered', ...end };
  return {
    place: 'run/',
    result: organizationResult(report, ended),
    accounts: report.coverage ? accountsCsv(report) : undefined,
  };
}

const answered = (index: number, parts: Parameters<typeof anAnswer>[0] = {}) => {
  const id = accountId(index);
  return anAnswer({ accountId: id, record: `s3://records/${id}/runs/2026/11/20/${RUN}/`, ...parts });
};

/** Two accounts, and all is well. */
export function wholeRun(parts: Parameters<typeof aReport>[0] = {}): OrganizationReport {
  return aReport({
    roster: aRoster([toSweep(accountId(0)), toSweep(accountId(1), { name: '=search()' })]),
    answers: [
      answered(0, { mode: 'enforce', counts: { stale: 4, due: 1 }, users: 12, activeCredentials: 17 }),
      answered(1, { counts: { stale: 10 }, users: 30, activeCredentials: 33 }),
    ],
    ...parts,
  });
}

/** One account of each class, one with a failed action, and one that may have done something. */
export function brokenRun(): OrganizationReport {
  const [silent, gone] = [accountId(4), accountId(2)];
  const plan = { accountId: silent, actions: [{ id: 'a' }, { id: 'b' }] };
  return aReport({
    roster: aRoster([
      toSweep(accountId(0)),
      toSweep(accountId(1), { name: 'search', parents: ['r-ab12', SANDBOX] }),
      toSweep(gone, { name: 'lost' }),
      toSweep(accountId(3), { name: 'cut off' }),
      toSweep(silent, { name: 'silent' }),
      { kind: 'suspended', id: accountId(5), name: 'old', state: 'CLOSED' },
      { kind: 'excluded', id: accountId(6), name: 'pci', entry: 'PCI freeze', reason: 'an audit' },
    ]),
    answers: [
      answered(0, { status: 'failed', mode: 'enforce', counts: { stale: 4, disabled: 2, failed: 1 } }),
      answered(1, { counts: { stale: 10 } }),
      answered(3, {
        status: 'halted',
        halts: [{ effect: 'halted', reason: 'report', message: 'the report is cut off' }],
      }),
    ],
    act: { allotted: new Set([silent]), plans: [plan] },
    uncoveredSince: { [gone]: NOW - 72 * HOUR },
    inFlight: [{ runId: RUN, ...plan }],
    allotment: { version: 1, runId: RUN, items: [], room: 3, planned: 9, wouldBeDisabled: [], next: [] },
  });
}

/** As many accounts, of which every tenth has not answered. */
export function largeRun(number: number): OrganizationReport {
  const indexes = Array.from({ length: number }, (_, index) => index);
  return aReport({
    roster: aRoster(indexes.map((index) => toSweep(accountId(index), { name: `team-${index}` }))),
    answers: indexes
      .filter((index) => index % 10 !== 0)
      .map((index) => answered(index, { counts: { stale: index % 7 }, users: 5, activeCredentials: 6 })),
  });
}

/** A run that was refused before it swept anybody. */
export function haltedRun(message = 'the list of accounts is empty'): OrganizationReport {
  return {
    ...aReport(),
    coverage: undefined,
    halts: [{ effect: 'halted', reason: 'roster', message }],
  };
}
