import { type Instant, utcSecond } from '../instant';
import {
  type AccessKeyFacts,
  type Moment,
  type NotUnderstood,
  type PasswordFacts,
  FUTURE_TOLERANCE,
  USE_RECORDED_SINCE,
  USE_ROUNDING,
} from '../credential-report/facts';

/** The kind of a sign of life. Records contain these words (docs/design.md §3.7). */
export type SignKind =
  | 'lastUsed'
  | 'lastChanged'
  | 'lastRotated'
  | 'created'
  /** iam-lapse had disabled it and somebody has enabled it again, which starts a fresh clock (docs/design.md §5.10). */
  | 'restored'
  /** With `judge: user`: any of the above on another credential of the same user (docs/design.md §4.5). */
  | 'otherCredential';

/** An instant at which a credential was used, set, rotated, created or restored. */
export interface Sign {
  readonly by: SignKind;
  readonly at: Instant;
}

/** The known signs of life of one credential. `missing` when they are not enough to judge it. */
export type Evidence =
  | {
      readonly kind: 'known';
      readonly signs: readonly [Sign, ...Sign[]];
      /** Where an access key was last used. Undefined for a password and for a key that was never used. */
      readonly lastUse?: { readonly region: string; readonly service: string };
    }
  | { readonly kind: 'missing'; readonly cause: string };

/** The latest sign of life. Its instant is the reference time, from which the credential ages (docs/design.md §2.1). */
export function latest(signs: readonly [Sign, ...Sign[]]): Sign {
  return signs.reduce((last, sign) => (sign.at > last.at ? sign : last));
}

/** When the credential was last used, as far as its evidence says. Undefined if it was never used. */
export function lastUseOf(evidence: Evidence): Instant | undefined {
  return evidence.kind === 'known' ? evidence.signs.find(({ by }) => by === 'lastUsed')?.at : undefined;
}

/**
 * From when on IAM would have recorded a use of the credential, if it is older than that. Undefined if every use since
 * its first day would have been recorded: without a last use, it was never used.
 */
export function useRecordedSince(evidence: Evidence): Instant | undefined {
  if (evidence.kind === 'missing') return undefined;
  for (const { by, at } of evidence.signs) {
    const since = by === 'lastChanged' ? USE_RECORDED_SINCE.password : USE_RECORDED_SINCE.accessKey;
    if ((by === 'lastChanged' || by === 'lastRotated') && at < since) return since;
  }
  return undefined;
}

/** The reference time by the report alone. An announcement lapses when it moves (docs/design.md §5.9). */
export function reportReference(evidence: Evidence): Instant | undefined {
  return evidence.kind === 'known' ? latest(evidence.signs).at : undefined;
}

/**
 * The signs of a password are its last use and the day it was set. "A credential that was never used ages from its
 * creation, as CIS defines it" (docs/design.md §4.1).
 */
export function passwordEvidence(facts: Extract<PasswordFacts, { kind: 'enabled' }>, now: Instant): Evidence {
  return evidenceOf([readSign('lastChanged', facts.lastChanged), readSign('lastUsed', facts.lastUsed)], now, {
    setBy: 'lastChanged',
    missing: 'it is enabled, but the report does not say when it was set',
  });
}

/** The signs of an access key are its last use and its creation, which the report calls "last rotated". */
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

/** A date before the creation of the user contradicts the report itself (docs/design.md §4.1). */
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

/** The last use of a credential that is itself not judged: an inactive key or a deleted password. */
export function lastUseEvidence(lastUsed: Moment, now: Instant): Evidence | undefined {
  return lastUsed.kind === 'never'
    ? undefined
    : evidenceOf([readSign('lastUsed', lastUsed)], now, { missing: '' });
}

export function notUnderstood({ column, token }: NotUnderstood): Evidence {
  return { kind: 'missing', cause: `${column} is ${JSON.stringify(token)}, which is not understood` };
}

/** Adds signs that were read live to the report's evidence. The result can only be younger, or missing. */
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
  readings: readonly CellReading[],
  now: Instant,
  requirement: { setBy?: SignKind; missing: string },
): Evidence {
  const signs: Sign[] = [];
  for (const reading of readings) {
    if (reading === 'never') continue;
    if ('kind' in reading) return notUnderstood(reading);
    if (isInFuture(reading, now)) return missingAsFuture(reading);
    signs.push(reading);
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
