import { MINUTE } from '../../../lambda/domain/instant';
import type { Call } from '../faults';
import type { Anomaly, Journal, Run } from '../journal';
import type { Law } from './law';

/** What must have happened for a run to stop with this reason. Reasons that are not here have laws of their own. */
const CAUSES: Readonly<
  Record<string, { readonly anomalies: readonly Anomaly[]; readonly outages: readonly Call[] }>
> = {
  'user-drop': { anomalies: ['cutShort'], outages: ['directory.listUsers'] },
  permissions: { anomalies: ['tags'], outages: [] },
  users: { anomalies: ['tags'], outages: [] },
  policy: { anomalies: ['policy'], outages: ['settings.read'] },
  mode: { anomalies: ['mode'], outages: [] },
  report: {
    anomalies: ['report', 'stale-report', 'lookUp'],
    outages: ['reports.fetch', 'directory.lookUp', 'directory.listKeys'],
  },
  ledger: {
    anomalies: ['ledger'],
    outages: [
      'records.readLedger',
      'records.firstRun',
      'records.writeLedger',
      'records.write',
      'records.read',
    ],
  },
};

/** 2, the other way round: users who come and go, one odd user or a first run are no anomaly. */
export const haltsForACause: Law = {
  name: '2. Nothing less than an anomaly stops a run',
  brokenBy: ({ journal }) =>
    journal.runs.flatMap((run) => {
      const { ending } = run;
      const reason = ending?.kind === 'threw' ? ending.reason : undefined;
      return reason === undefined || hasCause(reason, run) || hasCompany(run, journal)
        ? []
        : [`#${run.invocation}: stopped for ${reason}, and nothing of that kind had happened`];
    }),
};

function hasCause(reason: string, { anomalies, outages }: Run): boolean {
  const causes = CAUSES[reason];
  return (
    !causes ||
    causes.anomalies.some((anomaly) => anomalies.has(anomaly)) ||
    causes.outages.some((call) => outages.includes(call))
  );
}

/** Two runs at once may take the ledger from each other. */
function hasCompany({ invocation, startedAt }: Run, { runs }: Journal): boolean {
  return runs.some(
    (other) => other.invocation !== invocation && Math.abs(other.startedAt - startedAt) < 15 * MINUTE,
  );
}
