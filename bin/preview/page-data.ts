import { countsOf } from '../../lambda/domain/run-report';
import type { ForecastDay } from '../../lambda/domain/forecast/forecast';
import { findingsOf } from '../../lambda/domain/records/findings-csv';
import type { Assessment } from './assessment';
import { displayName } from './forecast-text';
import type { PageData } from './page/page-data';

/** The page's data from an assessment that was just made. Compare `pageOfRecord`. */
export function pageOfRun(
  { run, source, notes }: Pick<Assessment, 'run' | 'source' | 'notes'>,
  forecast: readonly ForecastDay[],
): PageData {
  const { account, now, evaluated, halts, settings } = run;
  const policy = settings?.policy;
  return {
    accountId: account.id,
    at: now,
    source,
    notes,
    mode: evaluated?.mode,
    halts: halts.map(({ message }) => message),
    policy: policy && {
      rules: policy.policy,
      sha256: policy.sha256,
      ...(policy.version === undefined ? {} : { version: policy.version }),
    },
    counts: countsOf(run),
    findings: findingsOf(run),
    forecast: forecast.map(({ date, disabled, waiting }) => ({
      date,
      disabled: disabled.map(displayName),
      waiting,
    })),
  };
}
