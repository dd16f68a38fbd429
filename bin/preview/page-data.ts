import { countsOf } from '../../lambda/domain/counts';
import type { ForecastDay } from '../../lambda/domain/forecast/forecast';
import { findingsOf } from '../../lambda/domain/records/findings-csv';
import { called } from './text';
import type { Found } from './assessment';
import type { PageData } from './page/page-data';

/** What the page shows of a sweep that was just made. */
export function pageOfSweep(
  { sweep, source, notes }: Pick<Found, 'sweep' | 'source' | 'notes'>,
  forecast: readonly ForecastDay[],
): PageData {
  const { account, now, mode, halts, policy } = sweep;
  return {
    accountId: account.id,
    at: now,
    source,
    notes,
    mode,
    halts: halts.map(({ message }) => message),
    policy: policy && {
      rules: policy.policy,
      sha256: policy.sha256,
      ...(policy.version === undefined ? {} : { version: policy.version }),
    },
    counts: countsOf(sweep),
    findings: findingsOf(sweep),
    forecast: forecast.map(({ date, disabled, waiting }) => ({
      date,
      disabled: disabled.map(called),
      waiting,
    })),
  };
}
