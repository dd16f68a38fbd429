import type { Credential } from '../credential';
import type { CredentialHistory } from '../evaluation/judge';
import type { Evidence } from '../evaluation/evidence';
import type { Evaluation, Judged } from '../evaluation/evaluate';
import type { CredentialContext } from '../evaluation/credential-context';
import type { StrictCis } from '../evaluation/strict-cis';
import type { Verdict } from '../evaluation/verdict';
import { compareText } from '../text';

/** A stale credential whose notice has been given. It may be disabled now if the live look confirms it. */
export interface Candidate extends CredentialContext {
  readonly credential: Credential;
  readonly evidence: Evidence;
  readonly verdict: Extract<Verdict, { kind: 'stale' }>;
  readonly strictCis: StrictCis;
  /** It was `refused` or `failed` in an earlier run. */
  readonly passedOver?: true;
}

/**
 * The candidates of an evaluation, the longest unused first. Those that were passed over come last, or one that can
 * never be disabled would block the others every day. "What iam-lapse has disabled is not a candidate, because a cached
 * report still shows it enabled" (docs/design.md §5.3).
 */
export function candidatesOf(
  { judged }: Pick<Evaluation, 'judged'>,
  history: (credential: Credential) => CredentialHistory,
): Candidate[] {
  return judged
    .filter(isCandidate)
    .filter(({ credential }) => history(credential).disabledAt === undefined)
    .map((candidate) =>
      history(candidate.credential).passedOver ? { ...candidate, passedOver: true as const } : candidate,
    )
    .toSorted(compareTurns);
}

function isCandidate(judged: Judged): judged is Candidate {
  return judged.verdict.kind === 'stale' && judged.verdict.noticeGiven;
}

/** The longest unused first, then those that were passed over. */
export function compareTurns(one: Candidate, other: Candidate): number {
  return Number(one.passedOver ?? false) - Number(other.passedOver ?? false) || oldestFirst(one, other);
}

/** By reference time, then by ARN and kind, so that a plan does not depend on the order of the report. */
function oldestFirst(one: Candidate, other: Candidate): number {
  return (
    one.verdict.reference.at - other.verdict.reference.at ||
    compareText(sortKey(one.credential), sortKey(other.credential))
  );
}

function sortKey(credential: Credential): string {
  return `${credential.user.arn} ${credential.kind === 'password' ? 0 : credential.slot}`;
}

/**
 * Two active keys of one second with the same last use. The report's evidence is one for both, so both are disabled or
 * neither (docs/design.md §4.4).
 */
export function arePair(
  { credential: one }: Pick<Candidate, 'credential'>,
  { credential: other }: Pick<Candidate, 'credential'>,
): boolean {
  return (
    one.kind === 'accessKey' &&
    other.kind === 'accessKey' &&
    one.slot !== other.slot &&
    one.user.arn === other.user.arn &&
    one.createdAt === other.createdAt &&
    one.lastUse === other.lastUse
  );
}

/** The same for both of a pair, and for nobody else; undefined for a password. */
export function pairKey({ credential }: Pick<Candidate, 'credential'>): string | undefined {
  return credential.kind === 'accessKey' && credential.createdAt !== undefined
    ? `${credential.user.arn} ${credential.createdAt} ${credential.lastUse}`
    : undefined;
}

/** Groups candidates by user, in the order of each user's first candidate. */
export function groupByUser(candidates: readonly Candidate[]): Candidate[][] {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const { arn } = candidate.credential.user;
    const ofUser = groups.get(arn);
    if (ofUser) ofUser.push(candidate);
    else groups.set(arn, [candidate]);
  }
  return [...groups.values()];
}
