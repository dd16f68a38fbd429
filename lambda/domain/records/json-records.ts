import * as z from 'zod';
import type { Candidate } from '../remediation/candidate';
import { keyIdOf, type Target } from '../remediation/confirm';
import { utcSecond } from '../instant';
import type { SeenLocks } from '../locks/follow-up';
import { credentialId } from '../ledger/credential-id';
import { type RunReport, countsOf } from '../run-report';
import type { CheckResult, Finding, UnreadableFact, FindingSubject } from '../account-checks/check';
import type { AccountChecks } from '../account-checks/run-checks';
import { iamCommandText } from '../digest/commands';
import { printableLine } from '../text';

/** A field of a JSON record that changes its meaning raises this (docs/design.md §3.7). */
const VERSION = 1;

/** `plan.json`: the planned actions and the evidence for each (docs/design.md §3.7). */
export function planRecord(
  run: RunReport,
  actions: readonly { readonly candidate: Candidate; readonly target: Target }[],
): string {
  return json({
    ...headerOf(run),
    allowed: run.planned?.allowed,
    actions: actions.map(({ candidate, target }) => actionOf(candidate, target)),
  });
}

/** `result.json`: the outcome of each action, and of the run (docs/design.md §3.7). */
export function resultRecord(run: RunReport): string {
  const { caughtUp, report } = run;
  return json({
    ...headerOf(run),
    ...(run.accountAlias === undefined ? {} : { accountAlias: run.accountAlias }),
    halts: run.halts.map(({ effect, reason, message }) => ({ effect, reason, message })),
    subscribers: run.subscribers ?? null,
    counts: countsOf(run),
    outcomes: run.results.map(({ candidate, target, outcome }) => {
      const { kind, ...details } = outcome;
      return { ...actionOf(candidate, target), outcome: kind, ...details };
    }),
    deliveredLate: caughtUp?.lateDigestRunId ?? null,
    reconciled: caughtUp?.reconciled
      ? {
          runId: caughtUp.reconciled.runId,
          ...(caughtUp.reconciled.earlier ? { earlier: caughtUp.reconciled.earlier } : {}),
          found: caughtUp.reconciled.found.map(({ id, state }) => ({ id, state: state.kind })),
        }
      : null,
    ...(caughtUp?.lateResets?.kind === 'read' && caughtUp.lateResets.found.length > 0
      ? { lateResets: caughtUp.lateResets.found.map(({ id, cause }) => ({ id, cause })) }
      : {}),
    ...(run.locks && locksRecord(run.locks)),
    confirmedDisabled: report?.confirmed ?? [],
    restored: report?.restored ?? [],
    hygiene: run.accountChecks ? accountChecksRecord(run.accountChecks) : null,
  });
}

/** What the run saw of locks; nothing where there was none. */
function locksRecord({ followed, notUnderstood, unread, left, unlisted }: SeenLocks) {
  const locks = followed.map(({ lock, isNew, isConfirmed, unknown }) => ({
    lockId: lock.id,
    user: lock.user.name,
    arn: lock.user.arn,
    isNew,
    isConfirmed,
    credentials: lock.credentials.map((credential) => ({
      credential: credential.kind,
      keyId: credential.kind === 'accessKey' ? credential.keyId : null,
      state: credential.state,
    })),
    unknown: unknown.map(({ cause }) => cause),
  }));
  const problems = [
    ...(unlisted === undefined ? [] : [{ key: null, cause: unlisted }]),
    ...[...unread, ...notUnderstood].map(({ key, cause }) => ({ key, cause })),
    ...(left === 0 ? [] : [{ key: null, cause: `${left} more were left to the next run` }]),
  ];
  return {
    ...(locks.length > 0 ? { locks } : {}),
    ...(problems.length > 0 ? { lockProblems: problems } : {}),
  };
}

