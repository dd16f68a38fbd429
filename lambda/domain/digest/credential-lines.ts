import { type Credential, nameOf } from '../credential';
import { type Instant, utcDate, utcMinute, wholeDays } from '../instant';
import { type Evidence, lastUseOf, type Sign, useRecordedSince } from '../evaluation/evidence';
import type { Measure } from '../evaluation/verdict';
import type { RunReport } from '../run-report';
import { clean, count, wrap } from '../text';
import type { CredentialContext } from '../evaluation/credential-context';
import { keyIdOf, type Target } from '../remediation/confirm';
import { type UseHistory, useText } from '../remediation/use-events';

/** `gareth.pugh, password`, or `ci-deploy, access key created 2024-01-01 (AKIA...MPLE)` once its id is known. */
export function credentialLabel(credential: Credential, target?: Target): string {
  const keyId = keyIdOf(target) ?? (credential.kind === 'accessKey' ? credential.id : undefined);
  const id = keyId === undefined ? '' : ` (${masked(keyId)})`;
  return `${clean(credential.user.name, 64)}, ${nameOf(credential)}${id}`;
}

/** `, administrator` after the label of a user who is known to be one. The mark changes no judgement and no limit. */
export function administratorMark(
  { administrators }: Pick<RunReport, 'administrators'>,
  { user }: Credential,
): string {
  return administrators?.has(user.arn) ? ', administrator' : '';
}

/**
 * `unused for 119 days: last used 2026-07-23 for s3 in eu-west-1`. The limit is added if an override sets it, because
 * the footer prints the general limits only. A second line says what else stops with the credential, where that is known.
 */
export function reasonLines(evidence: Evidence, measure: Measure, now: Instant, indent: number): string[] {
  const { reference, maxUnusedDays, override } = measure;
  const days = wholeDays(reference.at, now);
  const limit =
    override === undefined
      ? ''
      : ` (limit ${count(maxUnusedDays, 'day')}, by the override "${clean(override, 64)}")`;
  return [
    ...wrap(`unused for ${count(days, 'day')}: ${lastActivity(evidence, reference)}${limit}`, indent),
    ...(sendsMail(evidence)
      ? wrap('it was last used to send mail by Amazon SES, and such mail stops with it', indent)
      : []),
  ];
}

/**
 * The last use, or that there was none. If the latest sign of life (docs/design.md §2.1) is another one, it follows:
 * `last used 2026-08-22, set 2026-09-21`, or `last used 2026-09-21 09:06, set at 09:12` on one day.
 */
export function lastActivity(evidence: Evidence, reference: Sign): string {
  if (evidence.kind === 'missing') return evidence.cause;
  const used = lastUseOf(evidence);
  if (used === undefined) {
    return reference.by === 'lastUsed'
      ? noUse(evidence)
      : `${noUse(evidence)}, ${SINCE[reference.by]} ${utcDate(reference.at)}`;
  }
  if (reference.by === 'lastUsed' || used === reference.at) {
    return `last used ${utcDate(used)}${usedFor(evidence)}`;
  }
  const isOneDay = utcDate(used) === utcDate(reference.at);
  const [use, set] = isOneDay
    ? [utcMinute(used), `at ${utcMinute(reference.at).slice(11)}`]
    : [utcDate(used), utcDate(reference.at)];
  return `last used ${use}${usedFor(evidence)}, ${SINCE[reference.by]} ${set}`;
}

function noUse(evidence: Evidence): string {
  const since = useRecordedSince(evidence);
  return since === undefined ? 'never used' : `no use recorded (IAM records it since ${utcDate(since)})`;
}

/** The user name of SES's SMTP interface is an access key id: who sends mail with it may not know that it is a key. */
function sendsMail(evidence: Evidence): boolean {
  return evidence.kind === 'known' && MAIL_SERVICES.has(evidence.lastUse?.service ?? '');
}

/** As IAM names the service of a last use. Mail by the API stops with the key just as mail by SMTP does. */
const MAIL_SERVICES: ReadonlySet<string> = new Set(['ses', 'ses-smtp']);

const SINCE: Readonly<Record<Exclude<Sign['by'], 'lastUsed'>, string>> = {
  lastChanged: 'set',
  lastRotated: 'created',
  created: 'created',
  restored: 'enabled again',
  otherCredential: 'the user used or got another credential',
};

function usedFor({ lastUse }: Extract<Evidence, { kind: 'known' }>): string {
  if (!lastUse) return '';
  const { service, region } = lastUse;
  const known = [service, region]
    .filter((part) => part !== '' && part !== 'N/A')
    .map((part) => clean(part, 32));
  return known.length > 0 ? ` for ${known.join(' in ')}` : '';
}

/** A question about a user whom nothing exempts, if the name suggests one that is kept for emergencies. */
export function breakGlassQuestion(userName: string): string | undefined {
  return looksLikeBreakGlass(userName) ? 'looks like a break-glass user: exempt it?' : undefined;
}

