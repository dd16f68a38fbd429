import type { Section } from '../credential';
import { DAY, HOUR, type Instant, utcDate } from '../instant';
import type { Subject } from '../policy/match';
import type { Policy } from '../policy/schema';
import { type Evidence, latest } from './evidence';
import { exemptionOf, shortestLimit, thresholdOf } from './rule';
import type { OnNotice, Verdict } from './verdict';

/** All that a verdict on one credential depends on. */
export interface Case {
  readonly policy: Policy;
  readonly section: Section;
  readonly subject: Subject;
  readonly evidence: Evidence;
  /** Why the credential or its user cannot be told from another, if so; it then is never acted on. */
  readonly doubt?: string | undefined;
  /** When it first stood in a delivered digest; undefined: never yet. */
  readonly announcedAt: Instant | undefined;
  readonly now: Instant;
}

/**
 * CIS: "Ensure credentials unused for 45 days or greater are disabled." Unused for N days means
 * `now - reference >= N * 86,400,000 ms`; the reference is the latest sign of life. What is not known can
 * make a verdict `unclear`, never `stale`.
 */
export function judge(asked: Case): Verdict {
  const { policy, section, subject, evidence, now } = asked;
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

  if (asked.doubt !== undefined) return { kind: 'unclear', cause: asked.doubt };
  if (exemption === 'unknown' || threshold === 'unknown') {
    const which = exemption === 'unknown' ? 'exemption' : 'override';
    return {
      kind: 'unclear',
      cause: `the user's tags or groups are not known, and an ${which} asks for them`,
    };
  }

  const staleAt = reference.at + threshold.maxUnusedDays * DAY;
  const noticeUntil = (asked.announcedAt ?? now) + policy.noticeDays * DAY;
  const measure: OnNotice = {
    reference,
    ...threshold,
    staleAt,
    actOn: utcDate(Math.max(staleAt, noticeUntil)),
  };
  if (now < staleAt) return { kind: 'due', ...measure };
  return { kind: 'stale', ...measure, noticeGiven: noticeGiven(asked, measure.actOn) };
}

/** "Notice has passed after noticeDays x 24 h less one hour", for a daily sweep is never quite on time. */
function noticeGiven({ policy, announcedAt, now }: Case, actOn: string): boolean {
  if (policy.noticeDays === 0) return true;
  if (announcedAt === undefined) return false;
  return now >= announcedAt + policy.noticeDays * DAY - HOUR && utcDate(now) >= actOn;
}
