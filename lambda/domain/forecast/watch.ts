import type { Credential } from '../credential';
import { DAY, type Instant } from '../instant';
import { evaluate, type EvaluationInput, type Judged } from '../evaluation/evaluate';
import { reportReference } from '../evaluation/evidence';
import type { CredentialHistory } from '../evaluation/judge';
import { shortestLimit } from '../policy/rules';
import type { Policy } from '../policy/schema';
import type { UserFacts, AccessKeyFacts, Slot } from '../credential-report/facts';

/** One user during the forecast. */
export interface Watch {
  readonly facts: UserFacts;
  /** Announcements by then. Undefined on the first day, when the history has them. */
  readonly announced?: ReadonlyMap<Position, CredentialHistory['announced']>;
  /** No verdict of the user changes before this instant. So thousands of waiting users are not judged every day. */
  readonly until: Instant;
}
/** The place of a credential in its user's row. It identifies the credential, because the row does not change. */
type Position = 'password' | Slot;

/** Judges the user as of `now`. What is due or stale then is announced that day. */
export function judgedOn(
  now: Instant,
  { facts, announced }: Watch,
  input: EvaluationInput,
): Watch & { readonly judged: readonly Judged[] } {
  const history = (credential: Credential): CredentialHistory => {
    const { announced: before, ...rest } = input.history(credential);
    const current = announced ? announced.get(positionOf(credential)) : before;
    return current ? { ...rest, announced: current } : rest;
  };
  const { judged } = evaluate({ ...input, report: { ...input.report, users: [facts] }, history, now });
  return {
    facts,
    judged,
    announced: new Map(
      judged.map((one) => [
        positionOf(one.credential),
        announcementOf(one, history(one.credential).announced, now),
      ]),
    ),
    until: Math.min(...judged.map((one) => unchangedUntil(one, input.policy, now))),
  };
}

/** As in the ledger: the announcement stays while the verdict is due, stale or unclear (docs/design.md §5.9). */
function announcementOf(
  { evidence, verdict }: Judged,
  before: CredentialHistory['announced'],
  now: Instant,
): CredentialHistory['announced'] {
  if (verdict.kind === 'unclear') return before;
  const reference = reportReference(evidence);
  if (reference === undefined || (verdict.kind !== 'due' && verdict.kind !== 'stale')) return undefined;
  return { at: verdict.announcedAt ?? now, reference };
}

/** The earliest instant at which the verdict can change through time alone. An instant in the past means any day. */
function unchangedUntil({ evidence, verdict }: Judged, policy: Policy, now: Instant): Instant {
  switch (verdict.kind) {
    case 'inUse':
      return verdict.reference.at + (shortestLimit(policy) - policy.noticeDays) * DAY;
    case 'due':
      return verdict.staleAt;
    case 'stale':
      return verdict.noticeGiven ? Infinity : Date.parse(verdict.actOn);
    case 'exempt':
      return nextEnd(policy, now);
    case 'unclear':
      // A date in the future is understood once that day has come.
      return evidence.kind === 'known' ? nextEnd(policy, now) : now;
    case 'held':
      return now;
  }
}

/** When the next exemption ends: the midnight after its last day. */
function nextEnd({ exemptions }: Policy, now: Instant): Instant {
  const ends = exemptions.map(({ until }) => (until === undefined ? Infinity : Date.parse(until) + DAY));
  return Math.min(...ends.filter((end) => end > now));
}

function positionOf(credential: Credential): Position {
  return credential.kind === 'password' ? 'password' : credential.slot;
}

/** The user's row as it would be after these credentials are disabled. */
export function asDisabled(facts: UserFacts, credentials: readonly Credential[]): UserFacts {
  const { password, keys } = facts;
  const inactive = (key: AccessKeyFacts): AccessKeyFacts =>
    key.kind === 'active' && credentials.some((one) => one.kind === 'accessKey' && one.slot === key.slot)
      ? { ...key, kind: 'inactive' }
      : key;
  return {
    ...facts,
    password:
      password.kind === 'enabled' && credentials.some(({ kind }) => kind === 'password')
        ? { kind: 'none', lastUsed: password.lastUsed }
        : password,
    keys: keys.map(inactive),
  };
}
