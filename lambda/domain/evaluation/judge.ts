import type { Section } from '../credential';
import { DAY, HOUR, type Instant, utcDate } from '../instant';
import type { Policy } from '../policy/schema';
import { type Evidence, latest, reportReference, type Sign } from './evidence';
import { exemptionOf, shortestLimit, thresholdOf, type Subject, unknownAbout } from '../policy/rules';
import type { OnNotice, Verdict } from './verdict';

/** What earlier runs have recorded about one credential. */
export interface CredentialHistory {
  /** When a delivered digest first announced it, and the report's reference time in that digest. */
  readonly announced?: { readonly at: Instant; readonly reference: Instant };
  /** Name of the exemption that protected it in the last run. */
  readonly exemption?: string;
  /** It was `refused` or `failed` the last time, so its turn comes last. */
  readonly passedOver?: boolean;
  /** Why the ledger's entry about it is not understood; undefined when it is. */
  readonly odd?: string;
  /** When iam-lapse disabled it. Undefined once a report has shown it enabled again. */
  readonly disabledAt?: Instant;
  /** When somebody last enabled it again after iam-lapse had disabled it, and how often that has happened. */
  readonly restored?: { readonly at: Instant; readonly times: number };
}

/** After this many restores it is in a tug of war: something else manages it (docs/design.md §5.10). */
const MAX_RESTORES = 2;

/** Everything that a verdict on one credential depends on. */
export interface JudgeInput {
  readonly policy: Policy;
  readonly section: Section;
  readonly subject: Subject;
  readonly evidence: Evidence;
  /** Why the credential or its user cannot be identified (docs/design.md §4.4); undefined when it can. */
  readonly doubt?: string | undefined;
  /** Why the user's tags and groups are not known, if reading them failed. */
  readonly unread?: string | undefined;
  readonly history: CredentialHistory;
  readonly now: Instant;
  /** Whether there is one run a day, at the time of day of `now` (see `EvaluationInput`). */
  readonly daily?: boolean | undefined;
}

/**
 * CIS: "Ensure credentials unused for 45 days or greater are disabled". Unused for N days means
 * `now - reference >= N * 86,400,000 ms` (docs/design.md §2.1). The steps are in the order of docs/design.md §4.7.
 * Missing knowledge can make a verdict `unclear`, never `stale`.
 */
export function judge(input: JudgeInput): Verdict {
  const { policy, section, subject, evidence, now } = input;
  if (evidence.kind === 'missing') return { kind: 'unclear', cause: evidence.cause };
  const reference = latest(evidence.signs);
  const unusedFor = now - reference.at;
  const within = (days: number) => unusedFor < (days - policy.noticeDays) * DAY;
  // Within the policy's shortest limit, no override and no exemption can change the verdict.
  if (within(shortestLimit(policy))) return { kind: 'inUse', reference };

  const threshold = thresholdOf(policy, section, subject);
  if (threshold !== 'unknown' && within(threshold.maxUnusedDays)) return { kind: 'inUse', reference };

  const exemption = exemptionOf(policy, subject, now);
  if (typeof exemption !== 'string') return { kind: 'exempt', exemption, reference };

  const doubt = input.doubt ?? input.history.odd;
  if (doubt !== undefined) return { kind: 'unclear', cause: doubt };
  if (exemption === 'unknown' || threshold === 'unknown') {
    const rule = exemption === 'unknown' ? 'exemption' : 'override';
    return {
      kind: 'unclear',
      cause: `an ${rule} asks for the user's ${unknownAbout(subject, policy, input.unread)}`,
    };
  }

  const held = heldBecause(input, threshold.maxUnusedDays);
  if (held !== undefined) return { kind: 'held', cause: held, reference };

  const from = restoredSince(input, reference);
  const staleAt = from.at + threshold.maxUnusedDays * DAY;
  const announcedAt = noticeSince(input);
  const mayActAt = input.daily ? runAt(staleAt, now) : staleAt;
  const noticeUntil = (announcedAt ?? now) + policy.noticeDays * DAY;
  const measure: OnNotice = {
    reference: from,
    ...threshold,
    staleAt,
    actOn: utcDate(Math.max(mayActAt, noticeUntil)),
    ...(announcedAt === undefined ? {} : { announcedAt }),
  };
  if (now < staleAt) return { kind: 'due', ...measure };
  return { kind: 'stale', ...measure, noticeGiven: noticeGiven(policy, announcedAt, now, measure.actOn) };
}

/** The first daily run that is not before `at`; `at` itself if that is past. */
function runAt(at: Instant, now: Instant): Instant {
  return at <= now ? at : now + Math.ceil((at - now) / DAY) * DAY;
}

/**
 * "A credential that a person enables again starts a fresh clock. One that keeps coming back is left alone"
 * (docs/design.md §1, law 6, and §5.10).
 *
 * @returns why the credential is held; undefined when it is not
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
  if (now >= until) return undefined;
  const since = `its clock restarted then, and it is on notice from ${utcDate(until)} if it stays unused`;
  // A write whose answer and read-back were lost is no restore (docs/design.md §5.10).
  return restored.times === 0
    ? `an earlier run tried to disable it, and on ${utcDate(restored.at)} it was enabled; ${since}`
    : `somebody enabled it again, seen ${utcDate(restored.at)}; ${since}`;
}

function restoredSince({ history: { restored } }: JudgeInput, reference: Sign): Sign {
  return restored && restored.at > reference.at ? { by: 'restored', at: restored.at } : reference;
}

/** An announcement counts only while the report shows the announced reference time (docs/design.md §5.9). */
function noticeSince({ history: { announced }, evidence }: JudgeInput): Instant | undefined {
  return announced && announced.reference === reportReference(evidence) ? announced.at : undefined;
}

/**
 * "Notice is given after `noticeDays` x 24 h less one hour, and not before `actOn`. The hour is there because a daily run
 * is never quite on time" (docs/design.md §5.9).
 */
function noticeGiven(policy: Policy, announcedAt: Instant | undefined, now: Instant, actOn: string): boolean {
  if (policy.noticeDays === 0) return true;
  if (announcedAt === undefined) return false;
  return now >= announcedAt + policy.noticeDays * DAY - HOUR && utcDate(now) >= actOn;
}
