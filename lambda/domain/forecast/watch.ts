import type { Credential } from '../credential';
import { DAY, type Instant } from '../instant';
import { evaluate, type EvaluationInput, type Judged } from '../evaluation/evaluate';
import { reportReference } from '../evaluation/evidence';
import type { CredentialHistory } from '../evaluation/judge';
import { shortestLimit } from '../policy/rules';
import type { Policy } from '../policy/schema';
import type { UserFacts, AccessKeyFacts } from '../credential-report/facts';

/** One user in the days to come. */
export interface Watch {
  readonly facts: UserFacts;
  /** What stands in a delivered digest; undefined on the first day, which the history knows about. */
  readonly announced?: ReadonlyMap<Position, CredentialHistory['announced']>;
  /** No verdict changes before: thousands who wait for their turn need not be judged every day. */
  readonly until: Instant;
}
/** Of a credential in its user's row, where nothing moves while nobody uses anything. */
type Position = 'password' | 1 | 2;

/** The user judged as of `now`; what is then due or stale is announced that day. */
export function judgedOn(
  now: Instant,
  { facts, announced }: Watch,
  input: EvaluationInput,
): Watch & { readonly judged: readonly Judged[] } {
  const history = (credential: Credential): CredentialHistory => {
    const { announced: before, ...rest } = input.history(credential);
    const told = announced ? announced.get(positionOf(credential)) : before;
    return told ? { ...rest, announced: told } : rest;
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

/** As the ledger keeps it: what is on notice stays announced, what is unclear too, and all else starts anew. */
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

/** The earliest instant at which time alone can make it another verdict; what is past: any day. */
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
      // A sign dated in the future is understood once its day has come.
      return evidence.kind === 'known' ? nextEnd(policy, now) : now;
    case 'held':
      return now;
  }
}

/** Of an exemption: the midnight after its last day. */
function nextEnd({ exemptions }: Policy, now: Instant): Instant {
  const ends = exemptions.map(({ until }) => (until === undefined ? Infinity : Date.parse(until) + DAY));
  return Math.min(...ends.filter((end) => end > now));
}

function positionOf(credential: Credential): Position {
  return credential.kind === 'password' ? 'password' : credential.slot;
}

/** The user's row as IAM would write it once these of the user's credentials are disabled, and nothing else. */
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
    keys: [inactive(keys[0]), inactive(keys[1])],
  };
}
