import type { Anomaly, Run } from '../journal';
import type { Law } from './law';

const REASONS: Readonly<Record<Anomaly, string>> = {
  report: 'report',
  'stale-report': 'report',
  cutShort: 'user-drop',
  policy: 'policy',
  mode: 'mode',
  ledger: 'ledger',
  tags: 'permissions',
  lookUp: 'report',
  subscribers: 'subscribers',
};
/** Found before anything else could be. */
const EARLIER = ['busy', 'user-drop', 'delivery'];

/** 2: "No write at all, a digest that says why, a failed run." */
export const anomalousMeansNothing: Law = {
  name: '2. Anomalous means do nothing, loudly',
  brokenBy: ({ journal }) =>
    journal.runs.flatMap((run) => faultsOf(run).map((fault) => `#${run.invocation}: ${fault}`)),
};

function faultsOf(run: Run): string[] {
  const { anomalies, writes, ending, outages } = run;
  const all = [...anomalies].join(', ');
  const faults: string[] = [];
  if (anomalies.size > 0 && writes.length > 0) faults.push(`wrote in spite of ${all}`);
  if (ending?.kind === 'threw' && ending.reason === 'limits' && writes.length > 0) {
    faults.push('wrote although the limits stopped it');
  }
  const loud = [...anomalies].filter((anomaly) => failsARun(anomaly, run));
  if (loud.length === 0) return faults;
  if (ending?.kind === 'answered' && ending.status === 'completed')
    faults.push(`ended well in spite of ${all}`);
  if (ending?.kind !== 'threw') return faults;
  const reason = ending.reason ?? 'none';
  const expected = [...loud.map((anomaly) => REASONS[anomaly]), ...EARLIER];
  if (outages.length <= 1 && !expected.includes(reason))
    faults.push(`${all}, and the reason given is ${reason}`);
  if (!outages.includes('topic.publish') && !saysWhy(run, reason)) {
    faults.push(`${all}, and no digest says that it is for ${reason}`);
  }
  return faults;
}

/** A run that only reports needs no listener, and no young report. */
function failsARun(anomaly: Anomaly, { mode, preview }: Run): boolean {
  const toEnforce = mode === 'enforce' && !preview;
  return (anomaly !== 'subscribers' && anomaly !== 'stale-report') || toEnforce;
}

function saysWhy({ delivered }: Run, reason: string): boolean {
  return delivered.some(
    ({ subject, body }) => /HALTED|NOT ENFORCED/.test(subject) && body.includes(`(${reason}):`),
  );
}
