import { countsOf } from '../../lambda/domain/run-report';
import { type Credential, nameOf } from '../../lambda/domain/credential';
import type { Verdict } from '../../lambda/domain/evaluation/verdict';
import type { ForecastDay } from '../../lambda/domain/forecast/forecast';
import { utcSecond } from '../../lambda/domain/instant';
import { printableJson } from '../../lambda/domain/text';
import type { Assessment } from './assessment';

/**
 * The verdicts as JSON, for programs (docs/design.md §3.5). `notes` are sentences for people. `halts` is present if the
 * run halted, and `forecast` if it was requested.
 */
export function toJson(
  { run, notes }: Pick<Assessment, 'run' | 'notes'>,
  forecast: readonly ForecastDay[] | undefined,
): string {
  const { account, now, settings, halts } = run;
  return printableJson(
    JSON.stringify(
      {
        accountId: account.id,
        now: utcSecond(now),
        policySha256: settings?.policy.sha256,
        notes,
        ...(halts.length > 0 ? { halts } : {}),
        counts: countsOf(run),
        credentials: (run.evaluated?.evaluation.judged ?? []).map(({ credential, verdict }) => ({
          ...credentialFields(credential),
          ...verdictFields(verdict),
        })),
        ...(forecast ? { forecast: forecast.map(dayFields) } : {}),
      },
      null,
      2,
    ),
  );
}

function dayFields({ date, announced, disabled, waiting }: ForecastDay) {
  return {
    date,
    announced: announced.map(credentialFields),
    disabled: disabled.map(credentialFields),
    waiting,
  };
}

function credentialFields(credential: Credential) {
  return {
    user: credential.user.name,
    arn: credential.user.arn,
    kind: credential.kind,
    credential: nameOf(credential),
    ...(credential.kind === 'accessKey' && credential.createdAt !== undefined
      ? { keyCreated: utcSecond(credential.createdAt) }
      : {}),
  };
}

function verdictFields(verdict: Verdict): Record<string, string | number> {
  switch (verdict.kind) {
    case 'due':
    case 'stale':
      return {
        verdict: verdict.kind,
        reference: utcSecond(verdict.reference.at),
        referenceBy: verdict.reference.by,
        maxUnusedDays: verdict.maxUnusedDays,
        actOn: verdict.actOn,
      };
    case 'inUse':
      return {
        verdict: verdict.kind,
        reference: utcSecond(verdict.reference.at),
        referenceBy: verdict.reference.by,
      };
    case 'exempt':
      return {
        verdict: verdict.kind,
        reference: utcSecond(verdict.reference.at),
        exemption: verdict.exemption.name,
      };
    case 'held':
    case 'unclear':
      return { verdict: verdict.kind, cause: verdict.cause };
  }
}