/** The fields that both records begin with. They contain the whole policy, because SSM forgets old versions. */
function headerOf({ runId, account, trigger, preview, now, settings, report, evaluated }: RunReport) {
  const policy = settings?.policy;
  return {
    version: VERSION,
    runId,
    accountId: account.id,
    trigger,
    // Only there when true: a preview's records do not show that there has been a ledger (docs/design.md §5.1).
    ...(preview ? { preview } : {}),
    mode: evaluated?.mode ?? null,
    at: utcSecond(now),
    policy: policy ? { version: policy.version ?? null, sha256: policy.sha256, rules: policy.policy } : null,
    report: report
      ? {
          generatedAt: report.generatedAt === undefined ? null : utcSecond(report.generatedAt),
          users: report.users,
        }
      : null,
  };
}

function actionOf({ credential, evidence, verdict }: Candidate, target: Target | undefined) {
  return {
    id: credentialId(credential) ?? null,
    user: credential.user.name,
    arn: credential.user.arn,
    credential: credential.kind,
    keyId: keyIdOf(target) ?? null,
    evidence:
      evidence.kind === 'known'
        ? evidence.signs.map(({ by, at }) => ({ by, at: utcSecond(at) }))
        : evidence.cause,
    reference: { by: verdict.reference.by, at: utcSecond(verdict.reference.at) },
    maxUnusedDays: verdict.maxUnusedDays,
    override: verdict.override ?? null,
    announcedAt: verdict.announcedAt === undefined ? null : utcSecond(verdict.announcedAt),
    actOn: verdict.actOn,
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}

/** The account checks in `result.json`, with all their findings. `user` is null for the account. */
export function accountChecksRecord({ checks }: AccountChecks) {
  return checks.map(({ id, result }) => ({ id, result: result.kind, ...partsOf(result) }));
}

function partsOf(result: CheckResult) {
  switch (result.kind) {
    case 'compliant':
    case 'notAsked':
      return { findings: [], unreadable: [] };
    case 'failing':
      return {
        findings: result.findings.map(findingRecord),
        unreadable: result.unreadable.map(unreadableRecord),
      };
    case 'unreadable':
      return { findings: [], unreadable: result.unreadable.map(unreadableRecord) };
  }
}

function findingRecord({ subject, severity, fact, fix, controls, commands = [] }: Finding) {
  return {
    user: nameOf(subject),
    severity,
    fact,
    fix,
    commands: commands.map(iamCommandText),
    controls,
  };
}

function unreadableRecord({ subject, cause }: UnreadableFact) {
  return { user: nameOf(subject), cause };
}

function nameOf(subject: FindingSubject): string | null {
  return subject.kind === 'user' ? subject.name : null;
}

/** The part of a `result.json` that a later run reads; the rest is for people. */
const Result = z.object({
  version: z.literal(1),
  outcomes: z.array(z.object({ id: z.string().nullable(), outcome: z.string() })),
});

/**
 * The ledger ids of the credentials that a run disabled, by its `result.json`; none if there is no such file.
 *
 * @throws if the file is not a valid record
 */
export function disabledIn(text: string | undefined): ReadonlySet<string> {
  if (text === undefined) return new Set();
  const { outcomes } = parseResult(text);
  return new Set(outcomes.flatMap(({ id, outcome }) => (outcome === 'disabled' && id !== null ? [id] : [])));
}

function parseResult(text: string): z.infer<typeof Result> {
  try {
    return Result.parse(JSON.parse(text));
  } catch (error) {
    const [issue] = error instanceof z.ZodError ? error.issues : [];
    const message = issue ? `${issue.path.join('.')}: ${issue.message}` : String(error);
    throw new Error(`result.json is not understood: ${printableLine(message)}`, { cause: error });
  }
}

const Ended = z.object({
  preview: z.boolean().optional(),
  halts: z.array(z.object({ reason: z.string() })).optional(),
});

/**
 * Whether a run that had a plan has had the ledger open, by its `result.json`: it was no preview, and nothing about the
 * ledger halted it. What is not understood counts: then there may have been a ledger.
 */
export function hadLedger(text: string): boolean {
  try {
    const { preview, halts = [] } = Ended.parse(JSON.parse(text));
    return !preview && !halts.some(({ reason }) => reason === 'ledger' || reason === 'busy');
  } catch {
    return true;
  }
}
