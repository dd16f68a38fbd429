import type { Candidate } from '../remediation/candidate';
import { keyIdOf, type Target } from '../remediation/confirm';
import type { UseEvent, UseHistory } from '../remediation/use-events';
import { utcSecond } from '../instant';
import type { SeenLocks } from '../locks/follow-up';
import { credentialId } from '../ledger/credential-id';
import { type RunReport, countsOf } from '../run-report';
import type { CheckResult, Finding, UnreadableFact, FindingSubject } from '../account-checks/check';
import type { AccountChecks } from '../account-checks/run-checks';
import { iamCommandText } from '../digest/commands';

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
    actions: actions.map(({ candidate, target }) => actionOf(run, candidate, target)),
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
      const isAdministrator = run.administrators?.has(candidate.credential.user.arn);
      return {
        ...actionOf(run, candidate, target),
        ...(isAdministrator ? { administrator: true } : {}),
        outcome: kind,
        ...details,
      };
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

function actionOf(
  { useHistories }: RunReport,
  { credential, evidence, verdict }: Candidate,
  target: Target | undefined,
) {
  const uses = useHistories?.get(credential);
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
    ...(uses ? { eventHistory: eventHistoryRecord(uses) } : {}),
  };
}

function eventHistoryRecord({ use, refusedSignIn, read, unread }: UseHistory) {
  return {
    lastUse: use ? useRecord(use) : null,
    ...(refusedSignIn ? { refusedSignIn: useRecord(refusedSignIn) } : {}),
    read,
    unread,
  };
}

function useRecord({ id, at, service, call, region, address, agent, error }: UseEvent) {
  return {
    eventId: id,
    at: utcSecond(at),
    service,
    call,
    region,
    address,
    agent,
    ...(error === undefined ? {} : { error }),
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
