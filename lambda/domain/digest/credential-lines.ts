import { type Credential, nameOf } from '../credential';
import { type Instant, utcDate, wholeDays } from '../instant';
import { type Evidence, lastUseOf, type Sign } from '../evaluation/evidence';
import type { Measure } from '../evaluation/verdict';
import { clean, wrap } from '../text';
import type { KeyContext } from '../evaluation/key-context';
import { keyIdOf, type Target } from '../remediation/confirm';

/** `gareth.pugh, password`, or `ci-deploy, access key created 2024-01-01 (AKIA...MPLE)` once its id is known. */
export function credentialLabel(credential: Credential, target?: Target): string {
  const keyId = keyIdOf(target) ?? (credential.kind === 'accessKey' ? credential.id : undefined);
  const id = keyId === undefined ? '' : ` (${masked(keyId)})`;
  return `${clean(credential.user.name, 64)}, ${nameOf(credential)}${id}`;
}

/**
 * `unused for 119 days: last used 2026-07-23 for s3 in eu-west-1`. The limit is added if an override sets it, because
 * the footer prints the general limits only.
 */
export function reasonLine(evidence: Evidence, measure: Measure, now: Instant): string {
  const { reference, maxUnusedDays, override } = measure;
  const days = wholeDays(reference.at, now);
  const limit =
    override === undefined ? '' : ` (limit ${maxUnusedDays} days, by the override "${clean(override, 64)}")`;
  return `unused for ${days} days: ${lastActivity(evidence, reference)}${limit}`;
}

/** The last use, or that there was none, and the latest sign of life (docs/design.md §2.1) if it is another one. */
export function lastActivity(evidence: Evidence, reference: Sign): string {
  if (evidence.kind === 'missing') return evidence.cause;
  const used = lastUseOf(evidence);
  const use = used === undefined ? 'never used' : `last used ${utcDate(used)}${usedFor(evidence)}`;
  const sameDay = used !== undefined && utcDate(used) === utcDate(reference.at);
  return reference.by === 'lastUsed' || sameDay
    ? use
    : `${use}, ${SINCE[reference.by]} ${utcDate(reference.at)}`;
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

/**
 * Hints about the purpose of a key: the user's other key, and the descriptions of the user's keys.
 *
 * @param options `keyId`: the key's id, if known. Without it all descriptions are printed; the report has no key ids.
 */
export function keyContextLines(
  { otherKey, keyDescriptions = [] }: KeyContext,
  { indent = 4, keyId }: { readonly indent?: number; readonly keyId?: string | undefined } = {},
): string[] {
  return [
    ...(otherKey && otherKey.verdict !== 'unclear' ? wrap(otherKeyText(otherKey), indent) : []),
    ...keyDescriptions
      .filter((description) => keyId === undefined || description.keyId === keyId)
      .flatMap((description) =>
        wrap(
          `key ${masked(description.keyId)} is described as "${clean(description.text, 100).replaceAll('"', "'")}"`,
          indent,
          indent + 2,
        ),
      ),
  ];
}

/** You can lose a key that was replaced; a job may depend on the only one. */
function otherKeyText({ verdict, lastUsed }: NonNullable<KeyContext['otherKey']>): string {
  if (lastUsed === 'never') return "the user's other key has never been used";
  return verdict === 'inUse'
    ? `the user's other key is in use, last ${utcDate(lastUsed)}`
    : `the user's other key is unused, too, since ${utcDate(lastUsed)}`;
}

/** Enough of a key id to find the key in the console. Only undo commands have the whole id (docs/design.md §3.9). */
export function masked(keyId: string): string {
  return `${keyId.slice(0, 4)}...${keyId.slice(-4)}`;
}

/** IAM's error messages contain whole key ids. */
export function withoutKeyIds(text: string): string {
  return text.replaceAll(/\b(A[KS]IA)[A-Z0-9]{8,}([A-Z0-9]{4})\b/g, '$1...$2');
}
