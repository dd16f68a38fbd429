import { clean, count, wrap } from '../text';
import { masked } from '../digest/credential-lines';
import { exemptionText } from '../digest/not-acted-on';
import type { Fetched } from '../account-checks/facts';
import type { AccountId } from '../identity';
import { DAY, type Instant, utcDate, utcSecond } from '../instant';
import { exemptionOf, thresholdOf, type Subject } from '../policy/rules';
import type { Policy } from '../policy/schema';
import { type Aging, agingOf, type LedgerFacts } from './aging';
import type { CredentialEvent, NewCredential } from './event';
import { permissionsText, type UserPermissions } from './permissions';

/** The facts that the mail reports. One that could not be read is `unreadable`. */
export interface NewCredentialFacts {
  readonly policy: Fetched<Policy>;
  /** Name, path, tags and groups of the user. */
  readonly subject: Fetched<Subject>;
  readonly mfa: Fetched<boolean>;
  readonly permissions: Fetched<UserPermissions>;
  /** What the ledger knows about this credential. */
  readonly ledgerFacts: Fetched<LedgerFacts>;
}

/** `access key created for bob`. */
export function headlineOf({ credential, user }: Pick<CredentialEvent, 'credential' | 'user'>): string {
  return `${EVENT_WORDS[credential.kind]} ${user === 'root' ? 'the root user' : clean(user, 64)}`;
}

/** `2026-11-20T07:00:00Z access key created for bob (AKIA...Y001), by ARN`: an event of which there is no more room. */
export function noticeLine(event: CredentialEvent): string {
  return `${utcSecond(event.at)} ${headlineOf(event)}${keyOf(event.credential)}, by ${clean(event.caller, 128)}`;
}

/** Who created what for which user, from where, and what the policy will do with it. Pure. */
export function noticeLines(
  event: CredentialEvent,
  facts: NewCredentialFacts,
  account: AccountId,
): readonly string[] {
  const { credential, user, caller, at, sourceIp, userAgent } = event;
  return [
    ...wrap(`${capitalized(headlineOf(event))}${keyOf(credential)}`),
    ...wrap(`Account ${account.id}, ${utcSecond(at)}`),
    '',
    ...wrap(`By: ${clean(caller)}`, 2, 6),
    ...wrap(`From: ${clean(sourceIp, 64)}, ${clean(userAgent, 120)}`, 2, 6),
    ...(user === 'root' ? wrap(rootText(credential), 2, 6) : userLines(event, facts)),
  ];
}

const EVENT_WORDS: Readonly<Record<NewCredential['kind'], string>> = {
  user: 'new user',
  password: 'console password created for',
  accessKey: 'access key created for',
  enabledKey: 'access key enabled again for',
};

function rootText({ kind }: NewCredential): string {
  const never = 'iam-lapse never touches the root user. Find out who did this';
  switch (kind) {
    case 'accessKey':
    case 'enabledKey':
      return `${never}, and delete the key.`;
    case 'password':
      return `${never}. If it was not one of you, reset the password, and look for keys and MFA devices that you do not know.`;
    case 'user':
      return `${never}.`;
  }
}

function userLines(event: CredentialEvent, facts: NewCredentialFacts): string[] {
  // The lines name the user, because those above are about the caller.
  const name = clean(event.user, 64);
  return [
    ...wrap(`Permissions of ${name} as this mail was written: ${permissionsLine(facts.permissions)}`, 2, 6),
    ...wrap(`MFA of ${name}: ${mfaText(facts.mfa)}`, 2, 6),
    ...disabledLines(facts.ledgerFacts),
    ...wrap(`Policy: ${policyText(event, facts)}`, 2, 6),
  ];
}

function mfaText(mfa: Fetched<boolean>): string {
  if (mfa.kind !== 'read') return `not known: ${causeOf(mfa)}`;
  return mfa.value ? 'a device' : 'NO device';
}

