import { type Finding, type FindingSubject, SEVERITIES } from '../../lambda/domain/account-checks/check';
import { unreadableFactsOf } from '../../lambda/domain/account-checks/check';
import type { Checked } from '../../lambda/domain/account-checks/run-checks';
import { iamCommandText } from '../../lambda/domain/digest/commands';
import { type Credential, nameOf } from '../../lambda/domain/credential';
import type { Judged } from '../../lambda/domain/evaluation/evaluate';
import type { Evidence } from '../../lambda/domain/evaluation/evidence';
import type { Verdict } from '../../lambda/domain/evaluation/verdict';
import type { ForecastDay } from '../../lambda/domain/forecast/forecast';
import type { AccountId } from '../../lambda/domain/identity';
import { utcSecond } from '../../lambda/domain/instant';
import { countsOf } from '../../lambda/domain/run-report';
import { printableJson } from '../../lambda/domain/text';
import type { Assessment } from './assessment';
import { OUTPUT_VERSION, type PreviewOutput } from './output';

/** The verdicts and the account checks as JSON, for programs (docs/design.md §3.5). */
export function toJson(assessment: JsonInput, forecast: readonly ForecastDay[] | undefined): string {
  return printableJson(JSON.stringify(outputOf(assessment, forecast), null, 2));
}

type JsonInput = Pick<Assessment, 'run' | 'notes' | 'newest' | 'arns'>;

function outputOf(
  { run, notes, newest, arns }: JsonInput,
  forecast: readonly ForecastDay[] | undefined,
): PreviewOutput {
  const { source, account, now, settings, halts } = run;
  return {
    version: OUTPUT_VERSION,
    source: {
      kind: source?.kind ?? 'live',
      ...(source?.kind === 'file' ? { file: source.file } : {}),
      newestDate: newest === undefined ? null : utcSecond(newest),
    },
    accountId: account.id,
    now: utcSecond(now),
    ...(settings ? { policySha256: settings.policy.sha256 } : {}),
    notes: [...notes],
    ...(halts.length > 0 ? { halts: halts.map(haltFields) } : {}),
    counts: countsOf(run),
    credentials: (run.evaluated?.evaluation.judged ?? []).map(judgedFields),
    accountChecks:
      run.accountChecks?.checks.map((checked) => checkFields(checked, { account, arns })) ?? null,
    ...(forecast ? { forecast: forecast.map(dayFields) } : {}),
  };
}

function haltFields({ effect, reason, message, cause }: JsonInput['run']['halts'][number]) {
  return { effect, reason, message, ...(cause ? { cause } : {}) };
}

function dayFields({ date, announced, disabled, waiting }: ForecastDay) {
  return {
    date,
    announced: announced.map(credentialFields),
    disabled: disabled.map(credentialFields),
    waiting: waiting.length,
  };
}

function judgedFields({ credential, evidence, verdict, strictCis }: Judged) {
  return { ...credentialFields(credential), ...signsOf(evidence), ...verdictFields(verdict), strictCis };
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

/** The names in the output of the signs that belong to the credential itself. */
const SIGN_FIELDS = {
  lastUsed: 'lastUsed',
  lastChanged: 'lastChanged',
  lastRotated: 'created',
  created: 'created',
  restored: undefined,
  otherCredential: undefined,
} as const;

function signsOf(
  evidence: Evidence,
): Pick<PreviewOutput['credentials'][number], 'lastUsed' | 'lastChanged' | 'created'> {
  if (evidence.kind === 'missing') return {};
  return Object.fromEntries(
    evidence.signs.flatMap(({ by, at }) => {
      const field = SIGN_FIELDS[by];
      return field === undefined ? [] : [[field, utcSecond(at)]];
    }),
  );
}

function verdictFields(verdict: Verdict) {
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

interface Known {
  readonly account: AccountId;
  readonly arns: Assessment['arns'];
}

function checkFields({ id, title, result }: Checked, known: Known) {
  const findings = result.kind === 'failing' ? result.findings : [];
  return {
    id,
    title,
    status: result.kind,
    severity:
      SEVERITIES.find((severity) => findings.some((finding) => finding.severity === severity)) ?? null,
    controls: [...new Set(findings.flatMap(({ controls }) => controls))],
    findings: findings.map((finding) => findingFields(finding, known)),
    unreadable: unreadableFactsOf(result).map(({ subject, cause }) => ({ subject, cause })),
  };
}

function findingFields(finding: Finding, known: Known) {
  const { subject, severity, controls, fact, fix, commands = [] } = finding;
  return {
    subject,
    severity,
    controls: [...controls],
    fact,
    fix,
    commands: commands.map(iamCommandText),
    resources: arnsOf(subject, known),
  };
}

function arnsOf(subject: FindingSubject, { account, arns }: Known): string[] {
  if (subject.kind === 'account') return [`arn:${account.partition}:iam::${account.id}:root`];
  const arn = arns.get(subject.name);
  return arn === undefined ? [] : [arn];
}
