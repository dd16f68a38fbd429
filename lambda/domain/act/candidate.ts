import type { Credential } from '../credential';
import type { Evidence } from '../judge/evidence';
import type { Evaluation, Judged } from '../judge/evaluate';
import type { Verdict } from '../judge/verdict';

/** A credential that is stale and whose notice has been given: it may go today, if the last look agrees. */
export interface Candidate {
  readonly credential: Credential;
  readonly evidence: Evidence;
  readonly verdict: Extract<Verdict, { kind: 'stale' }>;
}

/** The candidates of an evaluation, the longest unused first. */
export function candidatesOf({ judged }: Evaluation): Candidate[] {
  return judged.filter(isCandidate).toSorted(oldestFirst);
}

function isCandidate(judged: Judged): judged is Candidate {
  return judged.verdict.kind === 'stale' && judged.verdict.noticeGiven;
}

/** By reference time; by ARN and kind among equals, so that a plan does not depend on the report's order. */
export function oldestFirst(one: Candidate, other: Candidate): number {
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
export function byUser(candidates: readonly Candidate[]): Candidate[][] {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const { arn } = candidate.credential.user;
    groups.set(arn, [...(groups.get(arn) ?? []), candidate]);
  }
  return [...groups.values()];
}
