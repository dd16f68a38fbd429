import type { Section } from '../credential';
import { DAY, HOUR, type Instant, utcDate } from '../instant';
import type { Subject } from '../policy/match';
import type { Policy } from '../policy/schema';
import { type Evidence, latest, reportReference, type Sign } from './evidence';
import { exemptionOf, shortestLimit, thresholdOf } from '../policy/rules';
import type { OnNotice, Verdict } from './verdict';

/** What earlier sweeps left to remember about one credential. */
export interface CredentialHistory {
  /** When it first stood in a delivered digest, and the reference time by the report that was told there. */
  readonly announced?: { readonly at: Instant; readonly reference: Instant };
  /** Name of the exemption that spared it in the last run. */
  readonly exemption?: string;
  /** The last look or IAM said no when it was its turn. */
  readonly passedOver?: boolean;
  /** When we disabled it; no report since has shown it enabled again. */
  readonly disabledAt?: Instant;
  /** When somebody last enabled it again after we had disabled it, and how often that has happened. */
  readonly restored?: { readonly at: Instant; readonly times: number };
}

/** Restored so often, it is in a tug of war: something else manages it. */
const MAX_RESTORES = 2;

/** All that a verdict on one credential depends on. */
export interface JudgeInput {
  readonly policy: Policy;
  readonly section: Section;
  readonly subject: Subject;
  readonly evidence: Evidence;
  /** Why the credential or its user cannot be told from another, if so; it then is never acted on. */
  readonly doubt?: string | undefined;
  readonly history: CredentialHistory;
  readonly now: Instant;
}

/**
 * CIS: "Ensure credentials unused for 45 days or greater are disabled." Unused for N days means
 * `now - reference >= N * 86,400,000 ms`; the reference is the latest sign of life. What is not known can
 * make a verdict `unclear`, never `stale`.
 */
export function judge(input: JudgeInput): Verdict {
  const { policy, section, subject, evidence, now } = input;
  if (evidence.kind === 'missing') return { kind: 'unclear', cause: evidence.cause };
  const reference = latest(evidence.signs);
  const unusedFor = now - reference.at;
  const within = (days: number) => unusedFor < (days - policy.noticeDays) * DAY;
  // Under the shortest limit there is, no override and no exemption can change the answer.
  if (within(shortestLimit(policy))) return { kind: 'inUse', reference };

  const threshold = thresholdOf(policy, section, subject);
  if (threshold !== 'unknown' && within(threshold.maxUnusedDays)) return { kind: 'inUse', reference };

  const exemption = exemptionOf(policy, subject, now);
  if (typeof exemption !== 'string') return { kind: 'exempt', exemption, reference };

  if (input.doubt !== undefined) return { kind: 'unclear', cause: input.doubt };
  if (exemption === 'unknown' || threshold === 'unknown') {
    const which = exemption === 'unknown' ? 'exemption' : 'override';
    return {
      kind: 'unclear',
      cause: `the user's tags or groups are not known, and an ${which} asks for them`,
    };
  }

  const held = heldBecause(input, threshold.maxUnusedDays);
  if (held !== undefined) return { kind: 'held', cause: held, reference };

  const from = restoredSince(input, reference);
  const staleAt = from.at + threshold.maxUnusedDays * DAY;
  const announcedAt = noticeSince(input);
  const noticeUntil = (announcedAt ?? now) + policy.noticeDays * DAY;
  const measure: OnNotice = {
    reference: from,
    ...threshold,
    staleAt,
    actOn: utcDate(Math.max(staleAt, noticeUntil)),
    ...(announcedAt === undefined ? {} : { announcedAt }),
  };
  if (now < staleAt) return { kind: 'due', ...measure };
  return { kind: 'stale', ...measure, noticeGiven: noticeGiven(policy, announcedAt, now, measure.actOn) };
}

/**
 * "A credential that a person re-enabled gets a fresh clock, and one that keeps coming back is left alone."
 * Why it is held, if it is.
 */
function heldBecause(
  { history: { restored }, policy, now }: JudgeInput,
  maxUnusedDays: number,
): string | undefined {
  if (!restored) return undefined;
  if (restored.times >= MAX_RESTORES) {
    return `enabled again ${restored.times} times after it was disabled; is it managed elsewhere? Exempt it in the policy, or remove its entry from the ledger`;
  }
  const until = restored.at + (maxUnusedDays - policy.noticeDays) * DAY;
  return now < until
    ? `somebody enabled it again, seen ${utcDate(restored.at)}; its clock started anew then, and unused it is on notice from ${utcDate(until)} on`
    : undefined;
}

function restoredSince({ history: { restored } }: JudgeInput, reference: Sign): Sign {
  return restored && restored.at > reference.at ? { by: 'restored', at: restored.at } : reference;
}

/** An announcement counts for as long as the reference time that was announced is the report's. */
function noticeSince({ history: { announced }, evidence }: JudgeInput): Instant | undefined {
  return announced && announced.reference === reportReference(evidence) ? announced.at : undefined;
}

/** "Notice has passed after noticeDays x 24 h less one hour", for a daily sweep is never quite on time. */
function noticeGiven(policy: Policy, announcedAt: Instant | undefined, now: Instant, actOn: string): boolean {
  if (policy.noticeDays === 0) return true;
  if (announcedAt === undefined) return false;
  return now >= announcedAt + policy.noticeDays * DAY - HOUR && utcDate(now) >= actOn;
}
