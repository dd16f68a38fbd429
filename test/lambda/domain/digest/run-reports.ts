import type { Candidate } from '../../../../lambda/domain/remediation/candidate';
import type { Target } from '../../../../lambda/domain/remediation/confirm';
import type { Outcome, Result } from '../../../../lambda/domain/remediation/outcome';
import { type Digest, digestOf } from '../../../../lambda/domain/digest/digest';
import { COLUMNS } from '../../../../lambda/domain/text';
import type { Evaluation } from '../../../../lambda/domain/evaluation/evaluate';
import {
  type CaughtUp,
  emptyRunReport,
  type ReportSummary,
  type RunReport,
} from '../../../../lambda/domain/run-report';
import { type HaltReason } from '../../../../lambda/domain/halt';
import type { Changes } from '../../../../lambda/domain/changes/changes';
import type { Mode, PolicyInForce } from '../../../../lambda/domain/settings';
import {
  ACCOUNT,
  aCandidate,
  aKey,
  aLiveKey,
  anEvaluation,
  aPassword,
  aPolicy,
  aReportRow,
  aUser,
  daysAgo,
  NOW,
} from '../../../support/builders';

// What a digest is made of. Boring by default: a scheduled dry-run in which nobody has any credential.

/** The parts of a report, without its groups; `undefined`: the run stopped before it was known. */
export interface ReportParts
  extends
    Partial<Omit<RunReport, 'settings' | 'report' | 'evaluated' | 'planned' | 'caughtUp'>>,
    Partial<CaughtUp>,
    Partial<Pick<ReportSummary, 'confirmed' | 'restored' | 'perhapsNeverDisabled'>> {
  readonly policy?: PolicyInForce | undefined;
  /** As it stands in the parameter; left out: the effective mode. */
  readonly configuredMode?: Mode | undefined;
  readonly mode?: Mode | undefined;
  readonly report?: Pick<ReportSummary, 'generatedAt' | 'users'> | undefined;
  readonly evaluation?: Evaluation | undefined;
  readonly changes?: Changes | undefined;
  readonly allowed?: number | undefined;
  readonly overLimit?: readonly Candidate[];
}

export function aRunReport(parts: ReportParts = {}): RunReport {
  const defaults = {
    mode: 'dry-run' as Mode | undefined,
    policy: aPolicyInForce() as PolicyInForce | undefined,
    report: { generatedAt: NOW, users: 0 } as ReportParts['report'],
    evaluation: anEvaluation([]) as Evaluation | undefined,
    allowed: 20 as number | undefined,
  };
  const {
    policy,
    mode,
    configuredMode = mode,
    report,
    evaluation,
    changes,
    allowed,
    overLimit = [],
    confirmed = [],
    restored = [],
    perhapsNeverDisabled = [],
    lateDigestRunId,
    reconciled,
    ...rest
  } = { ...defaults, ...parts };
  return {
    ...emptyRunReport({ runId: '20261120T070000Z', account: ACCOUNT, trigger: 'scheduled', now: NOW }),
    subscribers: 1,
    administrators: new Set(),
    settings: policy && { policy, mode: configuredMode },
    report: report && { ...report, confirmed, restored, perhapsNeverDisabled },
    evaluated: evaluation && mode && { mode, evaluation, changes },
    planned: allowed === undefined ? undefined : { allowed, overLimit },
    caughtUp: { lateDigestRunId, reconciled },
    ...rest,
  };
}

/** The policy that was deployed, unedited. */
export function aPolicyInForce(options: Partial<PolicyInForce> = {}): PolicyInForce {
  return { policy: aPolicy(), version: 1, sha256: 'ab'.repeat(32), asDeployed: true, ...options };
}

/** A halt that went no further. */
export function halted(reason: HaltReason, message = 'something is wrong'): ReportParts {
  return { halts: [{ effect: 'halted', reason, message }] };
}

/** An `enforce` that did all but the writes. */
export function notEnforced(reason: HaltReason, message = 'something is wrong'): ReportParts {
  return { halts: [{ effect: 'ranAsDryRun', reason, message }] };
}

/** Whose password or key it is, and which; announced long ago, unused for 60 days. */
export interface Whose {
  readonly user?: string;
  readonly kind?: 'password' | 'accessKey';
  readonly keyId?: string;
}

/** A stale credential whose notice has passed. */
export function candidateOf({ user = 'alice', kind = 'password' }: Whose = {}): Candidate {
  const lastUsed = daysAgo(60);
  const cells = kind === 'password' ? aPassword({ lastUsed }) : aKey(1, { lastUsed });
  return aCandidate(aReportRow({ user, ...cells }));
}

/** What the last look found of it. */
export function targetOf({ user: name = 'alice', kind = 'password', keyId }: Whose = {}): Target {
  const user = aUser({ name });
  if (kind === 'password') return { kind, user };
  return { kind, user, keyId: aLiveKey(keyId === undefined ? {} : { id: keyId }).id };
}

/** What became of it. */
export function resultOf(outcome: Outcome, whose: Whose = {}): Result {
  return { candidate: candidateOf(whose), target: targetOf(whose), outcome };
}

/** One outcome of each kind. */
export const OUTCOMES = {
  disabled: { kind: 'disabled', responseLost: false },
  wouldDisable: { kind: 'wouldDisable' },
  alreadyAbsent: { kind: 'alreadyAbsent', cause: 'the key has been deleted' },
  refused: { kind: 'refused', cause: 'used on 2026-11-20T06:00:00Z' },
  deferred: { kind: 'deferred', cause: 'no time was left' },
  failed: { kind: 'failed', cause: 'UpdateAccessKey failed: AccessDenied', mayBeDisabled: false },
} as const satisfies { readonly [K in Outcome['kind']]: Extract<Outcome, { kind: K }> };

/** What a restore makes of a stale credential. */
export function held(user: string, cause: string): Evaluation {
  const candidate = candidateOf({ user });
  const { reference } = candidate.verdict;
  return {
    judged: [{ ...candidate, verdict: { kind: 'held', cause, reference } }],
    activeCredentials: 1,
    matchNobody: [],
  };
}

/** Several evaluations as one. */
export function together(...evaluations: readonly Evaluation[]): Evaluation {
  return {
    judged: evaluations.flatMap(({ judged }) => judged),
    activeCredentials: evaluations.reduce((sum, { activeCredentials }) => sum + activeCredentials, 0),
    matchNobody: evaluations.flatMap(({ matchNobody }) => matchNobody),
  };
}

// --- Reading a digest

export function bodyOf(options: ReportParts, maxBytes?: number): string {
  return digest(options, maxBytes).body;
}

export function subjectOf(options: ReportParts): string {
  return digest(options).subject;
}

function digest(options: ReportParts, maxBytes?: number): Digest {
  return digestOf(aRunReport(options), maxBytes);
}

/** The titles of the body, in order, each with what stands below it up to the next. */
export function sectionsOf(body: string): ReadonlyMap<string, string> {
  const [, ...parts] = body.split(/^(?=[A-Z][A-Z ,'0-9]+(?: \(\d+\))?$)/m);
  return new Map(parts.map((part) => [part.split('\n', 1).join(), part]));
}

/** Text without its line breaks and indentation, for a sentence that is wrapped. */
export function unwrapped(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

/** The lines that are too long for a mail. */
export function tooWide(text: string): string[] {
  return text.split('\n').filter((line) => Array.from(line).length > COLUMNS);
}
