import { CHECKS } from '../../lambda/domain/account-checks/registry';
import { accountChecksRecord } from '../../lambda/domain/records/json-records';
import { otherKeyText } from '../../lambda/domain/digest/credential-lines';
import { countsOf, type RunReport } from '../../lambda/domain/run-report';
import type { ForecastDay } from '../../lambda/domain/forecast/forecast';
import { findingsOf } from '../../lambda/domain/records/findings-csv';
import type { Assessment } from './assessment';
import { displayName } from './forecast-text';
import type { PageCheck, PageData, PageFinding } from './page/page-data';

/** The page's data from an assessment that was just made. Compare `pageOfRecord`. */
export function pageOfRun(
  { run, notes }: Pick<Assessment, 'run' | 'notes'>,
  forecast: readonly ForecastDay[],
): PageData {
  const { runId, account, accountAlias, now, preview, evaluated, halts, settings, accountChecks } = run;
  const policy = settings?.policy;
  return {
    accountId: account.id,
    ...(accountAlias === undefined ? {} : { accountAlias }),
    at: now,
    source: run.source ?? { kind: 'record', runId, preview },
    notes,
    mode: evaluated?.mode,
    halts: halts.map(({ message }) => message),
    policy: policy && {
      rules: policy.policy,
      sha256: policy.sha256,
      ...(policy.version === undefined ? {} : { version: policy.version }),
    },
    counts: countsOf(run),
    findings: pageFindingsOf(run),
    checks: accountChecks && pageChecksOf(accountChecksRecord(accountChecks)),
    forecast: forecast.map(({ date, disabled, waiting }) => ({
      date,
      disabled: disabled.map(displayName),
      waiting: waiting.map(displayName),
    })),
  };
}

/** `findingsOf` has a row for each judged credential, in their order. */
function pageFindingsOf(run: RunReport): PageFinding[] {
  const judged = run.evaluated?.evaluation.judged ?? [];
  return findingsOf(run).map((row, index) => {
    const { otherKey: other, credential } = judged[index] ?? {};
    const otherKey = otherKeyText(other);
    return {
      ...row,
      ...(otherKey === undefined ? {} : { otherKey }),
      ...(credential && run.administrators?.has(credential.user.arn) ? { administrator: true as const } : {}),
    };
  });
}

const TITLES: ReadonlyMap<string, string> = new Map(CHECKS.map(({ id, title }) => [id, title]));

/** Records have the ids of the checks, not their titles. A check of another release is called by its id. */
export function pageChecksOf(
  checks: readonly (Omit<PageCheck, 'title'> & { readonly id: string })[],
): PageCheck[] {
  return checks.map(({ id, ...check }) => ({ title: TITLES.get(id) ?? id, ...check }));
}