export function breakGlassLines({ user: { name } }: Credential, indent = 4): string[] {
  const question = breakGlassQuestion(name);
  return question === undefined ? [] : wrap(`(${question})`, indent);
}

/** The other words of a name such as `aws-emergency-access-2`. With any other word, it may be about something else. */
const WORDS_BESIDE_EMERGENCY = new Set(['access', 'account', 'admin', 'aws', 'iam', 'login', 'root', 'user']);

/**
 * Whether a name is one that people give to users kept for emergencies. It asks a question and protects nobody, so a name
 * in doubt is none: `emergency-alerts` is probably a service.
 */
export function looksLikeBreakGlass(name: string): boolean {
  const words = name
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
  const text = ` ${words.join(' ')} `;
  if (/ break ?(the )?glass /.test(text)) return true;
  const others = text.replace(/ (emergency|fire ?fighter) /, ' ');
  return (
    others !== text && others.split(' ').every((word) => word === '' || WORDS_BESIDE_EMERGENCY.has(word))
  );
}

/**
 * Whom to ask about a credential, and what it may be for: path and owner of the user, the user's other key, and the
 * descriptions of the user's keys.
 *
 * @param options `keyId`: the key's id, if known. Without it all descriptions are printed; the report has no key ids.
 */
export function contextLines(
  {
    credential: { user },
    owner,
    otherKey,
    keyDescriptions = [],
  }: { readonly credential: Pick<Credential, 'user'> } & CredentialContext,
  { indent = 4, keyId }: { readonly indent?: number; readonly keyId?: string | undefined } = {},
): string[] {
  const other = otherKeyText(otherKey);
  return [
    ...(user.path === '/' ? [] : wrap(`path: ${clean(user.path, 128)}`, indent, indent + 2)),
    ...(owner ? wrap(`${owner.tag}: ${clean(owner.value, 128)}`, indent, indent + 2) : []),
    ...(other === undefined ? [] : wrap(other, indent)),
    ...keyDescriptions
      .filter((description) => keyId === undefined || description.keyId === keyId)
      .flatMap((description) =>
        wrap(
          `${keyId === undefined ? `key ${masked(description.keyId)} is described as` : "this key's description:"} "${clean(description.text, 100).replaceAll('"', "'")}"`,
          indent,
          indent + 2,
        ),
      ),
  ];
}

/** What CloudTrail shows of a planned credential: its last use, or that it shows none, and what was not read. */
export function useLines(
  { use, refusedSignIn, read, unread }: UseHistory,
  kind: Credential['kind'],
): string[] {
  const [last, none] = kind === 'password' ? ['last sign-in', 'sign-in'] : ['last used', 'event'];
  const regionsByCause = new Map<string, string[]>();
  for (const { region, cause } of unread) {
    regionsByCause.set(cause, [...(regionsByCause.get(cause) ?? []), region]);
  }
  return [
    ...(use ? [`event history: ${last} ${useText(use)}`] : []),
    ...(!use && read.length > 0 ? [`event history: no ${none} in 90 days in ${read.join(', ')}`] : []),
    ...(refusedSignIn
      ? [
          `tried to sign in on ${utcMinute(refusedSignIn.at)}Z from ${refusedSignIn.address} (${refusedSignIn.agent}), ${refusedSignIn.region}: refused`,
        ]
      : []),
    ...[...regionsByCause].map(
      ([cause, regions]) => `event history of ${regions.join(', ')} not read: ${clean(cause, 300)}`,
    ),
  ].flatMap((text) => wrap(withoutKeyIds(text), 4, 6));
}

/** You can lose a key that was replaced; a job may depend on the only one. Undefined if nothing is known of another. */
export function otherKeyText(otherKey: CredentialContext['otherKey']): string | undefined {
  if (!otherKey || otherKey.verdict === 'unclear') return undefined;
  const { verdict, lastUsed, isOneOfSeveral } = otherKey;
  const key = isOneOfSeveral ? 'another key of the user' : "the user's other key";
  if (lastUsed === 'never') return `${key} has never been used`;
  if (lastUsed === 'notRecorded') return `no use of ${key} is recorded`;
  return verdict === 'inUse'
    ? `${key} is in use, last ${utcDate(lastUsed)}`
    : `${key} is unused, too, since ${utcDate(lastUsed)}`;
}

/** Enough of a key id to find the key in the console. Only undo commands have the whole id (docs/design.md §3.9). */
export function masked(keyId: string): string {
  return `${keyId.slice(0, 4)}...${keyId.slice(-4)}`;
}

/** IAM's error messages contain whole key ids. */
export function withoutKeyIds(text: string): string {
  return text.replaceAll(/\b(A[KS]IA)[A-Z0-9]{8,}([A-Z0-9]{4})\b/g, '$1...$2');
}
