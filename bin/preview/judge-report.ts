import { candidatesOf } from '../../lambda/domain/remediation/candidate';
import { allowance } from '../../lambda/domain/remediation/limits';
import { plan } from '../../lambda/domain/remediation/plan';
import { forecast } from '../../lambda/domain/forecast/forecast';
import type { AccountFacts } from '../../lambda/domain/account-checks/facts';
import { runAccountChecks } from '../../lambda/sweep/account-checks';
import { accountOfArn } from '../../lambda/domain/identity';
import type { Instant } from '../../lambda/domain/instant';
import { type Evaluation, evaluate } from '../../lambda/domain/evaluation/evaluate';
import { historyOf } from '../../lambda/domain/ledger/queries';
import { emptyLedger } from '../../lambda/domain/ledger/schema';
import { emptyRunReport, type RunReport } from '../../lambda/domain/run-report';
import type { PolicyInForce } from '../../lambda/domain/policy/in-force';
import { parseCredentialReport, ReportError } from '../../lambda/domain/credential-report/parse';
import { assumeAllAnnounced } from './assume-announced';
import { type Assessment, newestDate, FROM_REPORT_ALONE, withoutLedger } from './assessment';

/**
 * What a dry-run sweep would find, as far as a report alone can tell: nobody's tags or groups are known, and
 * no live look can take anything away.
 *
 * @throws ReportError
 */
export function judgeReport(
  content: Uint8Array,
  policy: PolicyInForce,
  options: { readonly now: Instant; readonly assumeAnnounced: boolean },
): Omit<Assessment, 'source'> {
  const { now } = options;
  const account = accountOfArn(/arn:[^,\n]*/.exec(new TextDecoder().decode(content))?.[0] ?? '');
  if (!account) throw new ReportError('it holds no ARN of an IAM user, so it is no credential report');
  const report = parseCredentialReport(content, now, account);
  const facts = { report, policy: policy.policy, lookedUp: () => undefined, now };
  const unannounced = evaluate({ ...facts, history: () => ({}) });
  const ledger = options.assumeAnnounced
    ? assumeAllAnnounced(unannounced, account.id)
    : emptyLedger(account.id);
  const input = { ...facts, history: historyOf(ledger) };
  const evaluation = evaluate(input);
  return {
    run: dryRun(evaluation, policy, {
      ...emptyRunReport({ runId: 'preview', account, trigger: 'preview', now }),
      report: { generatedAt: undefined, users: report.users.length, confirmed: [], restored: [] },
      accountChecks: runAccountChecks({ ...facts, account, accountFacts: reportAlone(evaluation) }),
    }),
    notes: [withoutLedger(options), FROM_REPORT_ALONE],
    newest: newestDate(report),
    forecast: async (days) => forecast({ ...input, days }),
  };
}

/** The plan without a last look: what it would be, were every look to agree. */
function dryRun(evaluation: Evaluation, policy: PolicyInForce, begun: RunReport): RunReport {
  const { limits } = policy.policy;
  const allowed = allowance(limits, evaluation);
  const candidates = candidatesOf(evaluation, () => ({})).map((candidate) => ({ candidate }));
  const planned = plan(candidates, allowed, limits);
  const base: RunReport = {
    ...begun,
    settings: { policy, mode: 'dry-run' },
    evaluated: { evaluation, changes: undefined, mode: 'dry-run' },
  };
  if (planned.kind === 'stop') {
    const message = `${candidates.length} credentials are stale and ${allowed} a day are allowed, with limits.onExceed "stop"`;
    const overLimit = candidates.map(({ candidate }) => candidate);
    return {
      ...base,
      halts: [{ effect: 'halted', reason: 'limits', message }],
      planned: { allowed, overLimit },
    };
  }
  return {
    ...base,
    results: planned.actions.map(({ candidate }) => ({ candidate, outcome: { kind: 'wouldDisable' } })),
    planned: { allowed, overLimit: planned.waiting.map(({ candidate }) => candidate) },
  };
}

const NOT_TOLD = { kind: 'unreadable', cause: 'a credential report alone does not tell' } as const;

/** Every call that no report can stand for, as one that failed. */
function reportAlone(evaluation: Evaluation): AccountFacts {
  const planned = candidatesOf(evaluation, () => ({})).map(({ credential }) => credential.user.name);
  return {
    summary: NOT_TOLD,
    passwordRules: NOT_TOLD,
    serviceCredentials: NOT_TOLD,
    sshKeys: [...new Set(planned)].map((user) => ({ user, keys: NOT_TOLD })),
  };
}