function permissionsLine(permissions: Fetched<UserPermissions>): string {
  return permissions.kind === 'read'
    ? permissionsText(permissions.value)
    : `not known: ${causeOf(permissions)}`;
}

function disabledLines(ledgerFacts: Fetched<LedgerFacts>): string[] {
  if (ledgerFacts.kind === 'notAsked') return [];
  if (ledgerFacts.kind === 'unreadable') {
    return wrap(`Whether iam-lapse had disabled it is not known: ${causeOf(ledgerFacts)}`, 2, 6);
  }
  const { disabled } = ledgerFacts.value;
  return disabled ? wrap(disabledText(disabled), 2, 6) : [];
}

function disabledText({ kind, at }: NonNullable<LedgerFacts['disabled']>): string {
  switch (kind) {
    case 'confirmed':
      return `THE SWEEP HAD DISABLED THIS ONE, on ${utcDate(at)}`;
    case 'unconfirmed':
      return `PERHAPS THE SWEEP HAD DISABLED THIS ONE, on ${utcDate(at)}: IAM's answer was lost`;
    case 'planned':
      return `PERHAPS THE SWEEP HAD DISABLED THIS ONE: its run of ${utcSecond(at)} planned to and has not ended`;
  }
}

/** Whether the user is exempt, and when the credential will be stale if nobody uses it. */
function policyText(
  { credential, at }: CredentialEvent,
  { policy, subject, ledgerFacts }: NewCredentialFacts,
): string {
  if (policy.kind !== 'read') return `not known: ${causeOf(policy)}`;
  if (subject.kind !== 'read') return `what it means for this user is not known: ${causeOf(subject)}`;
  const exemption = exemptionOf(policy.value, subject.value, at);
  if (typeof exemption !== 'string') return `the user is exempt by ${exemptionText(exemption)}`;
  const exempt =
    exemption === 'unknown' ? 'whether the user is exempt is not known' : 'the user is not exempt';
  if (credential.kind === 'user')
    return `${exempt}. A new user has no password and no access key, so there is nothing to disable yet.`;
  const section = credential.kind === 'password' ? 'password' : 'accessKey';
  const threshold = thresholdOf(policy.value, section, subject.value);
  if (threshold === 'unknown') return `${exempt}. Which limit applies is not known.`;
  const { maxUnusedDays } = threshold;
  const rules = { policy: policy.value, section, subject: subject.value, maxUnusedDays } as const;
  const aging = agingOf(credential, at, ledgerFacts, rules);
  return `${exempt}. ${agingText(aging, at, policy.value, maxUnusedDays)}`;
}

function agingText(aging: Aging, now: Instant, { judge, noticeDays }: Policy, maxUnusedDays: number): string {
  const byUser = judge === 'user';
  switch (aging.kind) {
    case 'held':
      return `iam-lapse will leave it alone as held: ${aging.cause}`;
    case 'old': {
      const use = byUser ? "the user's last use of any credential" : 'its last use';
      return `Its clock runs from ${use}. It is stale ${maxUnusedDays} days after that, perhaps already: see the next digest.`;
    }
    case 'fresh': {
      const unused = byUser
        ? 'If nobody uses it, and the user uses no other credential,'
        : 'If nobody uses it,';
      const start = aging.afterRestore ? 'It gets a fresh clock now. ' : '';
      return `${start}${unused} it becomes stale on ${utcDate(now + maxUnusedDays * DAY)}, after ${count(maxUnusedDays, 'day')}. In mode enforce it is disabled then, with ${count(noticeDays, 'day')} of notice.`;
    }
  }
}

function causeOf(read: Exclude<Fetched<unknown>, { kind: 'read' }>): string {
  return read.kind === 'unreadable' ? clean(read.cause, 300) : 'it was not read';
}

function keyOf(credential: NewCredential): string {
  if (!('keyId' in credential)) return '';
  return credential.keyId === undefined ? ' (key id unknown)' : ` (${masked(credential.keyId)})`;
}

function capitalized(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
