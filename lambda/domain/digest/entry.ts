import { type Credential, nameOf } from '../credential';
import { type Instant, utcDate, wholeDays } from '../instant';
import type { Evidence, Sign } from '../judge/evidence';
import type { Measure } from '../judge/verdict';
import { clean } from './text';

/** `gareth.pugh, password` */
export function who(credential: Credential): string {
  return `${clean(credential.user.name, 64)}, ${nameOf(credential)}`;
}

/**
 * `unused for 119 days: last used 2026-07-23 for s3 in eu-west-1`: why a credential is where it is. The limit is
 * said where it is not the one at the foot of the digest.
 */
export function why(evidence: Evidence, measure: Measure, now: Instant): string {
  const { reference, maxUnusedDays, override } = measure;
  const days = wholeDays(reference.at, now);
  const limit =
    override === undefined ? '' : ` (limit ${maxUnusedDays} days, by the override "${clean(override, 64)}")`;
  return `unused for ${days} days: ${life(evidence, reference)}${limit}`;
}

/** The signs of life, the one that counts and whether there ever was a use. */
export function life(evidence: Evidence, reference: Sign): string {
  if (evidence.kind === 'missing') return evidence.cause;
  const used = evidence.signs.find(({ by }) => by === 'lastUsed');
  const said = used ? `last used ${utcDate(used.at)}${usedFor(evidence)}` : 'never used';
  const sameDay = used && utcDate(used.at) === utcDate(reference.at);
  return reference.by === 'lastUsed' || sameDay
    ? said
    : `${said}, ${SINCE[reference.by]} ${utcDate(reference.at)}`;
}

const SINCE: Readonly<Record<Exclude<Sign['by'], 'lastUsed'>, string>> = {
  lastChanged: 'set',
  lastRotated: 'created',
  created: 'created',
  restored: 'enabled again',
  otherCredential: "the user's other credentials",
};

function usedFor({ lastUse }: Extract<Evidence, { kind: 'known' }>): string {
  if (!lastUse) return '';
  const { service, region } = lastUse;
  const known = [service, region]
    .filter((part) => part !== '' && part !== 'N/A')
    .map((part) => clean(part, 32));
  return known.length > 0 ? ` for ${known.join(' in ')}` : '';
}
