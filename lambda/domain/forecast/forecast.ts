import { type Candidate, candidatesOf } from '../remediation/candidate';
import { plan, allowance } from '../remediation/plan';
import type { Credential } from '../credential';
import { DAY, type Instant, utcDate } from '../instant';
import {
  type Evaluation,
  evaluate,
  type EvaluationInput,
  type Judged,
  usersToLookUp,
} from '../evaluation/evaluate';
import { isOnNotice } from '../evaluation/verdict';
import { compareText } from '../text';
import { asDisabled, judgedOn, type Watch } from './watch';

/** What would happen on one of the next days, if nobody uses anything until then. */
export interface ForecastDay {
  /** UTC calendar date, `2026-11-27`. */
  readonly date: string;
  /** On notice for the first time in that day's digest, the longest unused first. */
  readonly announced: readonly Credential[];
  /** Would be disabled in mode enforce, the longest unused first. */
  readonly disabled: readonly Credential[];
  /** Candidates beyond that day's allowance, the longest unused first. */
  readonly waiting: readonly Credential[];
}

/**
 * What a daily run in mode enforce would do on each of `days` days, starting at `now`. It assumes that nobody uses
 * anything, every digest is delivered whole, and the policy stays as it is. Each day is judged, limited and planned by
 * the functions of a real run, with an allowance of its own. Pure.
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
    // These are already in order, which makes it fast to sort thousands.
    const stillWaiting = waiting.filter(({ credential }) => !rejudged.has(credential.user.arn));
    const today = planned({ judged: [...stillWaiting, ...judged], activeCredentials }, input);
    const disabled = today.actions.map(({ credential }) => credential);
    waiting = today.waiting;
    activeCredentials -= disabled.length;
    watches = withDisabled(watches, disabled);
    return {
      date: utcDate(now),
      announced: newOnNotice(judged),
      disabled,
      waiting: waiting.map(({ credential }) => credential),
    };
  });
}

/** Caches the history, because every waiting candidate needs it again on every day. */
function cachedHistory(history: EvaluationInput['history']): EvaluationInput['history'] {
  const known = new WeakMap<Credential, ReturnType<typeof history>>();
  return (credential) => {
    const found = known.get(credential) ?? history(credential);
    known.set(credential, found);
    return found;
  };
}

/** The users who may be due or stale by `last`. All others stay in use until then, whatever rule matches. */
function usersDueBy({ report, policy, now }: EvaluationInput, last: Instant): Watch[] {
  const arns = new Set(usersToLookUp(report, policy, last).map(({ arn }) => arn));
  return report.users.filter(({ user }) => arns.has(user.arn)).map((facts) => ({ facts, until: now }));
}

/** The longest unused first, as `disabled` is ordered. */
function newOnNotice(judged: readonly Judged[]): Credential[] {
  return judged
    .flatMap(({ credential, verdict }) =>
      isOnNotice(verdict) && verdict.announcedAt === undefined
        ? [{ credential, since: verdict.reference.at }]
        : [],
    )
    .toSorted(
      (one, other) =>
        one.since - other.since || compareText(one.credential.user.arn, other.credential.user.arn),
    )
    .map(({ credential }) => credential);
}

/** The plan of one day, if every live look confirms its candidate. */
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

/** The next day's report shows these credentials disabled, so their users must be judged again. */
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
