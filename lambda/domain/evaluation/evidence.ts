import { type Instant, utcSecond } from '../instant';
import {
  type AccessKeyFacts,
  type Moment,
  type NotUnderstood,
  type PasswordFacts,
  FUTURE_TOLERANCE,
  USE_ROUNDING,
} from '../credential-report/facts';

/** What happened at an instant that counts as a sign of life. */
export type SignKind =
  | 'lastUsed'
  | 'lastChanged'
  | 'lastRotated'
  | 'created'
  /** Disabled by us, and enabled again by somebody: a fresh clock. */
  | 'restored'
  /** `judge: user`: something of the above, on another credential of the same user. */
  | 'otherCredential';

/** A sign of life: used, set, rotated or created. */
export interface Sign {
  readonly by: SignKind;
  readonly at: Instant;
}

/** What is known about one credential's life; `missing` when that is not enough to judge it. */
export type Evidence =
  | {
      readonly kind: 'known';
      readonly signs: readonly [Sign, ...Sign[]];
      /** Where an access key was last used; undefined for a password or a key never used. */
      readonly lastUse?: { readonly region: string; readonly service: string };
    }
  | { readonly kind: 'missing'; readonly cause: string };

/** The latest sign: the "reference time" from which a credential ages. */
export function latest(signs: readonly [Sign, ...Sign[]]): Sign {
  return signs.reduce((last, sign) => (sign.at > last.at ? sign : last));
}

/** The reference time by the report alone, which an announcement is bound to; live signs do not move it. */
export function reportReference(evidence: Evidence): Instant | undefined {
  return evidence.kind === 'known' ? latest(evidence.signs).at : undefined;
}

/**
 * "A never-used credential ages from its creation, as CIS has it": the signs of a password are its last use
 * and the day it was set.
 */
export function passwordEvidence(facts: Extract<PasswordFacts, { kind: 'enabled' }>, now: Instant): Evidence {
  return evidenceOf([readSign('lastChanged', facts.lastChanged), readSign('lastUsed', facts.lastUsed)], now, {
    setBy: 'lastChanged',
    missing: 'it is enabled, but the report does not say when it was set',
  });
}

/** The signs of an access key are its last use and its creation, which the report calls last rotated. */
export function accessKeyEvidence(
  facts: Extract<AccessKeyFacts, { kind: 'active' | 'inactive' }>,
  now: Instant,
): Evidence {
  const { lastRotated, lastUsed } = facts;
  if (lastRotated.kind === 'at' && lastUsed.kind === 'at' && lastUsed.at < lastRotated.at - USE_ROUNDING) {
    return { kind: 'missing', cause: 'the report says that it was used before it was created' };
  }
  const evidence = evidenceOf([readSign('lastRotated', lastRotated), readSign('lastUsed', lastUsed)], now, {
    setBy: 'lastRotated',
    missing: 'it is active, but the report does not say when it was created',
  });
  return evidence.kind === 'known' && facts.lastUsed.kind === 'at'
    ? { ...evidence, lastUse: { region: facts.region, service: facts.service } }
    : evidence;
}

/** No sign of life is older than its user; where the report says so, it contradicts itself. */
export function notBeforeUser(evidence: Evidence, createdAt: Instant): Evidence {
  if (evidence.kind === 'missing') return evidence;
  const odd = evidence.signs.find(({ at }) => at < createdAt - USE_ROUNDING);
  return odd
    ? {
        kind: 'missing',
        cause: `it carries the date ${utcSecond(odd.at)}, which is before its user was created`,
      }
    : evidence;
}

/** One instant alone: the last use of a credential that is itself not judged (inactive key, no password). */
export function lastUseEvidence(lastUsed: Moment, now: Instant): Evidence | undefined {
  return lastUsed.kind === 'never'
    ? undefined
    : evidenceOf([readSign('lastUsed', lastUsed)], now, { missing: '' });
}

export function notUnderstood({ column, token }: NotUnderstood): Evidence {
  return { kind: 'missing', cause: `${column} is ${JSON.stringify(token)}, which is not understood` };
}

/** Evidence from the report joined by signs that were read live: it can only get younger, or missing. */
export function withSigns(evidence: Evidence, more: readonly Sign[], now: Instant): Evidence {
  if (evidence.kind === 'missing') return evidence;
  const odd = more.find((sign) => isInFuture(sign, now));
  return odd ? missingAsFuture(odd) : { ...evidence, signs: [...evidence.signs, ...more] };
}

type CellReading = Sign | 'never' | NotUnderstood;

function readSign(by: SignKind, moment: Moment): CellReading {
  switch (moment.kind) {
    case 'at':
      return { by, at: moment.at };
    case 'never':
      return 'never';
    case 'notUnderstood':
      return moment;
  }
}

function evidenceOf(
  reads: readonly CellReading[],
  now: Instant,
  requirement: { setBy?: SignKind; missing: string },
): Evidence {
  const signs: Sign[] = [];
  for (const read of reads) {
    if (read === 'never') continue;
    if ('kind' in read) return notUnderstood(read);
    if (isInFuture(read, now)) return missingAsFuture(read);
    signs.push(read);
  }
  const [first, ...rest] = signs;
  const isSet = requirement.setBy === undefined || signs.some(({ by }) => by === requirement.setBy);
  return first && isSet
    ? { kind: 'known', signs: [first, ...rest] }
    : { kind: 'missing', cause: requirement.missing };
}

function isInFuture(sign: Sign, now: Instant): boolean {
  return sign.at > now + FUTURE_TOLERANCE;
}

function missingAsFuture(sign: Sign): Evidence {
  return { kind: 'missing', cause: `it carries the date ${utcSecond(sign.at)}, which is in the future` };
}
