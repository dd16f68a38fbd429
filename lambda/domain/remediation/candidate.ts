import type { Credential } from '../credential';
import type { CredentialHistory } from '../evaluation/judge';
import type { Evidence } from '../evaluation/evidence';
import type { Evaluation, Judged } from '../evaluation/evaluate';
import type { KeyContext } from '../evaluation/key-context';
import type { Verdict } from '../evaluation/verdict';

/** A credential that is stale and whose notice has been given: it may go today, if the last look agrees. */
export interface Candidate extends KeyContext {
  readonly credential: Credential;
  readonly evidence: Evidence;
  readonly verdict: Extract<Verdict, { kind: 'stale' }>;
  /** The last look or IAM said no to it in an earlier run. */
  readonly passedOver?: true;
}

/**
 * The candidates of an evaluation, the longest unused first, and behind them those that were passed over
 * lately: what cannot be disabled must not take the others' turn day by day. What we disabled ourselves is no
 * candidate: IAM serves a report for 4 hours, and it still reads enabled there.
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

/** Oldest first, but for what was passed over. */
export function compareTurns(one: Candidate, other: Candidate): number {
  return Number(one.passedOver ?? false) - Number(other.passedOver ?? false) || oldestFirst(one, other);
}

/** By reference time; by ARN and kind among equals, so that a plan does not depend on the report's order. */
function oldestFirst(one: Candidate, other: Candidate): number {
  return (
    one.verdict.reference.at - other.verdict.reference.at ||
    compare(sortKey(one.credential), sortKey(other.credential))
  );
}

function sortKey(credential: Credential): string {
  return `${credential.user.arn} ${credential.kind === 'password' ? 0 : credential.slot}`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** Candidates by user, in the order of each user's oldest. */
export function groupByUser(candidates: readonly Candidate[]): Candidate[][] {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const { arn } = candidate.credential.user;
    groups.set(arn, [...(groups.get(arn) ?? []), candidate]);
  }
  return [...groups.values()];
}
