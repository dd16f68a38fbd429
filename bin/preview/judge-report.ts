import type { AccountFacts } from '../../lambda/domain/account-checks/facts';
import { parseCredentialReport, ReportError } from '../../lambda/domain/credential-report/parse';
import { type Evaluation, evaluate } from '../../lambda/domain/evaluation/evaluate';
import { forecast } from '../../lambda/domain/forecast/forecast';
import { accountOfArn } from '../../lambda/domain/identity';
import type { Instant } from '../../lambda/domain/instant';
import { historyOf } from '../../lambda/domain/ledger/queries';
import { emptyLedger } from '../../lambda/domain/ledger/schema';
import { policyOfAccount } from '../../lambda/domain/policy/of-account';
import type { PolicyInForce } from '../../lambda/domain/settings';
import { candidatesOf } from '../../lambda/domain/remediation/candidate';
import { plan, allowance } from '../../lambda/domain/remediation/plan';
import { emptyRunReport, type RunReport } from '../../lambda/domain/run-report';
import { runAccountChecks } from '../../lambda/sweep/account-checks';
import { arnsOf, type Assessment, newestDate } from './assessment';
import { asEnforced } from './as-enforced';
import { assumeAllAnnounced } from './assume-announced';
import { ageNote, FILE_NOTE, ledgerNote, moreKeysNote, noUsersNote } from './notes';
import { SAMPLE } from './options';
import { UNKNOWN_OUS } from './policy-source';

/**
 * Judges a credential report from a file as a dry-run would. Tags and groups are not known, and no candidate is
 * confirmed in IAM.
 *
 * @throws ReportError
 */
export function judgeReport(
  content: Uint8Array,
  policy: PolicyInForce,
  options: {
    readonly now: Instant;
    readonly assumeAnnounced: boolean;
    readonly file: string;
    /** @default false */
    readonly asEnforced?: boolean;
  },
): Assessment {
  const { now, file } = options;
  const account = accountOfArn(/arn:[^,\n]*/.exec(new TextDecoder().decode(content))?.[0] ?? '');
  if (!account) throw new ReportError('it contains no ARN of an IAM user, so it is not a credential report');
  const report = parseCredentialReport(content, now, account);
  const ofAccount = policyOfAccount(policy.policy, { id: account.id, ...UNKNOWN_OUS });
  const facts = { report, policy: ofAccount, lookedUp: () => NO_TAGS, now, daily: true };
  const unannounced = evaluate({ ...facts, history: () => ({}) });
  const ledger = options.assumeAnnounced
    ? assumeAllAnnounced(unannounced, account.id)
    : emptyLedger(account.id);
  const input = { ...facts, history: historyOf(ledger, now) };
  const evaluation = evaluate(input);
  const newest = newestDate(report);
  const age = ageNote(newest, now);
  const run = dryRun(evaluation, policy, {
    ...emptyRunReport({ runId: 'preview', account, trigger: 'preview', now }),
    source: file === SAMPLE ? { kind: 'sample' } : { kind: 'file', file, newest },
    report: { generatedAt: undefined, users: report.users.length, confirmed: [], restored: [] },
    accountChecks: runAccountChecks({ ...facts, account, accountFacts: factsWithoutCalls(evaluation) }),
  });
  return {
    run: options.asEnforced ? asEnforced(run) : run,
    notes: [
      ...noUsersNote(report.users.length),
      ...(age === undefined ? [] : [age]),
      ledgerNote(options),
      FILE_NOTE,
      ...moreKeysNote(report),
    ],
    newest,
    arns: arnsOf(report),
    forecast: async (days) => forecast({ ...input, days }),
  };
}

/** Plans as if IAM confirmed every candidate. */
function dryRun(evaluation: Evaluation, policy: PolicyInForce, started: RunReport): RunReport {
  const { limits } = policy.policy;
  const allowed = allowance(limits, evaluation);
  const candidates = candidatesOf(evaluation, () => ({})).map((candidate) => ({ candidate }));
  const planned = plan(candidates, allowed, limits);
  const base: RunReport = {
    ...started,
    settings: { policy, mode: 'dry-run' },
    evaluated: { evaluation, changes: undefined, mode: 'dry-run' },
  };
  if (planned.kind === 'stop') {
    const message = `${candidates.length} credentials are to be disabled and ${allowed} are allowed a day, with limits.onExceed "stop"`;
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

const NO_TAGS = { kind: 'unreadable', cause: 'a credential report has neither; --live reads them' } as const;
const NOT_IN_REPORT = { kind: 'unreadable', cause: 'not in a credential report; --live reads it' } as const;

/** Treats every IAM call that a check would make as failed. */
function factsWithoutCalls(evaluation: Evaluation): AccountFacts {
  const planned = candidatesOf(evaluation, () => ({})).map(({ credential }) => credential.user.name);
  return {
    summary: NOT_IN_REPORT,
    passwordRules: NOT_IN_REPORT,
    serviceCredentials: NOT_IN_REPORT,
    privileges: NOT_IN_REPORT,
    trails: NOT_IN_REPORT,
    sshKeys: [...new Set(planned)].map((user) => ({ user, keys: NOT_IN_REPORT })),
  };
}
