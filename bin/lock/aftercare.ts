import type { IamCommand } from '../../lambda/domain/iam-command';
import { deactivation, userCommand } from '../../lambda/domain/iam-command';
import { iamCommand } from '../../lambda/domain/digest/commands';
import { type Instant, utcSecond } from '../../lambda/domain/instant';
import type { UserName } from '../../lambda/domain/identity';
import { clean, wrap } from '../../lambda/domain/text';
import type { Credentials, Read } from '../investigate/investigation';

/**
 * What else an incident asks for. A lock does none of it: these credentials may be in use by something that must go on,
 * and sessions end only by a change of permissions.
 */
export function aftercareText(user: UserName, credentials: Credentials | undefined, now: Instant): string {
  return [
    'WHAT THE LOCK DOES NOT END',
    ...wrap(
      'Sessions that exist already go on for up to 36 hours. This denies the user everything in a session from before now. Take it away again with delete-user-policy.',
      2,
    ),
    ...denySessions(user, now),
    ...wrap(
      'Sessions of roles that the user has assumed go on, too. End them in each role: IAM console, Revoke active sessions.',
      2,
    ),
    ...(credentials ? credentialLines(user, credentials) : unread('The user could not be read.')),
    ...wrap('Leave a policy AWSCompromisedKeyQuarantine where AWS has attached it.', 2),
  ].join('\n');
}

/**
 * Temporary credentials have `aws:TokenIssueTime`, long-term ones do not.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_disable-perms.html
 */
function denySessions(user: UserName, now: Instant): string[] {
  return [
    `    POLICY='{"Version":"2012-10-17","Statement":[{"Effect":"Deny",'`,
    `    POLICY=$POLICY'"Action":"*","Resource":"*","Condition":'`,
    `    POLICY=$POLICY'{"DateLessThan":{"aws:TokenIssueTime":'`,
    `    POLICY=$POLICY'"${utcSecond(now)}"}}}]}'`,
    ...iamCommand(
      userCommand(
        'put-user-policy',
        user,
        ['policy-name', 'iam-lapse-end-sessions'],
        ['policy-document', { variable: 'POLICY' }],
      ),
    ),
  ];
}

function credentialLines(user: UserName, credentials: Credentials): string[] {
  const { serviceCredentials, sshKeys, certificates, mfaDevices } = credentials;
  return [
    ...group('Service-specific credentials', active(serviceCredentials), ({ id }) =>
      deactivation('update-service-specific-credential', user, 'service-specific-credential-id', id),
    ),
    ...group('SSH public keys', active(sshKeys), ({ id }) =>
      deactivation('update-ssh-public-key', user, 'ssh-public-key-id', id),
    ),
    ...group('Signing certificates', active(certificates), ({ id }) =>
      deactivation('update-signing-certificate', user, 'certificate-id', id),
    ),
    ...group("MFA devices, if one is not the user's own", mfaDevices, ({ serial }) =>
      userCommand('deactivate-mfa-device', user, ['serial-number', serial]),
    ),
  ];
}

function active<T extends { readonly status: string }>(list: Read<readonly T[]>): Read<readonly T[]> {
  return list.kind === 'read'
    ? { kind: 'read', value: list.value.filter(({ status }) => status !== 'Inactive') }
    : list;
}

function group<T>(what: string, list: Read<readonly T[]>, commandFor: (each: T) => IamCommand): string[] {
  if (list.kind === 'unreadable') return unread(`${what} could not be read: ${clean(list.cause, 500)}`);
  if (list.value.length === 0) return [];
  return [...wrap(`${what}:`, 2), ...list.value.flatMap((each) => iamCommand(commandFor(each)))];
}

function unread(text: string): string[] {
  return wrap(text, 2);
}
