import { type Candidate, candidatesOf } from '../remediation/candidate';
import { allowance } from '../remediation/limits';
import { plan } from '../remediation/plan';
import type { Credential } from '../credential';
import { DAY, type Instant, utcDate } from '../instant';
import {
  type Evaluation,
  evaluate,
  type EvaluationInput,
  type Judged,
  usersToLookUp,
} from '../evaluation/evaluate';
import { asDisabled, judgedOn, type Watch } from './watch';

/**
 * What a daily sweep in mode enforce would do on each of `days` days, `now` being the first, if nobody used
 * anything, every digest was delivered whole and the policy stayed as it is. Each day is judged, limited and
 * planned by the sweep's own functions; a day apart, each has its own allowance. Pure.
 *
 * @param input.lookedUp must know the users that `usersToLookUp` names as of the last day
 */
export function forecast({ days, ...given }: EvaluationInput & { readonly days: number }): ForecastDay[] {
  const input = { ...given, history: cachedHistory(given.history) };
  let { activeCredentials } = evaluate(input);
  let watches = usersDueBy(input, input.now + (days - 1) * DAY);
  let waiting: readonly Candidate[] = [];
  return Array.from({ length: days }, (_, ahead) => {
    const now = input.now + ahead * DAY;
    const judged: Judged[] = [];
    const rejudged = new Set<string>();
    watches = watches.map((watch) => {
      if (watch.until > now) return watch;
      const { judged: ofUser, ...next } = judgedOn(now, watch, input);
      judged.push(...ofUser);
      rejudged.add(watch.facts.user.arn);
      return next;
    });
    // They stand in order already, which makes short work of sorting thousands.
    const stillWaiting = waiting.filter(({ credential }) => !rejudged.has(credential.user.arn));
    const today = planned({ judged: [...stillWaiting, ...judged], activeCredentials }, input);
    const disabled = today.actions.map(({ credential }) => credential);
    waiting = today.waiting;
    activeCredentials -= disabled.length;
    watches = withDisabled(watches, disabled);
    return { date: utcDate(now), announced: newOnNotice(judged), disabled, waiting: waiting.length };
  });
}

/** Whoever waits is asked about every day, and a ledger has to look each one up. */
function cachedHistory(history: EvaluationInput['history']): EvaluationInput['history'] {
  const known = new WeakMap<Credential, ReturnType<typeof history>>();
  return (credential) => {
    const found = known.get(credential) ?? history(credential);
    known.set(credential, found);
    return found;
  };
}

/** The others stay in use until `last`, whatever rule is theirs. */
function usersDueBy({ report, policy, now }: EvaluationInput, last: Instant): Watch[] {
  const arns = new Set(usersToLookUp(report, policy, last).map(({ arn }) => arn));
  return report.users.filter(({ user }) => arns.has(user.arn)).map((facts) => ({ facts, until: now }));
}

function newOnNotice(judged: readonly Judged[]): Credential[] {
  return judged
    .filter(
      ({ verdict }) =>
        (verdict.kind === 'due' || (verdict.kind === 'stale' && !verdict.noticeGiven)) &&
        verdict.announcedAt === undefined,
    )
    .map(({ credential }) => credential);
}

/** What that day's plan is, were every last look to agree. */
function planned(
  evaluation: Pick<Evaluation, 'judged' | 'activeCredentials'>,
  { policy: { limits }, history }: EvaluationInput,
): { readonly actions: readonly Candidate[]; readonly waiting: readonly Candidate[] } {
  const candidates = candidatesOf(evaluation, history).map((candidate) => ({ candidate }));
  const decided = plan(candidates, allowance(limits, evaluation), limits);
  const { actions, waiting } = decided.kind === 'go' ? decided : { actions: [], waiting: decided.confirmed };
  return {
    actions: actions.map(({ candidate }) => candidate),
    waiting: waiting.map(({ candidate }) => candidate),
  };
}

/** The report of the next day shows them disabled, and their users are judged anew. */
function withDisabled(watches: readonly Watch[], disabled: readonly Credential[]): Watch[] {
  const byArn = new Map<string, Credential[]>();
  for (const credential of disabled) {
    const { arn } = credential.user;
    byArn.set(arn, [...(byArn.get(arn) ?? []), credential]);
  }
  return watches.map((watch) => {
    const ofUser = byArn.get(watch.facts.user.arn);
    return ofUser ? { ...watch, facts: asDisabled(watch.facts, ofUser), until: -Infinity } : watch;
  });
}

/** What would happen on one day to come, if nobody used anything until then. */
export interface ForecastDay {
  /** UTC calendar date, `2026-11-27`. */
  readonly date: string;
  /** Stand in the digest for the first time: due or stale, and announced that day. */
  readonly announced: readonly Credential[];
  /** Would be disabled in mode enforce. */
  readonly disabled: readonly Credential[];
  /** Notice given, and beyond the limits of that day. */
  readonly waiting: number;
}
